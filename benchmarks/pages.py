"""How quickly pages are made, beside a bare application that gives the same bytes from memory.

    python benchmarks/pages.py DATA [--pages 200] [--clients 50]

Measures in one process, over WSGI, without a network: first the time to make each work page anew,
then with the pages kept in memory, then the bare application; each with one client and with many
threads. What is left between the last two is what validation and headers cost.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask, Response

from web.app import create_app
from web.services import open_services
from web.settings import load_settings
from web.urls import entity_path

HEADERS = {"Accept": "text/html", "Accept-Language": "en"}
Fetch = Callable[[str], int]


def main() -> None:
    """Measure and print one line a setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--clients", type=int, default=50)
    asked = parser.parse_args()
    with open_services(asked.data, load_settings(asked.data)) as services:
        works = services.reader.recent_works(asked.pages).works
        paths = [entity_path("work", work.key) for work in works]
        print(f"{services.counts()['work']} works; {len(paths)} work pages each")
        ours = _fetch_from(create_app(services))
        ours(paths[0])  # opens the index
        sizes = _report("made anew, 1 client", ours, paths[1:], 1)
        _report("from memory, 1 client", ours, paths[1:], 1)
        _report(f"from memory, {asked.clients} clients", ours, paths[1:], asked.clients)
        bare = _fetch_from(_bare(paths, create_app(services)))
        _report("bare, 1 client", bare, paths[1:], 1)
        _report(f"bare, {asked.clients} clients", bare, paths[1:], asked.clients)
        print(f"size: median {statistics.median(sizes) / 1024:.1f} KB, largest {max(sizes)} bytes")


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

    def timed(path: str) -> int:
        begun = time.perf_counter()
        size = fetch(path)
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
    print(f"{name:>26}: {rate:7.0f} requests/s  p50 {p50:7.2f} ms  p99 {p99:7.2f} ms")
    return sizes


if __name__ == "__main__":
    main()
