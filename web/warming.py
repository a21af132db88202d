"""Pages asked for by the server itself when it starts, so that no visitor pays for the first one.

The first page opens the index and the catalogue, compiles templates and queries and brings the
compiled kernels of the ranking: some seconds at 100,000 works. Until that is done the site answers
already, and ``/health/ready`` says that it is starting.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Final, cast

from flask import Flask

from kg.catalogue.errors import CatalogueError
from web.contract import Services
from web.current import EXTENSION
from web.i18n.language import LANGUAGES
from web.urls import entity_path, with_query

_EXTENSION: Final = "paperkin-warming"


def start(app: Flask) -> threading.Thread:
    """Begin to warm an application up, beside whatever it is asked."""
    thread = threading.Thread(target=_warm, args=(app,), name="warming", daemon=True)
    app.extensions[_EXTENSION] = thread
    thread.start()
    return thread


def is_warming(app: Flask) -> bool:
    """True while the pages of :func:`start` are being made."""
    thread: threading.Thread | None = app.extensions.get(_EXTENSION)
    return thread is not None and thread.is_alive()


def _warm(app: Flask) -> None:
    client = app.test_client()
    for path in _paths(cast(Services, app.extensions[EXTENSION])):
        for language in LANGUAGES:
            client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    # What is loaded now stays; walking it over and over doubles the time of the slowest pages.
    gc.collect()
    gc.freeze()


def _paths(held: Services) -> Iterator[str]:
    """One page of each kind that is not made alike; of an empty site only its home."""
    yield "/"
    try:
        works = held.reader.recent_works(1).works
    except CatalogueError:
        return
    for work in works:
        path = entity_path("work", work.key)
        yield from (path, f"{path}/related", with_query("/search", q=work.title))
