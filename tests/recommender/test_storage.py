from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest

from recommender import (
    IndexDamaged,
    IndexExists,
    IndexIncompatible,
    IndexMissing,
    Parameters,
    Recommender,
)


@pytest.fixture
def saved(small: Recommender, tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    small.save(folder, version=12)
    return folder


@pytest.mark.parametrize("mmap", [True, False])
def test_a_loaded_index_answers_alike(small: Recommender, saved: Path, mmap: bool) -> None:
    loaded = Recommender.load(saved, mmap=mmap)
    assert loaded.version == 12
    assert loaded.parameters == small.parameters
    for work in small.ids():
        assert loaded.related(work).results == small.related(work).results
    assert loaded.search("floods").results == small.search("floods").results
    assert loaded.remove(["w2"]).related("w1").results == small.remove(["w2"]).related("w1").results


def test_parameters_travel_with_the_index(tmp_path: Path) -> None:
    chosen = Parameters(text_weight=0.7, kind_weights={"cites": 2.0}, topical_kinds=("tag",))
    Recommender.fit([], [], chosen).save(tmp_path / "index")
    assert Recommender.load(tmp_path / "index").parameters == chosen


def test_saving_is_repeatable_to_the_byte(small: Recommender, saved: Path, tmp_path: Path) -> None:
    small.save(tmp_path / "again", version=12)
    names = sorted(path.name for path in saved.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    assert all((saved / n).read_bytes() == (tmp_path / "again" / n).read_bytes() for n in names)


def test_a_folder_with_something_in_it_is_left_alone(small: Recommender, saved: Path) -> None:
    with pytest.raises(IndexExists):
        small.save(saved)
    assert [path.name for path in saved.parent.iterdir()] == ["index"]


def test_no_index_there(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        Recommender.load(tmp_path)
    assert caught.value.folder == tmp_path
    assert isinstance(caught.value, FileNotFoundError)


def test_a_flipped_byte_is_noticed(saved: Path) -> None:
    path = saved / "years.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"years\.npy.*checksum"):
        Recommender.load(saved)


def test_a_short_and_a_missing_file_are_noticed_without_checksums(saved: Path) -> None:
    path = saved / "cited.npy"
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(IndexDamaged, match="size"):
        Recommender.load(saved, verify=False)
    path.unlink()
    with pytest.raises(IndexDamaged, match="missing"):
        Recommender.load(saved, verify=False)


@pytest.mark.parametrize(("number", "word"), [(0, "older"), (999, "newer")])
def test_another_format_is_told_with_advice(saved: Path, number: int, word: str) -> None:
    path = saved / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"format_version": number}), encoding="utf-8")
    with pytest.raises(IndexIncompatible, match=word):
        Recommender.load(saved)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "paperkin-recommender"', "\x00"])
def test_a_broken_manifest_is_told(saved: Path, text: str) -> None:
    (saved / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        Recommender.load(saved)


@pytest.mark.parametrize("key", ["arrays", "names", "parameters", "version"])
def test_a_manifest_without_its_parts_is_told(saved: Path, key: str) -> None:
    path = saved / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest[key]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        Recommender.load(saved)


def test_an_index_that_nobody_uses_is_gone_at_once(saved: Path) -> None:
    """Its mapped files are closed then, not at some later collection of cycles."""
    loaded = Recommender.load(saved)
    loaded.related("w1")
    loaded.search("floods")
    index = weakref.ref(loaded._index)
    gc.disable()
    try:
        del loaded
        assert index() is None
    finally:
        gc.enable()
