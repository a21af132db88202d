"""``ingest``, ``publish``, ``rebuild`` and ``runs``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.catalogue import IngestReport
from kg.sources import source_names
from web.cli import REJECTIONS
from web.commands.common import say, with_data, with_json, write_json
from web.commands.foreign import RDF, existing, take_in
from web.commands.progress import ProgressLine
from web.services import open_services, open_workshop
from web.workshop import PublishReport

_SHOWN_REJECTIONS = 10


@click.command()
@click.argument("source", type=click.Choice([*source_names(), RDF]), metavar="SOURCE")
@click.argument("locations", nargs=-1, required=True)
@click.option("--again", is_flag=True, help="Also read files that were read before.")
@click.option("--no-publish", is_flag=True, help="Leave the published version as it is.")
@click.option("--graph", metavar="IRI", help="For rdf: the graph for what stands in none.")
@click.option("--licence", metavar="IRI", help="For rdf: the licence of the data.")
@click.option("--format", "format_name", help="For rdf: ttl, trig, nt, nq, rdf or jsonld.")
@with_json
@with_data
@click.pass_context
def ingest(
    context: click.Context,
    /,
    source: str,
    locations: tuple[str, ...],
    again: bool,
    no_publish: bool,
    as_json: bool,
    data: Path,
    **asked: str | None,
) -> None:
    """Read LOCATIONS (files or folders) of a SOURCE into the catalogue and publish the result.

    SOURCE is one of the names in docs/sources.md, such as daily-papers, or rdf for RDF of others:
    files or addresses, read strictly and kept in graphs of their own.

    What cannot be read is listed with its place, and the rest goes in; the exit code is 3 then.
    A file that was read whole and is the same is not read again, and changes nothing; what broke
    off goes on where it was.
    """
    if source == RDF:
        take_in(locations, asked, as_json=as_json, data=data)
        return
    if any(asked.values()):
        raise click.UsageError("--graph, --licence and --format belong to the source rdf")
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.ingest(source, existing(locations), progress, again=again)
        published = None if no_publish else workshop.publish(progress)
    if as_json:
        write_json(report.as_json() | ({"published": as_json_of(published)} if published else {}))
    else:
        tell_ingest(report)
        tell_publish(published)
    if report.rejected:
        context.exit(REJECTIONS)


@click.command()
@with_json
@with_data
def publish(as_json: bool, data: Path) -> None:
    """Bring graph and index to the newest change and make them the version that readers see."""
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.publish(progress)
    write_json(as_json_of(report)) if as_json else tell_publish(report)


@click.command()
@with_json
@with_data
def rebuild(as_json: bool, data: Path) -> None:
    """Throw graph and index away and make them anew from the catalogue."""
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.rebuild(progress)
    write_json(as_json_of(report)) if as_json else tell_publish(report)


@click.command()
@click.option("--limit", default=20, show_default=True, help="Most runs shown, newest first.")
@with_json
@with_data
def runs(limit: int, as_json: bool, data: Path) -> None:
    """List what was read, when, how much of it was new, and what was rejected and why."""
    with open_services(data) as services:
        found = services.reader.runs(limit)
    if as_json:
        write_json([one.as_json() for one in found])
        return
    for one in found:
        click.echo(
            f"{one.id}  {one.started_at}  {one.source}  {one.location}  read {one.read}, "
            f"added {one.added}, changed {one.changed}, rejected {one.rejected}"
            + ("" if one.finished_at else "  (not finished)")
        )
        for rejection in one.rejections:
            click.echo(f"    {_place(rejection.location, rejection.line)}: {rejection.reason}")


def as_json_of(report: PublishReport) -> dict[str, object]:
    return {
        "version": report.version,
        "change_number": report.change_number,
        "works": report.works,
        "is_new": report.is_new,
        "gave_way": list(report.gave_way),
    }


def tell_ingest(report: IngestReport) -> None:
    say(
        f"{report.source}: read {report.read}, added {report.added}, changed {report.changed}, "
        f"unchanged {report.unchanged}, rejected {len(report.rejected)}"
    )
    for one in report.rejected[:_SHOWN_REJECTIONS]:
        say(f"  {_place(one.location, one.line)}: {one.reason}")
    if len(report.rejected) > _SHOWN_REJECTIONS:
        say(f"  and {len(report.rejected) - _SHOWN_REJECTIONS} more: see 'paperkin runs'")
    for dispute in report.disputes[:_SHOWN_REJECTIONS]:
        say(f"  {dispute.id} stays with {dispute.holder}: {dispute.refused} states it too")
    if report.disputes:
        say("  such ids are listed, and given otherwise, by 'paperkin works decisions' and 'undo'")


def tell_publish(report: PublishReport | None) -> None:
    if report is None:
        say("nothing published yet: run 'paperkin publish'")
    elif report.is_new:
        say(f"version {report.version} published: {report.works} works")
        if report.gave_way:
            say(f"removed to hold the disk budget: {', '.join(report.gave_way)}")
    else:
        say(f"version {report.version} shows everything already: {report.works} works")


def _place(location: str, line: int | None) -> str:
    return location if line is None else f"{location}:{line}"
