"""``search``, ``query`` and ``status``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from kg.sparql import FORMATS, formats_for
from web.commands.common import with_data, with_json, write_json
from web.commands.recommending import tell_ranked
from web.i18n import Language
from web.room import measure
from web.services import open_services


@click.command()
@click.argument("text")
@click.option("-k", default=10, show_default=True, help="Most works listed.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@with_json
@with_data
def search(text: str, k: int, language: Language, as_json: bool, data: Path) -> None:
    """Find works by the words of TEXT; +word must occur, -word must not."""
    with open_services(data) as services:
        tell_ranked(services, services.search(text, k), [], language, as_json=as_json)


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sorted(FORMATS)),
    help="How to write the answer: a table as csv, tsv, srj or srx, a graph as ttl, nt, jsonld …",
)
@click.option(
    "--timeout", "timeout_s", type=float, default=60.0, show_default=True, help="Seconds."
)
@with_data
def query(file: TextIO, format_name: str | None, timeout_s: float, data: Path) -> None:
    """Answer the SPARQL query in FILE (- is standard input) on the published graph.

    The prefixes of the vocabulary are known without being declared.
    """
    text = file.read()
    with open_services(data) as services:
        checked = services.queries.check(text)
        default = "tsv" if checked.form.is_table else formats_for(checked.form)[0].name
        chosen = FORMATS[format_name or default]
        with services.queries.evaluate(checked, chosen, timeout_s=timeout_s) as answer:
            for chunk in answer.chunks():
                sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


@click.command()
@with_json
@with_data
def status(as_json: bool, data: Path) -> None:
    """Say what is held and published, and for how many works each kind of edge is known."""
    with open_services(data) as services:
        version = services.version()
        counts, coverage = services.counts(), services.reader.coverage()
        waiting = services.reader.change_number() - version.change_number
        room = measure(data, services.settings.disk_budget_bytes)
    if as_json:
        write_json(
            {
                "version": version.number,
                "change_number": version.change_number,
                "unpublished_changes": waiting,
                "counts": counts,
                "works_with": coverage,
                "disk": {
                    "used_bytes": room.used_bytes,
                    "budget_bytes": room.budget_bytes,
                    "parts": dict(room.parts),
                },
            }
        )
        return
    click.echo(f"version {version.number}, published {version.published_at or 'never'}")
    if waiting > 0:
        click.echo(f"{waiting} changes are not published: run 'paperkin publish'")
    click.echo(f"disk: {room}")
    for kind, count in counts.items():
        click.echo(f"{count:>10,}  {kind}")
    click.echo("works with")
    for edge, count in coverage.items():
        click.echo(f"{count:>10,}  {edge}")
