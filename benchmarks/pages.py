"""How quickly pages are made, beside a bare application that gives the same bytes from memory.

    python benchmarks/pages.py DATA [--pages 200] [--clients 50] [--browser]

Measures in one process, over WSGI, without a network: first the time to warm up, then that to make
each work page anew (its processor time too, which other programs disturb less), then with the pages
kept in memory, then the bare application; each with one client and with many threads. What is left
between the last two is what validation and headers cost. With --browser, Chromium visits a server
of ours for the first time, with nothing in its cache: until the first words are seen, and until
all is loaded.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask, Response

from web import warming
from web.app import create_app
from web.services import open_services
from web.settings import load_settings
from web.urls import entity_path

HEADERS = {"Accept": "text/html", "Accept-Language": "en"}
Fetch = Callable[[str], int]
_TIMING = """() => new Promise((resolve) => setTimeout(() => resolve([
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    performance.getEntriesByType("navigation")[0].loadEventEnd,
]), 100))"""


def main() -> None:
    """Measure and print one line a setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--browser", action="store_true", help="needs playwright and chromium")
    asked = parser.parse_args()
    with open_services(asked.data, load_settings(asked.data)) as services:
        works = services.reader.recent_works(asked.pages).works
        paths = [entity_path("work", work.key) for work in works]
        print(f"{services.counts()['work']} works; {len(paths)} work pages each")
        app = create_app(services)
        begun = time.perf_counter()
        warming.start(app).join()
        print(f"{'warming up at the start':>26}: {time.perf_counter() - begun:.1f} s")
        ours = _fetch_from(app)
        sizes = _report("made anew, 1 client", ours, paths[1:], 1)
        _report("from memory, 1 client", ours, paths[1:], 1)
        _report(f"from memory, {asked.clients} clients", ours, paths[1:], asked.clients)
        bare = _fetch_from(_bare(paths, create_app(services)))
        _report("bare, 1 client", bare, paths[1:], 1)
        _report(f"bare, {asked.clients} clients", bare, paths[1:], asked.clients)
        print(f"size: median {statistics.median(sizes) / 1024:.1f} KB, largest {max(sizes)} bytes")
        if asked.browser:
            _visit(app, ["/", paths[0], paths[0] + "/related", "/search?q=model"])


def _fetch_from(app: Flask) -> Fetch:
    def fetch(path: str) -> int:
        return len(app.test_client().get(path, headers=HEADERS).data)

    return fetch


def _bare(paths: list[str], app: Flask) -> Flask:
    """An application that knows nothing but the finished pages."""
    client = app.test_client()
    pages = {path: client.get(path, headers=HEADERS).data for path in paths}
    bare = Flask("bare")
    bare.add_url_rule(
        "/<path:rest>",
        "page",
        lambda rest: Response(pages["/" + rest], content_type="text/html; charset=utf-8"),
    )
    return bare


def _report(name: str, fetch: Fetch, paths: list[str], clients: int) -> list[int]:
    times: list[float] = []
    processor: list[float] = []

    def timed(path: str) -> int:
        begun, begun_of_thread = time.perf_counter(), time.thread_time()
        size = fetch(path)
        processor.append((time.thread_time() - begun_of_thread) * 1000)
        times.append((time.perf_counter() - begun) * 1000)
        return size

    begun = time.perf_counter()
    if clients == 1:
        sizes = [timed(path) for path in paths]
    else:
        with ThreadPoolExecutor(clients) as pool:
            sizes = list(pool.map(timed, paths))
    elapsed_s = time.perf_counter() - begun
    p50, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    rate = len(paths) / elapsed_s
    own = statistics.median(processor)
    print(
        f"{name:>26}: {rate:7.0f} requests/s  p50 {p50:7.2f} ms  p99 {p99:7.2f} ms"
        f"  processor p50 {own:7.2f} ms"
    )
    return sizes


def _visit(app: Flask, paths: list[str]) -> None:
    """First visits by a browser, each in a profile of its own."""
    from playwright.sync_api import sync_playwright
    from waitress.server import create_server

    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in paths:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.effective_port}{path}", wait_until="load")
            seen, loaded = page.evaluate(_TIMING)
            print(f"first visit to {path}: words after {seen:.0f} ms, all after {loaded:.0f} ms")
            context.close()
        chromium.close()
    server.close()


if __name__ == "__main__":
    main()
