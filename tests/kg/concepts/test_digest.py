"""The digest of 2024-05-28: links and stated numbers as in the gold, names as in our own list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.concepts.coining import resolve_coinings
from kg.concepts.extraction import Extractor
from kg.concepts.folding import fold_label
from kg.concepts.scheme import load_scheme
from kg.entities import Extraction, WorkText
from kg.records import Sentence

_NAMES = Path(__file__).parents[2] / "data" / "concepts" / "digest_2024_05_28.json"


@pytest.fixture(scope="module")
def papers(shared: Path) -> list[dict[str, Any]]:
    return json.loads((shared / "gold" / "seed_gold.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def found(papers: list[dict[str, Any]]) -> dict[str, Extraction]:
    works = {paper["arxiv_id"]: tuple(_texts(paper)) for paper in papers}
    first = Extractor(load_scheme())
    coined = resolve_coinings((k, c) for k, made in works.items() for c in first.coin(k, made))
    extractor = Extractor(first.scheme, coined)
    return {key: extractor.extract(key, made) for key, made in works.items()}


def _texts(paper: dict[str, Any]) -> Iterator[WorkText]:
    title = (Sentence(text=paper["title_plain"]),)
    bullets = tuple(Sentence(text=bullet) for bullet in paper["bullets"])
    yield WorkText(key="title", field="title", language="en", sentences=title, source="x")
    yield WorkText(key="summary", field="summary", language="ko", sentences=bullets, source="x")


def test_links_are_exact(papers: list[dict[str, Any]], found: dict[str, Extraction]) -> None:
    for paper in papers:
        links = found[paper["arxiv_id"]].links
        got = [(x.url, x.kind, x.place and x.place.sentence, x.surface, x.status) for x in links]
        want = [
            (x["url"], x["kind"], x["where"], x["surface"], x["status"].split()[0])
            for x in paper["links"]
        ]
        assert got == want


def test_stated_numbers_are_all_found(
    papers: list[dict[str, Any]], found: dict[str, Extraction]
) -> None:
    for paper in papers:
        results = found[paper["arxiv_id"]].results
        got = {
            (
                "title" if r.place.text == "title" else r.place.sentence,
                r.metric,
                r.value,
                r.unit,
                r.baseline or (r.baseline_text and fold_label(r.baseline_text)),
                r.scope,
            )
            for r in results
        }
        for x in paper["stated_numbers"]:
            baseline = x.get("baseline")
            want = (
                x["where"],
                x["metric"],
                x["value"],
                x.get("unit"),
                baseline and fold_label(baseline),
                x.get("scope"),
            )
            assert want in got


def test_what_is_found_beyond_the_gold_is_sizes_and_training_tokens(
    papers: list[dict[str, Any]], found: dict[str, Extraction]
) -> None:
    for paper in papers:
        gold = {(x["value"], x["metric"]) for x in paper["stated_numbers"]}
        extra = [r for r in found[paper["arxiv_id"]].results if (r.value, r.metric) not in gold]
        assert {r.metric for r in extra} <= {"model size", "training tokens"}


def test_every_named_thing_is_found_with_its_kind_and_role(found: dict[str, Extraction]) -> None:
    gold = json.loads(_NAMES.read_text(encoding="utf-8"))
    for work, names in gold["works"].items():
        for name, (kinds, role) in names.items():
            here = [m for m in found[work].mentions if fold_label(name) in fold_label(m.surface)]
            exact = [m for m in here if fold_label(m.surface) == fold_label(name)] or here
            assert exact, (work, name)
            assert any(m.kind in kinds.split("|") for m in exact), (work, name)
            assert role == "any" or any(m.role == role for m in exact), (work, name)


def test_what_is_no_name_stays_out(found: dict[str, Extraction]) -> None:
    never = set(json.loads(_NAMES.read_text(encoding="utf-8"))["never"])
    for extraction in found.values():
        assert not never & {m.surface for m in extraction.mentions}
