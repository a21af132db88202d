"""Inputs as they come from the field: exports, dumps and answers with all their oddities."""

from __future__ import annotations

import io
import json
from typing import Any

from kg.records import BibliographicRecord
from kg.sources import read_stream


def read(source: str, data: str | list[Any] | dict[str, Any]) -> list[BibliographicRecord]:
    text = data if isinstance(data, str) else json.dumps(data)
    entries = list(read_stream(source, io.BytesIO(text.encode()), "memory"))
    assert all(isinstance(entry, BibliographicRecord) for entry in entries), entries
    return [entry for entry in entries if isinstance(entry, BibliographicRecord)]


def names(record: BibliographicRecord) -> list[str]:
    return [author.name for author in record.authors]


def test_a_name_s_suffix_is_no_author() -> None:
    line = {"id": "3102.00001", "title": "T", "authors": 'Ada Example, Jr., Bo M\\"uster and C III'}
    (record,) = read("arxiv", line | {"abstract": "A", "categories": "cs.CL"})
    assert names(record) == ["Ada Example Jr.", "Bo Müster", "C III"]


def test_an_export_of_a_reference_manager() -> None:
    (record,) = read(
        "bibtex",
        r"""@article{example_2031, title = {Quiet {Lights}}, number = {{arXiv}:3102.00001},
        note = {arXiv:3102.00001 [cs]}, author = {Example, Ada}, year = {2031},
        abstract = {We {\textless}b{\textgreater} study.}}""".replace("{arXiv}", "arXiv"),
    )
    assert [str(one) for one in record.ids] == ["arxiv:3102.00001"]
    assert record.prose[0].sentences[0].text == "We <b> study."


def test_names_as_dblp_and_biblatex_write_them() -> None:
    (record,) = read(
        "bibtex",
        "@misc{a, title={T}, author={Bo Muster 0001 and given=Ada, prefix=van, family=Example}}",
    )
    assert names(record) == ["Bo Muster", "Ada van Example"]


def test_json_lines_with_odd_types() -> None:
    (record,) = read(
        "jsonl",
        {
            "id": "a",
            "title": "T",
            "authors": [{"family": "Example", "given": "Ada"}, None, 5],
            "year": 2031.0,
            "venue": {"name": "NeurIPS"},
            "keywords": "light; tides, light",
            "abstract": ["One.", "Two."],
        },
    )
    assert (names(record), record.year) == (["Ada Example"], 2031)
    assert record.venues[0].text == "NeurIPS"
    assert record.keywords == ("light", "tides")
    assert record.prose[0].sentences[0].text == "One. Two."


def test_openalex_prints_some_names_family_first() -> None:
    def author(raw: str, shown: str) -> dict[str, Any]:
        return {"raw_author_name": raw, "author": {"display_name": shown}}

    work = {
        "id": "https://openalex.org/W1000001",
        "display_name": "T",
        "authorships": [
            author("Example, A.", "Ada Example"),
            author("Bo Muster", "B. Muster"),
            author("", "Cy Third"),
            {"author": None},
        ],
        "abstract_inverted_index": {"We": [0], "study": [1], "x": [-1, True, "2", None]},
        "referenced_works": [None, "https://openalex.org/W1000002"],
    }
    (record,) = read("openalex", work)
    assert names(record) == ["A. Example", "Bo Muster", "Cy Third"]
    assert record.prose[0].sentences[0].text == "We study"
    assert [str(one) for one in record.cites] == ["openalex:W1000002"]


def test_semantic_scholar_s_pages_of_references_and_batches() -> None:
    paper = {"paperId": "1" * 40, "title": "T"}
    (cited,) = read("semantic-scholar", {"offset": 0, "data": [{"citedPaper": paper}]})
    (known,) = read("semantic-scholar", [None, paper])
    assert cited.title == known.title == "T"
