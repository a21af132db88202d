"""Makes the pictures of docs/tour.md: ``python docs/make_tour.py [--chromium PATH]``.

Reads the example corpus into a folder that is thrown away, serves it, and photographs the pages
that the tour speaks of. Needs playwright and a Chromium (see ``.ci/run browser``).
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "tour"
WORK = "/work/arxiv/2405.17258"
TEXT = "Low-rank adapters that are distilled without data for large language models"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the page, and how it is looked at.

    Args:
        name: of the file.
        path: of the page.
        language: of the browser.
        scheme: ``light`` or ``dark``.
        width, height: of the window in pixels.
        press: a selector that is clicked before, or None.
        show: a selector that is scrolled to before, or None.
    """

    name: str
    path: str
    language: str = "en"
    scheme: str = "light"
    width: int = 1000
    height: int = 700
    press: str | None = None
    show: str | None = None


SHOTS = (
    Shot("home", "/"),
    Shot("asked", f"/ask?q={TEXT.replace(' ', '+')}", height=900),
    Shot("work", WORK, height=900),
    Shot("why", f"{WORK}/related", press=".breakdown summary", height=900),
    Shot("picture", f"{WORK}/related", show=".list-picture", height=560),
    Shot("korean", WORK, language="ko", scheme="dark", width=390, height=780),
    Shot("topic", "/concept/large-language-model", height=760),
    Shot("status", "/status", height=760),
)


def main(arguments: list[str]) -> int:
    """Take every picture; the folder's old ones are replaced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with site() as address:
        photograph(address, asked.folder, asked.chromium)
    print(f"{len(SHOTS)} pictures in {asked.folder}")
    return 0


@contextmanager
def site() -> Iterator[str]:
    """The example corpus, served for as long as the block lasts; gives its address."""
    from waitress import create_server

    from web.app import create_app
    from web.example import example_files
    from web.services import open_services, open_workshop
    from web.settings import Settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(site_base=f"http://127.0.0.1:{port}/")
    with tempfile.TemporaryDirectory() as folder:
        with open_workshop(Path(folder), settings) as workshop:
            for source, files in example_files().items():
                workshop.ingest(source, files)
            workshop.publish()
        with open_services(Path(folder), settings) as services:
            server = create_server(create_app(services), host="127.0.0.1", port=port, threads=4)
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            yield settings.site_base.rstrip("/")
            server.close()
            thread.join(timeout=5)


def photograph(address: str, folder: Path, chromium: str | None) -> None:
    """Take every picture of a running site."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in SHOTS:
            context = browser.new_context(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme=shot.scheme,
                locale="ko-KR" if shot.language == "ko" else "en-US",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(address + shot.path)
            if shot.press:
                page.locator(shot.press).first.click()
            if shot.show:
                page.locator(shot.show).first.scroll_into_view_if_needed()
            page.screenshot(path=str(folder / f"{shot.name}.png"))
            context.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
