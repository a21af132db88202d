from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.concepts.matching import LabelIndex
from kg.concepts.proposing import Proposer, read_review, write_review
from kg.concepts.scheme import Scheme
from kg.concepts.tagging import Tagger


@pytest.fixture
def proposer(scheme: Scheme, texts: Any) -> Proposer:
    index = LabelIndex(scheme)
    proposer = Proposer(scheme, index, Tagger(scheme, index))
    for n in range(6):
        sentence = "We use LoRA and OrloNet on HushBench for image segmentation."
        proposer.read(f"test:{n}", texts(f"Work number {n}", sentence))
    proposer.read("test:9", texts("Other", "We use RareNet."))
    return proposer


def test_terms_that_works_share_and_the_scheme_lacks_are_proposed(proposer: Proposer) -> None:
    found = {p.label: p for p in proposer.proposals(at_least=5, at_most_share=1.0)}
    assert {"OrloNet", "HushBench"} <= set(found)
    assert not {"LoRA", "image segmentation", "RareNet"} & set(found)
    assert found["HushBench"].works == 6
    assert found["HushBench"].examples == ("test:0", "test:1", "test:2")


def test_what_stands_everywhere_is_not_proposed(proposer: Proposer) -> None:
    assert not proposer.proposals(at_least=2, at_most_share=0.3)


def test_only_accepted_lines_become_concepts(proposer: Proposer, tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    write_review(proposer.proposals(at_least=5, at_most_share=1.0), path)
    assert list(read_review(path)) == []
    lines = path.read_text(encoding="utf-8").splitlines()
    decided = [("yes" + line) if "HushBench" in line else line for line in lines]
    path.write_text("\n".join(decided), encoding="utf-8")
    (concept,) = read_review(path)
    assert (concept.key, concept.kind) == ("hushbench", "dataset")


def test_mark_up_is_no_term(scheme: Scheme, texts: Any) -> None:
    index = LabelIndex(scheme)
    proposer = Proposer(scheme, index, Tagger(scheme, index))
    for n in range(6):
        sentence = r"We use \textbf{OrloNet} and $\mathcal{L}_{Quiet}$ with a hill network (HN."
        proposer.read(f"test:{n}", texts(f"Work number {n}", sentence))
    found = [p.label for p in proposer.proposals(at_least=5, at_most_share=1.0)]
    assert "OrloNet" in found
    assert not [label for label in found if set(label) & set("\\{}$(")]
