"""The competency questions, asked of the graph of the real digest.

Each question is a file in ``tests/competency``. Eighteen have exact answers beside the real data;
the answers of the others were checked by reading the digest, and what must be among them is here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import graphs
from kg.catalogue import Catalogue, FileRead, IngestReport, extract_pending, hash_file, ingest
from kg.catalogue.changes import all_entities
from kg.concepts.scheme import load_scheme
from kg.identifiers import WorkId
from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.sources import AuthorOverride, AuthorOverrides, read
from kg.validation import check_store
from kg.vocab import PREFIXES

FOLDER = Path(__file__).parent / "competency"
IRIS = Iris()
# One printed name of the digest is two people; only a curated correction can know it.
SPLIT = AuthorOverride(
    work=WorkId("arxiv", "2405.16759"),
    names=("Abdullah Rashwan Austin Waters",),
    persons=("Abdullah Rashwan", "Austin Waters"),
)

Rows = list[list[str | None]]


@pytest.fixture(scope="session")
def questions(shared: Path) -> dict[str, dict[str, Any]]:
    text = (shared / "gold" / "competency_questions.json").read_text(encoding="utf-8")
    return {one["id"]: one for one in json.loads(text)["questions"]}


@pytest.fixture(scope="session")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    digest = shared / "digests" / "2024-05-28.md"
    catalogue = Catalogue(tmp_path_factory.mktemp("competency") / "catalogue.sqlite")
    records = read("daily-papers", digest, overrides=AuthorOverrides.of([SPLIT]))
    report = IngestReport("daily-papers")
    ingest(
        catalogue, "daily-papers", str(digest), records, report, file=FileRead(hash_file(digest))
    )
    extract_pending(catalogue, load_scheme())
    filled = ox.Store()
    filled.extend(frame_quads(IRIS, ["daily-papers"]))
    with catalogue.reading() as connection:
        for entity in all_entities(connection):
            filled.extend(quads(entity, IRIS))
    return filled


def ask(store: ox.Store, question: str) -> Rows | bool | list[ox.Triple]:
    text = (FOLDER / f"{question}.rq").read_text(encoding="utf-8")
    published: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        graph
        for graph in store.named_graphs()
        if graphs.is_published(IRIS.graph_name(graph.value) or "")
    ]
    answer = store.query(text, prefixes=dict(PREFIXES), default_graph=published)
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return list(answer)
    return [[None if term is None else term.value for term in row] for row in answer]


def rows(store: ox.Store, question: str) -> Rows:
    answer = ask(store, question)
    assert isinstance(answer, list)
    return answer  # type: ignore[return-value]


def all_ids() -> list[str]:
    return [path.stem for path in sorted(FOLDER.glob("*.rq"))]


def test_the_graph_of_the_digest_is_sound(store: ox.Store) -> None:
    assert [str(finding) for finding in check_store(store, IRIS).findings] == []


def test_every_question_is_rewritten(questions: dict[str, dict[str, Any]]) -> None:
    assert set(all_ids()) == set(questions)


@pytest.mark.parametrize("question", all_ids())
def test_exact_answers(
    question: str, store: ox.Store, questions: dict[str, dict[str, Any]]
) -> None:
    expected = questions[question].get("result")
    if expected is None:
        assert ask(store, question) is not None  # it runs; what it must say is told below
        return
    found = rows(store, question)
    is_ordered = "ORDER BY" in questions[question]["query"]
    key = None if is_ordered else repr
    assert _values(found, key) == _values(expected, key)


def _values(answers: Rows, key: Any) -> Rows:
    """Leave IRIs out, which are those of a trial model in the expected answers."""
    bare = [
        [None if value and value.startswith("https://example.org/") else value for value in row]
        for row in answers
    ]
    bare = [
        [None if value and value.startswith(IRIS.base) else value for value in row] for row in bare
    ]
    return bare if key is None else sorted(bare, key=key)


# What a reader of the digest finds; more may be there.
AMONG: dict[str, list[list[str | None]]] = {
    "CQ05": [
        ["2405.15757"],
        ["2405.16537"],
        ["2405.16759"],
        ["2405.16852"],
        ["2405.16888"],
        ["2405.17405"],
        ["2405.17414"],
    ],
    "CQ07": [["2405.16712", "7000000000"]],
    "CQ08": [["2405.16712", "Mamba"], ["2405.17258", "LoRA"]],
    "CQ09": [
        ["2405.17399", "accuracy", "99", "%", None],
        ["2405.15757", "speed-up", "158", "x", None],
        ["2405.17428", "score", "69.32", None, "MTEB"],
    ],
    "CQ12": [["2405.15757", "A100"], ["2405.17399", "GPU"]],
    "CQ28": [["2405.15757", name] for name in ("CoDeF", "FlowVid", "Rerender", "TokenFlow")],
    "CQ30": [
        ["2405.16287", "relative parameter count: 1/100"],
        ["2405.16759", "output resolution: 1024x1024 pixels"],
    ],
    "CQ38": [
        ["2405.16712", "Synthetic data"],
        ["2405.17258", "Synthetic data"],
    ],
}


@pytest.mark.parametrize("question", AMONG)
def test_what_a_reader_finds_is_among_the_answers(question: str, store: ox.Store) -> None:
    found = rows(store, question)
    assert [row for row in AMONG[question] if row not in found] == []


def test_methods_are_introduced_by_the_works_that_name_them(store: ox.Store) -> None:
    introduced = {row[0]: str(row[2]) for row in rows(store, "CQ06")}
    assert "Trans-LoRA" in introduced["2405.17258"]
    assert "I2VEdit" in introduced["2405.16537"]
    assert "EM Distillation" in introduced["2405.16852"]


def test_works_with_a_link_are_those_that_name_one(store: ox.Store) -> None:
    without = {row[0] for row in rows(store, "CQ14")}
    assert not without & {"2405.16287", "2405.17428"}
    assert len(without) == 12


def test_labels_come_in_korean_where_there_are_some(store: ox.Store) -> None:
    labels = {row[0]: row[1] for row in rows(store, "CQ22")}
    assert labels[IRIS.concept("adalora").value]
    assert any("가" <= str(label)[0] <= "힣" for label in labels.values())


def test_broader_concepts_relate_more_works(store: ox.Store) -> None:
    exact, broader = ({(row[0], row[1]) for row in rows(store, one)} for one in ("CQ23", "CQ24"))
    assert len(exact) >= 10
    assert len(broader) >= 32
    assert exact <= broader


def test_the_reason_why_two_works_are_related(store: ox.Store) -> None:
    assert ["Contrastive learning"] in rows(store, "CQ25")


def test_the_words_behind_a_number(store: ox.Store) -> None:
    [[value, quote, graph]] = rows(store, "CQ26")
    assert value == "99"
    assert "99%" in str(quote)
    assert IRIS.graph_name(str(graph)) == "texts/cc-by-nc-nd-4.0/ko"


@pytest.mark.parametrize("question", ["CQ29", "CQ36"])
def test_tasks_are_counted_and_those_of_peers_agree(question: str, store: ox.Store) -> None:
    counted = rows(store, question)
    assert counted
    assert all(int(str(row[1])) >= 1 for row in counted)


def test_a_card_has_every_author(store: ox.Store) -> None:
    card = ask(store, "CQ31")
    assert isinstance(card, list)
    assert len(card) == 4 + 2 * 7  # type, name, url, picture; link and name of seven authors


def test_a_work_is_evaluated_on_imagenet_64_with_fid(store: ox.Store) -> None:
    assert ask(store, "CQ32") is True


def test_everything_about_a_work(store: ox.Store) -> None:
    described = ask(store, "CQ33")
    assert isinstance(described, list)
    assert len(described) > 40
