"""The examples in the documentation are read by the sources that they are for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from kg.records import BibliographicRecord
from kg.sources import SOURCES, source_names

PAGE = Path(__file__).resolve().parents[3] / "docs/sources.md"
SECTIONS = dict(
    re.findall(r"^## `([\w-]+)`\n(.*?)(?=^## (?:`|Venues$))", PAGE.read_text("utf-8"), re.M | re.S)
)


def test_each_source_is_documented() -> None:
    assert set(SECTIONS) == set(source_names()) - {"auto"}
    for name in source_names():
        assert f"| `{name}` |" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_the_examples_are_read(name: str) -> None:
    source = next(each for each in SOURCES if each.name == name)
    examples = re.findall(r"^```\w+\n(.*?)^```", SECTIONS[name], re.M | re.S)
    assert examples
    for example in examples:
        entries = list(source().entries(io.BytesIO(example.encode()), "2031-02-03.json"))
        assert entries
        assert all(isinstance(entry, BibliographicRecord) for entry in entries)
