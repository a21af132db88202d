"""What texts say is found in whatever order they are read, and read again when it must be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from kg.catalogue import (
    Catalogue,
    IngestReport,
    Reader,
    extract_pending,
    extracting,
    ingest,
    text_reading,
)
from kg.catalogue.changes import all_entities
from kg.concepts.scheme import Scheme
from kg.entities import Claims, Concept, Extraction, Label, Work, WorkText
from kg.records import BibliographicRecord, Sentence

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]


def concept(key: str, label: str, *broader: str, korean: str | None = None) -> Concept:
    labels = [Label(text=label, language="en")]
    if korean:
        labels.append(Label(text=korean, language="ko"))
    return Concept(key=key, kind="method", pref=tuple(labels), broader=broader)


SCHEME = Scheme(
    [
        concept("weaving", "Loom weaving"),
        concept("lora", "LoRA", "weaving"),
        concept("diffusion-model", "Diffusion model", korean="확산 모델"),
    ]
)


def test_concepts_become_edges_of_the_work(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(summary="이 논문은 확산 모델을 사용한다."))
    report = extract_pending(catalogue, SCHEME)
    work = Reader(catalogue).work("arxiv:2401.00001")
    assert report.works == 1
    assert "diffusion-model" in {edge.concept for edge in work.concepts}
    assert Reader(catalogue).works_of("concept", "diffusion-model").total == 1


def test_nothing_is_read_twice(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(abstract="We use LoRA."))
    extract_pending(catalogue, SCHEME)
    number = Reader(catalogue).change_number()
    assert extract_pending(catalogue, SCHEME).works == 0
    put(record(abstract="We use LoRA.", votes=9, day="2024-03-03"))
    assert extract_pending(catalogue, SCHEME).works == 0
    assert Reader(catalogue).work("arxiv:2401.00001").concepts
    assert Reader(catalogue).change_number() > number


def test_a_new_text_is_read(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(abstract="We use LoRA."))
    extract_pending(catalogue, SCHEME)
    put(record(abstract="We use loom weaving."))
    assert extract_pending(catalogue, SCHEME).works == 1
    keys = {edge.concept for edge in Reader(catalogue).work("arxiv:2401.00001").concepts}
    assert "lora" not in keys
    assert "weaving" in keys


def test_works_of_a_wider_concept(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(abstract="We use LoRA."), record("2401.00002", abstract="We use loom weaving."))
    extract_pending(catalogue, SCHEME)
    reader = Reader(catalogue)
    assert reader.works_of("concept", "weaving").total == 2
    assert reader.works_of("concept", "lora").total == 1
    assert [one.key for one in reader.narrower("weaving")] == ["lora"]
    assert reader.works_of_concept_by_year("weaving") == [(2024, 2)]


def test_another_scheme_reads_everything_again(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(abstract="We use LoRA on looms."))
    extract_pending(catalogue, SCHEME)
    smaller = Scheme([concept("weaving", "Loom weaving")])
    assert extract_pending(catalogue, smaller).works == 1
    reader = Reader(catalogue)
    assert reader.concepts_by_key(["diffusion-model"]) == {}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_coined_name_is_found_in_works_that_came_before(
    catalogue: Catalogue, record: Make, order: tuple[int, ...]
) -> None:
    records = [
        record(
            "2401.00001",
            title="LoomNet: A Network for Looms",
            abstract="We propose LoomNet, a new model for looms.",
        ),
        record("2401.00002", position=2, abstract="Our system is faster than LoomNet."),
        record("2401.00003", position=3, abstract="We weave by hand."),
    ]
    for place in order:
        ingest(catalogue, "x", "x", [records[place]], IngestReport("x"))
        extract_pending(catalogue, SCHEME)
    reader = Reader(catalogue)
    later: Work = reader.work("arxiv:2401.00002")
    assert "loomnet" in {edge.concept for edge in later.concepts}
    assert reader.concept("loomnet").introduced_by == "arxiv:2401.00001"
    claims: Claims | None = reader.claims("arxiv:2401.00002")
    assert claims is not None
    mention = next(one for one in claims.mentions if one.concept == "loomnet")
    text = next(one for one in later.texts if one.key == mention.place.text)
    sentence = text.sentences[mention.place.sentence - 1].text
    assert sentence[mention.place.start : mention.place.end] == mention.surface == "LoomNet"


def test_several_processes_find_the_same(
    tmp_path: Path, record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_reading, "WORTH_IT", 1)
    monkeypatch.setattr(extracting, "BATCH_SIZE", 3)
    states = []
    for processes in (1, 2):
        catalogue = Catalogue(tmp_path / f"{processes}.sqlite")
        items = [
            record(f"2401.0000{n}", position=n, abstract=f"We propose Loom{n}Net with LoRA.")
            for n in range(1, 8)
        ]
        ingest(catalogue, "daily-papers", "loom.md", items, IngestReport("daily-papers"))
        report = extract_pending(catalogue, SCHEME, processes=processes)
        with catalogue.reading() as connection:
            states.append((report, list(all_entities(connection))))
        catalogue.close()
    assert states[0] == states[1]
    assert states[0][0].works == 7


def test_work_is_done_here_when_the_processes_were_killed(record: Make) -> None:
    texts = (
        WorkText(
            key="title",
            field="title",
            language="en",
            sentences=(Sentence(text="LoomNet: weaving with LoRA"),),
            source="x",
        ),
    )
    works = [(f"arxiv:2401.{n:05}", texts) for n in range(1, 60)]
    with text_reading.text_readers(SCHEME, (), 10_000, 2) as readers:
        expected = readers.extract(works).result()
        pool = readers._pool
        assert isinstance(pool, ProcessPoolExecutor)
        for process in pool._processes.values():
            process.kill()
        assert readers.extract(works).result() == expected


def test_only_works_that_name_what_others_coin_are_read_again(
    catalogue: Catalogue, put: Put, record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        record(
            "2401.00001",
            title="Vermeer: A Model for Looms",
            abstract="We introduce Vermeer, a model.",
        ),
        record("2401.00002", position=2, abstract="It is slower than Vermeer on looms."),
        record("2401.00003", position=3, abstract="We weave by hand with LoRA."),
    )
    read_again: list[str] = []
    extract = text_reading.TextReaders.extract

    def spied(
        readers: text_reading.TextReaders, works: Sequence[text_reading.Texts]
    ) -> text_reading.Reading[Extraction]:
        read_again.extend(key for key, _ in works)
        return extract(readers, works)

    monkeypatch.setattr(text_reading.TextReaders, "extract", spied)
    assert extract_pending(catalogue, SCHEME).works == 3
    assert read_again == ["arxiv:2401.00002"]
    claims = Reader(catalogue).claims("arxiv:2401.00003")
    assert claims is not None
    assert [m.concept for m in claims.mentions] == ["lora"]
