"""A running site over the invented corpus, and Debian's Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from waitress import create_server

from tests.web.site import CORPUS
from web.app import create_app
from web.services import open_services, open_workshop
from web.settings import Settings

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

_CHECKOUT = Path(__file__).resolve().parents[2]
_AXE_PLACES = (
    _CHECKOUT / ".axe/node_modules/axe-core/axe.min.js",
    _CHECKOUT / "node_modules/axe-core/axe.min.js",
)


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page."""

    scheme: str
    width: int
    lang: str

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}-{self.lang}"


LOOKS = [
    Look(scheme, width, lang)
    for scheme in ("light", "dark")
    for width in (360, 1200)
    for lang in ("en", "ko")
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site."""
    folder = tmp_path_factory.mktemp("browser")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = Settings(site_base=address + "/")
    with open_workshop(folder, settings) as workshop:
        workshop.ingest("daily-papers", sorted(CORPUS.glob("*.md")))
        workshop.ingest("jsonl", sorted(CORPUS.glob("*.jsonl")))
        workshop.publish()
    with open_services(folder, settings) as services:
        server = create_server(create_app(services), host="127.0.0.1", port=port, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield address
        server.close()
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium without a window."""
    path = os.environ.get("PAPERKIN_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium (apt-get install chromium, or set PAPERKIN_CHROMIUM)")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    given = os.environ.get("PAPERKIN_AXE")
    for place in (*([Path(given)] if given else []), *_AXE_PLACES):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    pytest.skip("no axe-core (npm install --prefix .axe axe-core, or set PAPERKIN_AXE)")
