"""``doctor``, ``check``, ``backup``, ``restore`` and ``forget``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kg.names import agent_key
from web.answers import key_of
from web.backup import restore_backup, write_backup
from web.cli import FAILED
from web.commands.common import say, with_data, with_json, write_json
from web.commands.progress import ProgressLine
from web.doctor import examine
from web.services import open_catalogue, open_services, open_workshop
from web.settings import load_settings


@click.command()
@with_json
@with_data
@click.pass_context
def doctor(context: click.Context, as_json: bool, data: Path) -> None:
    """Look for faults in the data directory and say what to do; nothing is changed."""
    findings = examine(data)
    if as_json:
        write_json([asdict(one) for one in findings])
    else:
        for one in findings:
            click.echo(f"{'ok   ' if one.is_well else 'FAULT'}  {one.subject}: {one.seen}")
            if one.remedy:
                click.echo(f"       -> {one.remedy}")
    if not all(one.is_well for one in findings):
        context.exit(FAILED)


@click.command()
@with_json
@with_data
@click.pass_context
def check(context: click.Context, as_json: bool, data: Path) -> None:
    """Check the published dataset: strict syntax in every format, and the shapes."""
    with open_services(data) as services:
        report = services.check()
    if as_json:
        write_json({**asdict(report), "conforms": report.conforms})
    else:
        for one in report.findings:
            click.echo(f"{one.severity}: {one}")
        more = "" if report.is_complete else " (and more: some checks stopped at their limit)"
        say(f"{report.checked:,} quads checked, {len(report.findings)} findings{more}")
    if not report.conforms:
        context.exit(FAILED)


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@with_data
def backup(target: Path, data: Path) -> None:
    """Write everything that cannot be made anew to the file TARGET, also while in use."""
    catalogue = open_catalogue(data, load_settings(data))
    try:
        size = write_backup(data, catalogue, target)
    finally:
        catalogue.close()
    say(f"{target}: {size:,} bytes")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@with_data
def restore(source: Path, data: Path) -> None:
    """Make the data directory from the backup SOURCE and publish it."""
    restore_backup(source, data, load_settings(data).catalogue)
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.publish(progress)
    say(f"{report.works} works restored in {data}")


@click.command()
@click.argument("what")
@click.option("--name", "is_name", is_flag=True, help="WHAT is a person's name as printed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_json
@with_data
def forget(what: str, is_name: bool, yes: bool, as_json: bool, data: Path) -> None:
    """Remove a work (WHAT is its id) or a person (an agent's key, or a name with --name) for good.

    It goes from the records, the change log, the graph, the index, every published version and the
    dumps, and stays barred. Backups and copies that others made are not reached; graphs of users
    and files of your own that still have it are named.
    """
    kind, key = _meant(what, is_name, data)
    if not yes:
        click.confirm(f"Remove the {kind} {key} from {data} for good?", abort=True, err=True)
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.forget(kind, key, progress)
        left = workshop.still_named(report)
    if as_json:
        write_json({**asdict(report), "still_in": left})
    else:
        say(f"{kind} {key} removed: {report.records} records, {len(report.works)} works touched")
        say("backups made before still hold it, and so do copies that others took")
        for place in left:
            say(f"{place} still has it: its writer's own, change it there")


def _meant(what: str, is_name: bool, data: Path) -> tuple[str, str]:
    if is_name:
        return "agent", agent_key(what)
    if what.startswith(("name:", "orcid:", "acl-person:")):
        return "agent", what
    with open_services(data) as services:
        return "work", key_of(services.reader, what)
