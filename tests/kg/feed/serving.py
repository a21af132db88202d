"""A real server over a data directory, for tests that follow its feed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waitress.server import create_server

from web.app import create_app
from web.services import open_services
from web.settings import Settings


@contextmanager
def served(data: Path, settings: Settings) -> Iterator[str]:
    """The site of a data directory at an address of this machine."""
    with open_services(data, settings) as services:
        server = create_server(create_app(services), host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()
            thread.join(timeout=10)
