"""``serve`` and ``demo``."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import click

from web.commands.common import say, with_data
from web.commands.progress import ProgressLine
from web.example import example_files
from web.services import Services, open_services, open_workshop
from web.settings import load_settings

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


def run_server(services: Services) -> None:
    """Serve until the process is told to stop; what runs then is finished first."""
    from waitress.server import create_server  # noqa: PLC0415  no other command needs it

    from web.app import create_app  # noqa: PLC0415

    settings = services.settings
    server = create_server(
        create_app(services),
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
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
    services.queries.warm()
    say(f"listening on http://{settings.host}:{settings.port}/  (Ctrl+C stops)")
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        say("stopping")
    finally:
        _end(server)


def _end(server: Any) -> None:
    """Finish what runs, for a while; nothing may keep the process from ending."""
    ending = threading.Thread(target=server.task_dispatcher.shutdown, daemon=True)
    ending.start()
    ending.join(_STOP_WITHIN_S)
    server.close()
