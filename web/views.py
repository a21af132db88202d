"""One view of the catalogue for each request: a page is told from one state, each entity once."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import Flask, g, request

from web.current import services

_STATIC = "static"


def init_app(app: Flask) -> None:
    """Begin a view before each request and end it after its answer is made."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    if request.endpoint != _STATIC:
        g.view = services().reader.view()
        g.view.__enter__()


def _end(_error: BaseException | None) -> None:
    view: AbstractContextManager[None] | None = g.pop("view", None)
    if view is not None:
        view.__exit__(None, None, None)
