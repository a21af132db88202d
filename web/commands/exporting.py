"""``export``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.export import COMPRESSIONS, FORMATS, ExportOptions
from kg.export.manifest import Cut
from web.commands.common import say, with_data, with_json
from web.commands.progress import ProgressLine
from web.services import open_services

_CUTS: tuple[Cut, ...] = ("whole", "graph", "licence", "kind")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
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
@with_json
@with_data
def export(
    folder: Path,
    formats: tuple[str, ...],
    compress: str,
    cut: Cut,
    with_restricted: bool,
    as_json: bool,
    data: Path,
) -> None:
    """Write the published dataset to FOLDER, with a manifest of counts and hashes.

    Texts under a licence that forbids passing them on stay out, and the manifest says so.
    """
    options = ExportOptions(
        formats=formats,
        compression="" if compress == "none" else compress,
        cut=cut,
        with_restricted=with_restricted,
    )
    with open_services(data) as services, ProgressLine() as progress:
        manifest = services.export(folder, options, lambda done: progress("quads", done, None))
    if as_json:
        click.echo(manifest.as_json(), nl=False)
        return
    for one in manifest.files:
        click.echo(f"{one.sha256}  {one.size_bytes:>12,}  {one.quads:>10,}  {one.name}")
    for name, reason in manifest.left_out.items():
        say(f"left out: {name}: {reason}")
