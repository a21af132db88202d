"""One view of the catalogue for each request: a page is told from one state, each entity once."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import Flask, g, request

from web.current import services

# These read no entities, and queries are many.
_WITHOUT = frozenset({"sparql", "graphs", "health", None})


def init_app(app: Flask) -> None:
    """Begin a view before each request and end it after its answer is made."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    if request.blueprint not in _WITHOUT:
        g.view = services().reader.view()
        g.view.__enter__()


def _end(_error: BaseException | None) -> None:
    view: AbstractContextManager[None] | None = g.pop("view", None)
    if view is not None:
        view.__exit__(None, None, None)
