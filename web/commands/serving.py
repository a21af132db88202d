"""``serve``, ``demo`` and ``endpoint``."""

from __future__ import annotations

import gc
import logging
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from kg.rdf_io import is_rdf
from kg.sparql import Limits, QueryService
from web.commands.common import say, with_data
from web.commands.progress import ProgressLine
from web.example import example_files
from web.services import Services, open_services, open_workshop
from web.settings import Settings, load_settings, server_threads

if TYPE_CHECKING:
    from flask import Flask

_STOP_WITHIN_S = 10


def _with_address(command: Any) -> Any:
    for option in (
        click.option("--port", type=click.IntRange(1, 65_535), help="Port.  [default: 8000]"),
        click.option("--host", help="Address to listen on.  [default: 127.0.0.1]"),
    ):
        command = option(command)
    return command


@click.command()
@_with_address
@with_data
def serve(host: str | None, port: int | None, data: Path) -> None:
    """Serve the pages, the API and the SPARQL endpoint of the data directory."""
    with open_services(data, load_settings(data, host=host, port=port)) as services:
        run_server(services)


@click.command()
@_with_address
@click.option("--no-serve", is_flag=True, help="Only make the example corpus.")
@with_data
def demo(host: str | None, port: int | None, no_serve: bool, data: Path) -> None:
    """Make the example corpus in the data directory and serve it.

    The corpus ships with the program: some hundred papers of several daily lists, as facts.
    """
    settings = load_settings(data, host=host, port=port)
    with open_workshop(data, settings) as workshop, ProgressLine() as progress:
        for source, files in example_files().items():
            workshop.ingest(source, files, progress)
        report = workshop.publish(progress)
    say(f"{report.works} works are ready in {data}")
    if not no_serve:
        with open_services(data, settings) as services:
            run_server(services)


@click.command()
@_with_address
@click.argument("places", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--token", help="Lets its holder write.  [env: PAPERKIN_UPDATE_TOKEN]")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps the dataset; without it, what is written ends with the command.",
)
@click.option("--base", help="Address that clients see.  [default: http://HOST:PORT/]")
@click.option(
    "--union-default-graph", is_flag=True, help="The default graph shows every named graph."
)
def endpoint(
    places: Sequence[Path],
    host: str | None,
    port: int | None,
    token: str | None,
    store: Path | None,
    base: str | None,
    union_default_graph: bool,
) -> None:
    """Serve RDF files, folders of them, or a dataset that an earlier call kept.

    Nothing else is needed: no catalogue, no data directory. The settings of the SPARQL service are
    taken from the environment.
    """
    with _folder(store, places) as folder:
        address = base or f"http://{host or '127.0.0.1'}:{port or 8000}/"
        settings = load_settings(
            folder, host=host, port=port, update_token=token, site_base=address
        )
        _serve_plain(folder, rdf_files(places), settings, union=union_default_graph)


def _serve_plain(folder: Path, files: Sequence[Path], settings: Settings, *, union: bool) -> None:
    from kg.sparql.updating import PlainDataset  # noqa: PLC0415  no other command needs it
    from kg.vocab import PREFIXES  # noqa: PLC0415
    from web.plain import PlainServices, create_plain_app  # noqa: PLC0415

    dataset = PlainDataset(folder, settings.sparql, PREFIXES)
    if files or not dataset.is_published():
        say(f"{dataset.load_files(files):,} quads from {len(files)} files")
    limits: Limits = settings.sparql
    with QueryService(dataset.versions, limits, PREFIXES, union_default_graph=union) as queries:
        services = PlainServices(settings, queries, dataset)
        serve_application(create_plain_app(services), settings, queries)


def rdf_files(places: Sequence[Path]) -> list[Path]:
    """The RDF files among files and folders; a folder that is a kept dataset has none."""
    found: list[Path] = []
    for place in places:
        if place.is_file():
            found.append(place)
        elif not (place / "CURRENT").exists():
            found += sorted(path for path in place.rglob("*") if is_rdf(path))
    return found


@contextmanager
def _folder(store: Path | None, places: Sequence[Path]) -> Iterator[Path]:
    kept = [place for place in places if (place / "CURRENT").exists()]
    for place in kept:
        if (place / "catalogue.sqlite").exists():
            raise click.UsageError(f"{place} is a data directory: use 'paperkin serve'")
    if store is not None or kept:
        yield store or kept[0]
        return
    with tempfile.TemporaryDirectory(prefix="paperkin-endpoint-") as folder:
        yield Path(folder)


def run_server(services: Services) -> None:
    """Serve the site until the process is told to stop; what runs then is finished first."""
    from web import warming  # noqa: PLC0415  no other command needs it
    from web.app import create_app  # noqa: PLC0415  nor this

    application = create_app(services)
    warming.start(application)
    serve_application(application, services.settings, services.queries)


def serve_application(application: Flask, settings: Settings, queries: QueryService) -> None:
    """Serve any application of ours; see :func:`run_server`."""
    from web.event_loop import web_server  # noqa: PLC0415  no other command needs it
    from web.sparql.quick import short_way_of  # noqa: PLC0415

    if settings.access_log:
        _write_access_log()
    server = web_server(
        application,
        short_way_of(application),
        server_threads(settings),
        host=settings.host,
        port=settings.port,
        connection_limit=1_000,
        channel_timeout=20,
        max_request_body_size=settings.sparql.body_bytes,
        # Whose word counts is decided in web.proxies, by the operator's setting.
        clear_untrusted_proxy_headers=False,
        ident=None,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    queries.warm()
    # What is there now stays; the collector need not look through it again and again.
    gc.freeze()
    say(f"listening on http://{settings.host}:{settings.port}/  (Ctrl+C stops)")
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        say("stopping")
    finally:
        _end(server)


def _write_access_log() -> None:
    from web.telemetry import access_log  # noqa: PLC0415  brings Flask with it

    lines = logging.StreamHandler()
    lines.setFormatter(logging.Formatter("%(message)s"))
    access_log.addHandler(lines)
    access_log.setLevel(logging.INFO)
    access_log.propagate = False


def _end(server: Any) -> None:
    """Finish what runs, for a while; nothing may keep the process from ending."""
    ending = threading.Thread(target=server.task_dispatcher.shutdown, daemon=True)
    ending.start()
    ending.join(_STOP_WITHIN_S)
    server.close()
