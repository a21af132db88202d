"""``fetch`` and ``enrich``: ask services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from kg.fetching import FetchError, Selection, service_names
from kg.identifiers import WorkId, find_work_id
from web.cli import BUSY, REJECTIONS
from web.commands.common import say, with_data, with_json, write_json
from web.commands.ingesting import as_json_of, tell_ingest, tell_publish
from web.commands.progress import ProgressLine
from web.gathering import ENRICHING, EnrichReport
from web.services import open_workshop

F = TypeVar("F", bound=Callable[..., Any])
_DAY = click.DateTime(formats=["%Y-%m-%d"])


def with_selection(command: F) -> F:
    """The words and options that say what to fetch: the command gets them as ``selection``."""

    @wraps(command)
    def selecting(
        *args: Any,
        ids: tuple[str, ...],
        since: datetime | None,
        until: datetime | None,
        query: str,
        **options: Any,
    ) -> Any:
        selection = Selection(
            ids=tuple(map(_work_id, ids)),
            since=since.date() if since else None,
            until=until.date() if until else None,
            query=query,
        )
        return command(*args, selection=selection, **options)

    for option in (
        click.option("--query", default="", help="What to look for, in the service's language."),
        click.option("--until", type=_DAY, help="Last day, YYYY-MM-DD; today by default."),
        click.option("--since", type=_DAY, help="First day, YYYY-MM-DD."),
        click.argument("ids", nargs=-1, metavar="[ID]..."),
    ):
        selecting = option(selecting)
    return cast(F, selecting)


@click.command()
@click.argument("service", type=click.Choice(service_names()), metavar="SERVICE")
@with_selection
@click.option(
    "--most", type=click.IntRange(min=1), help="Stop after so many replies; go on there next time."
)
@click.option("--no-publish", is_flag=True, help="Leave the published version as it is.")
@with_json
@with_data
@click.pass_context
def fetch(
    context: click.Context,
    service: str,
    selection: Selection,
    most: int | None,
    no_publish: bool,
    as_json: bool,
    data: Path,
) -> None:
    """Download from a SERVICE and ingest: days, the answers to a query, or single works by ID.

    SERVICE is hf-daily, arxiv, openalex, opencitations or semantic-scholar; what each takes is in
    docs/sources.md.

    Each service is asked at the pace that it wants, and told what we have already. Raw replies are
    kept beside the catalogue for a while. A command that broke off goes on there when it is given
    again. The exit code is 4 when the service asks to come back later.
    """
    with open_workshop(data) as workshop, ProgressLine() as progress:
        try:
            report = workshop.fetch(service, selection, progress, most)
        except FetchError:
            if not no_publish:
                workshop.publish(progress)
            raise
        published = None if no_publish else workshop.publish(progress)
    if as_json:
        write_json(report.as_json() | ({"published": as_json_of(published)} if published else {}))
    else:
        tell_ingest(report)
        tell_publish(published)
    if report.rejected:
        context.exit(REJECTIONS)


def _work_id(text: str) -> WorkId:
    found = find_work_id(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is no id of a work", param_hint="ID")
    return found


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(ENRICHING), metavar="[SERVICE]...")
@click.option("--most", type=click.IntRange(min=1), help="Ask each about at most so many works.")
@click.option(
    "--again-after",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    help="Days after which a work is asked about again.",
)
@click.option("--no-publish", is_flag=True, help="Leave the published version as it is.")
@with_json
@with_data
@click.pass_context
def enrich(
    context: click.Context,
    services: tuple[str, ...],
    most: int | None,
    again_after: int,
    no_publish: bool,
    as_json: bool,
    data: Path,
) -> None:
    """Ask SERVICEs (all of them by default) what they know of each work that is held.

    arXiv tells abstracts, categories, comments and withdrawals; OpenAlex and Semantic Scholar
    citations, venues and ORCID iDs; OpenCitations citations; hf-daily the byline's order, keywords
    and code. A command that broke off goes on there when it is given again. The exit code is 4 when
    a service could not be asked to the end.
    """
    with open_workshop(data) as workshop, ProgressLine() as progress:
        report = workshop.enrich(
            services or ENRICHING, progress, most_works=most, again_after_days=again_after
        )
        published = None if no_publish else workshop.publish(progress)
    if as_json:
        write_json(report.as_json() | ({"published": as_json_of(published)} if published else {}))
    else:
        _tell_enriched(report)
        tell_publish(published)
    if any(one.problem for one in report.services.values()):
        context.exit(BUSY)


def _tell_enriched(report: EnrichReport) -> None:
    for name, one in report.services.items():
        say(f"asked {name} about {one.works} works; it can know nothing of {one.unaskable} others")
        tell_ingest(one.report)
        if one.problem is not None:
            say(f"  not to the end: {one.problem}")
    click.echo("works with")
    for figure, count in report.after.items():
        more = count - report.before[figure]
        click.echo(f"{count:>10,}  {figure}" + (f"  ({more:+,})" if more else ""))
