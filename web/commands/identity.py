"""``works`` and ``agents``: who is who, reviewed by people and kept as decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from kg.catalogue import Catalogue
from kg.catalogue.decisions import Decision, DecisionKind
from kg.catalogue.identity import (
    join_agents,
    join_works,
    part_agent_on,
    part_agents,
    part_works,
    undo_decision,
)
from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId, find_work_id, parse_orcid
from kg.names import agent_key
from web.commands.common import say, with_data, with_json, write_json
from web.services import open_services, open_workshop

_reason = click.option("--reason", default="", help="Why, for those who come after.")
_limit = click.option("--limit", default=50, show_default=True, help="Most rows shown.")


def _deciding(data: Path, change: Callable[[Catalogue], object]) -> None:
    with open_workshop(data) as workshop:
        workshop.decide(change)
    say("decided; 'paperkin publish' shows it to readers")


def _work(text: str) -> str:
    found = find_work_id(text)
    try:
        return str(found if found is not None else WorkId.parse(text))
    except InvalidIdentifier as error:
        raise click.BadParameter(str(error)) from error


def _agent(text: str) -> str:
    """An agent by its key, ORCID iD, or name as printed."""
    if text.startswith(("name:", "orcid:", "acl-person:")):
        return text
    try:
        return f"orcid:{parse_orcid(text)}"
    except InvalidIdentifier:
        return agent_key(text)


def _tell_decisions(kind: DecisionKind, data: Path, as_json: bool) -> None:
    with open_services(data) as services:
        found = services.reader.decisions(kind)
    if as_json:
        write_json([asdict(one) for one in found])
    else:
        for one in found:
            click.echo(_line(one))


def _line(one: Decision) -> str:
    where = f" on {one.scope}" if one.scope else ""
    why = f"  ({one.reason})" if one.reason else ""
    return (
        f"{one.number}  {one.at}  {one.left} {one.verdict} {one.right}{where}  {one.made_by}{why}"
    )


@click.group()
def works() -> None:
    """Works that are one although they share no id, or share one wrongly."""


@works.command("candidates")
@_limit
@with_json
@with_data
def work_candidates_command(limit: int, as_json: bool, data: Path) -> None:
    """List works that may be one: same title, near years, common authors.

    Those marked + are joined at the next publish (setting join_works).
    """
    with open_services(data) as services:
        found = services.reader.work_candidates()[:limit]
    if as_json:
        write_json([asdict(one) for one in found])
        return
    for one in found:
        mark = "+" if one.is_certain else "?"
        click.echo(f"{mark} {one.left}  {one.right}  {one.title}  [{', '.join(one.evidence)}]")


@works.command("merge")
@click.argument("one")
@click.argument("other")
@_reason
@with_data
def work_merge(one: str, other: str, reason: str, data: Path) -> None:
    """Decide that two ids name one work."""
    pair = (_work(one), _work(other))
    _deciding(data, lambda catalogue: join_works(catalogue, [pair], reason=reason))


@works.command("split")
@click.argument("one")
@click.argument("other")
@_reason
@with_data
def work_split(one: str, other: str, reason: str, data: Path) -> None:
    """Decide that two ids never name one work, whatever a source or a rule says."""
    ids = _work(one), _work(other)
    _deciding(data, lambda catalogue: part_works(catalogue, *ids, reason=reason))


@works.command("decisions")
@with_json
@with_data
def work_decisions(as_json: bool, data: Path) -> None:
    """List what was decided about works, by whom and why."""
    _tell_decisions("work", data, as_json)


@works.command("undo")
@click.argument("number", type=int)
@with_data
def work_undo(number: int, data: Path) -> None:
    """Take decision NUMBER back."""
    _deciding(data, lambda catalogue: undo_decision(catalogue, number))


@click.group()
def agents() -> None:
    """People, teams and printed names: which of them are one."""


@agents.command("list")
@click.argument("name", default="")
@_limit
@with_json
@with_data
def agent_list(name: str, limit: int, as_json: bool, data: Path) -> None:
    """List agents with most works first, or those whose name begins with NAME."""
    with open_services(data) as services:
        found = services.reader.agents(name, limit)
    if as_json:
        write_json([{**asdict(one), "works": count} for one, count in found])
        return
    for one, count in found:
        others = ", ".join(each for each in one.names if each != one.name)
        also = f"  also {others}" if others else ""
        click.echo(f"{count:>6}  {one.key}  {one.kind}  {one.name}{also}")


@agents.command("candidates")
@click.argument("name", default="")
@_limit
@with_json
@with_data
def agent_candidates_command(name: str, limit: int, as_json: bool, data: Path) -> None:
    """List agents that may be one person (for NAME only, when given), with the evidence.

    The evidence is how the names vary, and with whom both have written. Nothing is merged by it.
    """
    with open_services(data) as services:
        found = services.reader.agent_candidates(name or None, limit)
    if as_json:
        write_json([asdict(one) for one in found])
        return
    for one in found:
        shared = f"; both with {', '.join(one.shared[:5])}" if one.shared else ""
        names = f"{one.left_name} = {one.right_name}"
        click.echo(f"{one.left}  {one.right}  {names}  [{', '.join(one.evidence)}{shared}]")


@agents.command("merge")
@click.argument("kept")
@click.argument("other")
@_reason
@with_data
def agent_merge(kept: str, other: str, reason: str, data: Path) -> None:
    """Decide that two agents (keys, ORCID iDs or names as printed) are one."""
    _deciding(
        data, lambda catalogue: join_agents(catalogue, _agent(kept), _agent(other), reason=reason)
    )


@agents.command("split")
@click.argument("one")
@click.argument("rest", nargs=-1, required=True, metavar="OTHER|WORK...")
@_reason
@with_data
def agent_split(one: str, rest: tuple[str, ...], reason: str, data: Path) -> None:
    """Decide that an agent is not OTHER, or is somebody else on these WORKs."""
    ids = [find_work_id(each) for each in rest]
    key = _agent(one)
    if all(each is not None for each in ids):
        named = [str(each) for each in ids]
        _deciding(data, lambda catalogue: part_agent_on(catalogue, key, named, reason=reason))
    elif len(rest) == 1:
        other = _agent(rest[0])
        _deciding(data, lambda catalogue: part_agents(catalogue, key, other, reason=reason))
    else:
        raise click.UsageError("give one other agent, or only ids of works")


@agents.command("decisions")
@with_json
@with_data
def agent_decisions(as_json: bool, data: Path) -> None:
    """List what was decided about agents, by whom and why."""
    _tell_decisions("agent", data, as_json)


@agents.command("undo")
@click.argument("number", type=int)
@with_data
def agent_undo(number: int, data: Path) -> None:
    """Take decision NUMBER back."""
    _deciding(data, lambda catalogue: undo_decision(catalogue, number))
