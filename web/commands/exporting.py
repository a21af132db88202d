"""``export``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kg.export import COMPRESSIONS, FORMATS, ExportOptions
from kg.export.manifest import Cut
from web.answers import key_of
from web.commands.common import say, with_data, with_json
from web.commands.progress import ProgressLine
from web.services import open_services

_CUTS: tuple[Cut, ...] = ("whole", "graph", "licence", "kind")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--format",
    "formats",
    type=click.Choice(sorted(FORMATS)),
    multiple=True,
    default=["nquads"],
    show_default=True,
    help="Format; may be given several times.",
)
@click.option(
    "--compress",
    type=click.Choice(["none", *COMPRESSIONS]),
    default="gz",
    show_default=True,
    help="Compression of the files.",
)
@click.option(
    "--by",
    "cut",
    type=click.Choice(_CUTS),
    default="whole",
    show_default=True,
    help="One file for everything, or one a graph, licence or kind of entity.",
)
@click.option(
    "--with-restricted", is_flag=True, help="Include texts that may not be passed on to others."
)
@click.option(
    "--work",
    "works",
    multiple=True,
    metavar="ID",
    help="Only this work and what it is linked to; may be given several times.",
)
@click.option(
    "--hops",
    type=click.IntRange(0, 5),
    default=1,
    show_default=True,
    help="How many links the surroundings of --work reach; 0 is the works alone.",
)
@click.option("--tables", is_flag=True, help="Write Parquet tables for data frames as well.")
@with_json
@with_data
def export(folder: Path | None, as_json: bool, data: Path, **asked: Any) -> None:
    """Write the published dataset to FOLDER, with a manifest of counts and hashes.

    Without FOLDER the files go to the data directory, and the site offers them under /export/.

    Texts under a licence that forbids passing them on stay out, and the manifest says so.
    """
    if folder is None and (asked["with_restricted"] or asked["works"]):
        raise click.UsageError("what the site offers is the whole open dataset: name a FOLDER")
    compression = "" if asked["compress"] == "none" else asked["compress"]
    named = {name: asked[name] for name in ("formats", "cut", "with_restricted", "hops", "tables")}
    options = ExportOptions(compression=compression, **named)
    with open_services(data) as services, ProgressLine() as progress:
        chosen = replace(
            options, works=tuple(key_of(services.reader, one) for one in asked["works"])
        )
        manifest = services.export(folder, chosen, lambda done: progress("quads", done, None))
    if as_json:
        click.echo(manifest.as_json(), nl=False)
        return
    for one in manifest.files:
        click.echo(f"{one.sha256}  {one.size_bytes:>12,}  {one.quads:>10,}  {one.name}")
    for name, reason in manifest.left_out.items():
        say(f"left out: {name}: {reason}")
