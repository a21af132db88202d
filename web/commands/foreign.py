"""``ingest rdf``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from web.commands.common import say, write_json
from web.services import open_foreign_desk

RDF = "rdf"


def existing(locations: Iterable[str]) -> list[Path]:
    """Files and folders that must be there."""
    kind = click.Path(path_type=Path, exists=True)
    return [kind.convert(one, None, None) for one in locations]


def take_in(
    locations: Iterable[str], asked: Mapping[str, str | None], *, as_json: bool, data: Path
) -> None:
    """Take RDF of others in and tell what it was."""
    told = []
    with open_foreign_desk(data) as desk:
        for one in locations:
            if not one.startswith(("http://", "https://")):
                existing([one])
            report = desk.take_in(one, **asked)
            told.append({"location": one, "graphs": dict(report.graphs)})
            for graph, quads in report.graphs.items() if not as_json else ():
                say(f"{one}: {quads:,} quads in <{graph}>")
            if not report.is_published:
                say("nothing is published yet: the graphs come with the first version")
    if as_json:
        write_json(told)
