from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.concepts.curation import added_to, problems, write_skos
from kg.concepts.errors import SchemeUnreadable
from kg.concepts.proposing import read_review
from kg.concepts.scheme import Scheme, load_scheme
from kg.entities import Concept, Label


def _concept(key: str, label: str, korean: str = "", **said: tuple[str, ...]) -> Concept:
    pref = [Label(text=label, language="en")]
    pref += [Label(text=korean, language="ko")] if korean else []
    return Concept(key=key, kind="method", pref=tuple(pref), **said)  # type: ignore[arg-type]


def test_what_is_written_is_read_again(scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "scheme.ttl"
    brought = Scheme(replace(one, introduced_by="arxiv:2106.09685") for one in scheme)
    write_skos(brought, path)
    again = load_scheme(path)
    assert list(again) == list(brought)


def test_additions_join_the_shipped_concepts(tmp_path: Path) -> None:
    shipped = load_scheme()
    added = [
        _concept("orlo-tuning", "Orlo tuning", "오를로 튜닝", broader=("fine-tuning",)),
        added_to(shipped, _concept("lora", "Orlofied LoRA", exact_match=("https://x.org/lora",))),
    ]
    path = tmp_path / "concepts.ttl"
    assert write_skos(added, path, known=shipped) > 0
    assert write_skos(added, path, known=shipped) == 0
    grown = load_scheme(curated=path)
    assert len(grown) == len(shipped) + 1
    assert grown.find("오를로 튜닝") == ("orlo-tuning",)
    assert grown.find("Orlofied LoRA") == ("lora",)
    assert grown["lora"].pref == shipped["lora"].pref
    assert grown["lora"].exact_match == ("https://x.org/lora",)
    assert grown.version != shipped.version


def test_the_first_korean_label_is_the_preferred_one(scheme: Scheme) -> None:
    held = next(c for c in scheme if all(x.language == "en" for x in c.pref))
    more = added_to(scheme, _concept(held.key, held.pref[0].text, "오를로"))
    assert [x.text for x in more.pref] == ["오를로"]


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (_concept("orlo", "Orlo", broader=("nowhere",)), "there is no concept nowhere"),
        (_concept("orlo", "LoRA"), "is a label of lora"),
        (_concept("fine-tuning", "Fine-tuning", broader=("lora",)), "above itself"),
        (_concept("orlo", "Orlo", broader=("orlo",)), "above itself"),
    ],
)
def test_faults_are_told(scheme: Scheme, added: Concept, words: str) -> None:
    (fault,) = problems(scheme, [added])
    assert words in fault


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text("one\ttwo\n1\t2\n", encoding="utf-8")
    with pytest.raises(SchemeUnreadable, match="no column"):
        list(read_review(path))
