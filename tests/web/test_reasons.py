"""Sentences of reasons, told from hand-made evidence."""

from __future__ import annotations

from kg.entities import Concept, Label
from recommender.model import Evidence, Result
from web.i18n import translator
from web.naming import Names, Node
from web.reasons import Asked, Teller

_SEED, _HIT, _THIRD = "arxiv:3103.01001", "arxiv:3103.01002", "arxiv:3103.01003"


def _concept(key: str, *broader: str) -> Concept:
    return Concept(
        key=key, kind="method", pref=(Label(text=key, language="en"),), broader=tuple(broader)
    )


_CONCEPTS = {
    c.key: c for c in (_concept("lora", "peft"), _concept("dora", "peft"), _concept("peft"))
}
_NODES = {key: Node(key, "concept", key, f"/concept/{key}") for key in _CONCEPTS}
_NODES[_THIRD] = Node(_THIRD, "work", "Third", "/work/arxiv/3103.01003")
_NODES["name:1"] = Node("name:1", "agent", "Ada Muster", "/agent/name/1")
_NAMES = Names(_NODES, _CONCEPTS)


def _tell(*evidence: Evidence, language: str = "en", subject: str = "work") -> str:
    asked = Asked(frozenset({_SEED}), "데이터를 모은다", subject)  # type: ignore[arg-type]
    teller = Teller(asked, _NAMES, translator(language))  # type: ignore[arg-type]
    result = Result(_HIT, 1, sum(e.part for e in evidence), evidence)
    return teller.sentence(result, "합성 데이터의 품질")


def _path(*nodes: str, part: float = 0.5, kind: str = "concept") -> Evidence:
    return Evidence("walk2", kind, "", (_SEED, *nodes, _HIT), part)


def test_shared_concept() -> None:
    assert _tell(_path("lora")) == "Both deal with lora."
    assert _tell(_path("lora"), language="ko") == "두 논문 모두 lora를 다룹니다."


def test_two_concepts_meet_in_their_broader_one() -> None:
    assert _tell(_path("lora", "peft", "dora")) == "Both deal with peft."


def test_strongest_groups_come_first_and_faint_ones_are_left_out() -> None:
    said = _tell(
        _path("lora", part=0.2),
        _path("name:1", part=0.7, kind="author"),
        Evidence("text", "term", "adapter", (), 0.01),
    )
    assert said == "Both list Ada Muster among their authors; both deal with lora."


def test_citation_directly_and_through_a_third_paper() -> None:
    assert (
        _tell(Evidence("link", "cites", "", (_SEED, _HIT), 1.0)) == "One of them cites the other."
    )
    assert _tell(_path(_THIRD, kind="cites")) == "Citations join both to “Third”."


def test_a_work_that_reads_alike_is_not_told_as_a_citation() -> None:
    kin = Evidence("kin", "alike", "", (_THIRD, _HIT), 0.4)
    assert "Third" in _tell(kin)
    assert "itations" not in _tell(kin)


def test_letter_pairs_become_words_that_both_texts_have() -> None:
    said = _tell(Evidence("text", "term", "이터", (), 0.4), language="ko")
    assert said == "본문에 ‘데이터’ 같은 말이 함께 나옵니다."


def test_a_translated_phrase_is_told_once_in_the_reader_s_language() -> None:
    pieces = (
        Evidence("text", "translation", "합성 데이터 → data", (), 0.4),
        Evidence("text", "translation", "합성 데이터 → synthetic data", (), 0.1),
    )
    assert _tell(*pieces) == "Their texts share “synthetic data”."
    assert _tell(*pieces, language="ko") == "본문에 ‘합성 데이터’ 같은 말이 함께 나옵니다."


def test_what_is_not_wanted_and_what_is_taken_off_are_no_reasons() -> None:
    said = _tell(
        Evidence("-text", "term", "x", (), -0.2), Evidence("popularity", "cites", "3", (), -0.1)
    )
    assert "faint" in said


def test_links_are_escaped() -> None:
    nodes = {"lora": Node("lora", "concept", "<LoRA>", "/concept/lora")}
    teller = Teller(Asked(frozenset({_SEED}), "", "work"), Names(nodes, {}), translator("en"))
    said = teller.sentence_html(Result(_HIT, 1, 0.5, (_path("lora"),)), "")
    assert said == 'Both deal with <a href="/concept/lora">&lt;LoRA&gt;</a>.'
