"""The API for people: every operation with an address to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint

from web.api.operation import OPERATIONS, Operation
from web.current import absolute, services, words
from web.pages.frame import Frame, Page, render

blueprint = Blueprint("api_docs", __name__)
_SAMPLE: Final = "arxiv:2405.17258"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Page):
    """The operations, and the id of a held work for the examples."""

    operations: tuple[Operation, ...]
    base: str
    example: str


@blueprint.get("/api")
def api() -> str:
    """How programs ask this site."""
    newest = services().reader.recent_works(1).works
    page = ApiPage(
        frame=Frame(title=words().plain("api.title"), path="/api"),
        operations=tuple(OPERATIONS.values()),
        base=absolute(""),
        example=newest[0].key if newest else _SAMPLE,
    )
    return render("api.html", page)
