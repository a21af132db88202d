from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.concepts.matching import LabelIndex
from kg.concepts.role_model import RoleModel
from kg.concepts.role_training import read_names
from kg.concepts.role_training import train as train_roles
from kg.concepts.scheme import Scheme
from kg.concepts.tagging import Tagger
from kg.concepts.training import detokenise, f1, read_sentences, tags_of, train

_ROWS = [
    {
        "sentence": f"We test Quiet - Net{n} on Loud Data for bird counting .",
        "ner": [[f"Quiet - Net{n}", "Method"], ["Loud Data", "Dataset"], ["bird counting", "Task"]],
        "rel": [[f"Quiet - Net{n}", "Evaluated-With", "Loud Data"]],
    }
    for n in range(8)
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in _ROWS), encoding="utf-8")
    return path


def test_spaces_of_the_tokeniser_are_undone() -> None:
    assert detokenise("( VGG - 1 6 ) , see [ 1 2 , 3 ] .") == "(VGG-16), see [12, 3]."


def test_marked_terms_are_located(file: Path) -> None:
    first = read_sentences(file)[0]
    assert [first.text[t.start : t.end] for t in first.terms] == [
        "Quiet-Net0",
        "Loud Data",
        "bird counting",
    ]
    spans = [(0, 2), (3, 7), (8, 18), (19, 21), (22, 26), (27, 31)]
    assert tags_of(first, spans)[2:] == ["B-method", "O", "B-dataset", "I-dataset"]


def test_what_is_taught_is_learned(file: Path, scheme: Scheme) -> None:
    sentences = read_sentences(file)
    index = LabelIndex(scheme)
    model = train(sentences, Tagger(scheme, index, {}, []), 10.0)
    assert f1(Tagger(scheme, index, model["weights"], model["steps"]), sentences) == 1.0


def test_roles_come_from_relations(file: Path) -> None:
    names = read_names(file)
    assert [n.role for n in names[:3]] == ["mentions", "evaluates", "mentions"]
    model = RoleModel(train_roles(names * 40))
    evaluated = next(n for n in names if n.role == "evaluates")
    role, probability = model.best(
        evaluated.sentence, evaluated.start, evaluated.end, evaluated.kind
    )
    assert role == "evaluates"
    assert 0 < probability <= 1
