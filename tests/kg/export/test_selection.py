"""What a dump holds, and what is left out of it and why."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.export import (
    ExportOptions,
    UnknownSelection,
    export_dataset,
    graph_names,
    neighbourhood,
    quads_of_graphs,
    quads_of_kind,
    whole,
)
from kg.iris import Iris
from kg.mapping import RankedWork, Reason, frame_quads, quads, recommendation_quads
from kg.vocab import RDFS
from tests.kg.invented import CLAIMS, ENTITIES, STUB, WORK

IRIS = Iris()
WHEN = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    filled = ox.Store()
    filled.extend(frame_quads(IRIS, ["daily-papers"]))
    for entity in ENTITIES:
        filled.extend(quads(entity, IRIS))
    reason = Reason(kind="term", text="trees", contribution=1.0)
    ranked = [RankedWork(work=STUB.key, rank=1, score=1.0, reasons=(reason,))]
    filled.extend(recommendation_quads(WORK.key, ranked, "x", IRIS))
    note = ox.Quad(IRIS.work(WORK.key), RDFS.label, ox.Literal("mine"), IRIS.user_graph("mine"))
    filled.add(note)
    return filled


def names_in(found: list[ox.Quad]) -> set[str | None]:
    return {IRIS.graph_name(quad.graph_name) for quad in found}


def test_restricted_texts_and_ranked_lists_stay_out_of_the_open_dump(store: ox.Store) -> None:
    held = graph_names(store, IRIS)
    open_names = whole(held)
    assert "texts/cc0-1.0/en" in open_names
    assert not {"texts/cc-by-nc-nd-4.0/ko", "recommendations"} & set(open_names)
    assert "texts/cc-by-nc-nd-4.0/ko" in whole(held, with_restricted=True)
    quoted = [quad.object.value for quad in quads_of_graphs(store, IRIS, open_names)]
    assert not any("보다" in text for text in quoted)


def test_an_unknown_graph_is_told(store: ox.Store) -> None:
    with pytest.raises(UnknownSelection, match="it has"):
        list(quads_of_graphs(store, IRIS, ["nothing"]))


def test_kinds_of_entity(store: ox.Store) -> None:
    everything = list(quads_of_graphs(store, IRIS, graph_names(store, IRIS)))
    agents = list(quads_of_kind(everything, IRIS, "agent"))
    assert {IRIS.parse(quad.subject).kind for quad in agents} == {"agent"}
    venues = list(quads_of_kind(everything, IRIS, "venue"))
    assert {"venue", "event"} == {quad.subject.value.split("/")[4] for quad in venues}
    with pytest.raises(UnknownSelection):
        list(quads_of_kind(everything, IRIS, "cat"))


def test_a_work_alone_is_its_document_with_its_claims(store: ox.Store) -> None:
    names = graph_names(store, IRIS)
    found = set(neighbourhood(store, IRIS, [WORK.key], names, hops=0))
    ours = {quad for entity in (WORK, CLAIMS) for quad in quads(entity, IRIS)}
    documents = {IRIS.work(WORK.key).value, IRIS.claims(WORK.key).value}
    expected = {quad for quad in ours if quad.subject.value.partition("#")[0] in documents}
    recommendations = {quad for quad in found if "related/" in quad.subject.value}
    assert expected <= found
    assert {quad.subject.value.partition("#")[0] for quad in found - recommendations} <= documents


def test_the_surroundings_of_a_work(store: ox.Store) -> None:
    names = whole(graph_names(store, IRIS))
    found = list(neighbourhood(store, IRIS, [WORK.key], names))
    subjects = {quad.subject for quad in found}
    assert {IRIS.agent("name:a1"), IRIS.work(STUB.key), IRIS.concept("oak")} <= subjects
    assert IRIS.concept("gardening") not in subjects  # two hops away
    assert len(found) == len(set(found))
    with pytest.raises(UnknownSelection):
        list(neighbourhood(store, IRIS, ["arxiv:9901.00001"], names))


@pytest.mark.parametrize("cut", ["whole", "graph", "licence", "kind"])
def test_an_export_and_its_manifest_agree(store: ox.Store, tmp_path: Path, cut: str) -> None:
    options = ExportOptions(formats=("nq",), cut=cut)  # type: ignore[arg-type]
    manifest = export_dataset(store, IRIS, tmp_path, options, change_number=7, modified_at=WHEN)
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == json.loads(
        manifest.as_json()
    )
    assert set(manifest.left_out) >= {"texts/cc-by-nc-nd-4.0/ko"}
    assert "by-nc-nd" in manifest.left_out["texts/cc-by-nc-nd-4.0/ko"]
    for entry in manifest.files:
        lines = gzip.decompress((tmp_path / entry.name).read_bytes()).splitlines()
        assert len(lines) == entry.quads
        told = entry.described("https://site.example/export/")
        assert told.url == f"https://site.example/export/{entry.name}"
        assert (told.size_bytes, told.sha256) == (entry.size_bytes, entry.sha256)
    if cut == "licence":
        assert all(entry.licence for entry in manifest.files)
    if cut == "whole":
        assert manifest.files[0].name == "paperkin.nq.gz"
        assert "recommendations" in manifest.left_out


def test_the_same_content_exported_twice_is_the_same(store: ox.Store, tmp_path: Path) -> None:
    one, other = (ox.Store(tmp_path / name) for name in ("store", "other"))
    one.extend(store)
    other.bulk_extend(sorted(store, key=str))
    options = ExportOptions(formats=("nq", "ttl", "jsonld", "rdf"), compression="")
    folders = [tmp_path / "one", tmp_path / "two"]
    for source, folder in zip((one, other), folders, strict=True):
        export_dataset(source, IRIS, folder, options, change_number=7, modified_at=WHEN)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes()
