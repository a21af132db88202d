"""Every source's example is recognised as its own, whatever its name."""

from __future__ import annotations

import gzip
import importlib
from pathlib import Path

import pytest
from source_contract import SourceContract

from kg.records import BibliographicRecord, Rejection
from kg.sources import UnreadableLocation, read, recognise_file, source_names
from kg.sources.auto import Auto, head_of

CONTRACTS = [
    ("test_daily_papers", "TestDailyPapers"),
    ("test_hf_daily", "TestHfDaily"),
    ("test_arxiv", "TestCrawl"),
    ("test_arxiv", "TestSnapshot"),
    ("test_arxiv", "TestAtom"),
    ("test_arxiv", "TestOai"),
    ("test_acl_anthology", "TestAclAnthology"),
    ("test_openalex", "TestOpenAlex"),
    ("test_semantic_scholar", "TestSemanticScholar"),
    ("test_opencitations", "TestOpenCitations"),
    ("test_bibtex", "TestBibtex"),
    ("test_csl_json", "TestCslJson"),
    ("test_jsonl", "TestJsonl"),
]


def contract(module: str, name: str) -> SourceContract:
    found = getattr(importlib.import_module(module), name)()
    assert isinstance(found, SourceContract)
    return found


@pytest.mark.parametrize(("module", "name"), CONTRACTS)
def test_an_example_is_recognised_under_any_name(module: str, name: str) -> None:
    example = contract(module, name)
    assert Auto().recognise(head_of("unnamed", example.example)) is example.source
    assert Auto().recognise(head_of(example.file_name, example.example)) is example.source


def test_every_source_has_an_example_here() -> None:
    tested = {contract(module, name).source.name for module, name in CONTRACTS}
    assert tested == set(source_names()) - {"auto"}


@pytest.mark.parametrize(("module", "name"), CONTRACTS)
def test_reading_gives_what_the_source_itself_gives(module: str, name: str, tmp_path: Path) -> None:
    example = contract(module, name)
    path = tmp_path / (example.file_name + ".gz")
    path.write_bytes(gzip.compress(example.example))
    assert recognise_file(path) == example.source.name
    assert list(read("auto", path)) == list(read(example.source.name, path))
    assert all(isinstance(entry, BibliographicRecord) for entry in read("auto", path))


def test_a_folder_of_everything(tmp_path: Path) -> None:
    for module, name in CONTRACTS:
        example = contract(module, name)
        (tmp_path / f"{name}-{example.file_name}").write_bytes(example.example)
    (tmp_path / "letter.txt").write_text("Dear friend,\n")
    (tmp_path / "empty.txt").write_text("\n")
    entries = list(read("auto", tmp_path))
    (rejection,) = (entry for entry in entries if isinstance(entry, Rejection))
    assert rejection.location.endswith("letter.txt")
    sources = {entry.source for entry in entries if isinstance(entry, BibliographicRecord)}
    assert sources == set(source_names()) - {"auto"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLocation):
        recognise_file(tmp_path / "none")
    (tmp_path / "damaged.gz").write_bytes(b"\x1f\x8b\x08nonsense")
    with pytest.raises(UnreadableLocation):
        recognise_file(tmp_path / "damaged.gz")


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ('{"items": [{"id": "a", "type": "book", "title": "T", "author": [{"family": "W"}]}]}', 1),
        (
            '{"message-type": "work-list", "message": {"items": [{"DOI": "x", "title": ["T"]}]}}',
            1,
        ),
        ('{"id": "a", "title": "T", "authors": [{"name": "Ada Weft"}]}', 0),
    ],
)
def test_items_of_reference_managers_are_told_from_our_own_form(body: str, source: int) -> None:
    found = Auto().recognise(head_of("unnamed.json", body.encode()))
    assert found is not None
    assert found.name == ("jsonl", "csl-json")[source]
