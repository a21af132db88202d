"""A page that is watched: what it logs, whom it asks, how wide it gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit


class Watched:
    """A page of a browser with everything that went wrong on it."""

    def __init__(self, page: Any, site: str) -> None:
        self.page = page
        self.site = site
        self.troubles: list[str] = []
        page.on("console", self._log)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._request)

    def open(self, path: str) -> None:
        """Go to a path of the site."""
        self.page.goto(self.site + path)

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))

    def violations(self, axe: str) -> list[str]:
        """Serious and critical findings of axe, each with the elements it is about."""
        self.page.evaluate(axe)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]

    def _log(self, message: Any) -> None:
        # A browser logs the status of an error page itself; that page is what we look at.
        is_status = "status of 404" in message.text or "status of 400" in message.text
        if message.type in {"error", "warning"} and not is_status:
            self.troubles.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.troubles.append(f"asked another host: {request.url}")


@contextmanager
def watched(browser: Any, site: str, **context: Any) -> Iterator[Watched]:
    """A new page in a context of its own."""
    opened = browser.new_context(**context)
    try:
        yield Watched(opened.new_page(), site)
    finally:
        opened.close()
