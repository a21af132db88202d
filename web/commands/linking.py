"""``link`` and ``candidates``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kg.linking.candidates import Decision, Proposals
from kg.linking.peers import peers
from web.commands.common import say, with_data, with_json, write_json
from web.commands.progress import ProgressLine
from web.services import open_foreign_desk

_PEERS = click.Choice(sorted(peers()))


@click.command()
@click.argument("peer", type=_PEERS)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--ask", is_flag=True, help="Ask the peer's endpoint for our ids.")
@click.option("--endpoint", metavar="URL", help="Ask this endpoint instead of the peer's own.")
@with_json
@with_data
def link(
    peer: str, files: tuple[Path, ...], ask: bool, endpoint: str | None, as_json: bool, data: Path
) -> None:
    """Link works and people to PEER by their ids, as a graph of its own.

    Links are found in FILES (dumps of the peer in any RDF format, or tables of id and IRI; packed
    or not), at the peer's endpoint (--ask), and in ids that name what they identify. A run that
    broke off goes on where it was; the set is made anew by each run.

    Pairs that only a title speaks for become candidates: see 'paperkin candidates'.
    """
    address = endpoint or ("" if ask else None)
    with open_foreign_desk(data) as desk, ProgressLine() as progress:
        report = desk.link(peer, files, address, lambda done, all_: progress("ids", done, all_))
    if as_json:
        write_json(asdict(report))
        return
    say(f"{report.links} links to {peer} in <{report.graph}>, {report.candidates} candidates")
    if not report.is_published:
        say("nothing is published yet: the links come with the first version")


@click.command()
@click.argument("peer", type=_PEERS)
@click.option("--accept", multiple=True, metavar="NUMBER", help="This pair is the same thing.")
@click.option("--reject", multiple=True, metavar="NUMBER", help="This pair is not.")
@click.option(
    "--read", type=click.Path(path_type=Path, exists=True), help="Take decisions from SSSOM."
)
@click.option("--write", type=click.Path(path_type=Path), help="Write SSSOM for others to decide.")
@with_json
@with_data
def candidates(
    peer: str,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    read: Path | None,
    write: Path | None,
    as_json: bool,
    data: Path,
) -> None:
    """List the links to PEER that only a title speaks for, and decide on them.

    An accepted pair becomes a skos:exactMatch, a rejected one is not proposed again. The pairs can
    be given to others as a table in SSSOM (--write) and taken back with their decisions (--read).
    """
    decisions = dict.fromkeys(accept, Decision.ACCEPTED) | dict.fromkeys(reject, Decision.REJECTED)
    with open_foreign_desk(data) as desk:
        if read is not None:
            desk.read_table(peer, read.read_text("utf-8-sig"), read.name)
        if decisions:
            desk.decide(peer, decisions)
        found = desk.proposals(peer)
        if write is not None:
            write.write_text(desk.table(peer), encoding="utf-8")
    write_json(_as_json(found)) if as_json else _tell(found)


def _as_json(found: Proposals) -> list[dict[str, object]]:
    return [
        {
            "number": number,
            "decision": one.decision.value,
            "method": one.method,
            "on": one.on.isoformat(),
            **asdict(one.pair),
        }
        for number, one in found.items()
    ]


def _tell(found: Proposals) -> None:
    for number, one in found.items():
        if one.decision is Decision.OPEN:
            pair = one.pair
            click.echo(f"{number}  {pair.confidence:.2f}  {pair.title}")
            click.echo(f"    {pair.ours}\n    {pair.theirs}")
    counts = [sum(one.decision is kind for one in found.values()) for kind in Decision]
    say("{} open, {} accepted, {} rejected".format(*counts))
