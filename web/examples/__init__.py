"""Queries to start from: one question, one file; its first line is a comment with the question."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

NAMES: Final = ("newest", "topics", "people", "broader", "claims")


@cache
def example(name: str) -> str:
    """Give the text of an example."""
    return files("web.examples").joinpath(f"{name}.rq").read_text(encoding="utf-8").rstrip()
