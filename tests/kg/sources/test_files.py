"""Files as streams, with their caps."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from kg.records import Rejection
from kg.sources import ExpansionTooLarge, ReadLimits, UnreadableLocation, files_of, read
from kg.sources.files import files_under, numbered_lines, numbered_pieces, open_stream, peeked


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.md", "a.MD.gz", "c.txt", ".hidden.md", "in/d.md", ".git/e.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [str(path.relative_to(tmp_path)) for path in files_under(tmp_path, (".md",))]
    assert names == ["a.MD.gz", "b.md", "in/d.md"]
    assert list(files_of("daily-papers", [tmp_path / "c.txt"])) == [tmp_path / "c.txt"]
    with pytest.raises(UnreadableLocation):
        list(files_under(tmp_path / "none", ()))


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        for _ in range(70):
            stream.write(bytes(1 << 20))
    with open_stream(path) as opened, pytest.raises(ExpansionTooLarge) as caught:
        opened.read()
    assert caught.value.expanded_bytes <= 65 << 20
    generous = ReadLimits(max_ratio=2_000)
    with open_stream(path, generous) as opened:
        assert sum(len(chunk) for chunk in iter(lambda: opened.read(1 << 20), b"")) == 70 << 20


def test_lines_and_pieces_have_numbers() -> None:
    data = b"one\n" + b"x" * 100_000 + b"\nthree"
    lines = list(numbered_lines(io.BytesIO(data), ReadLimits(max_entry_bytes=50)))
    assert lines == [(1, b"one\n"), (2, None), (3, b"three")]
    pieces = list(numbered_pieces(io.BytesIO(data)))
    assert [number for number, _ in pieces] == [1, 2, 2, 3]
    assert b"".join(piece for _, piece in pieces) == data


@pytest.mark.parametrize("buffered", [True, False])
def test_peeking_takes_nothing(buffered: bool) -> None:
    data = b"first line\nsecond\n" * 10_000
    raw = io.BytesIO(data)
    head, stream = peeked(io.BufferedReader(raw) if buffered else raw)  # type: ignore[arg-type]
    assert data.startswith(head)
    assert stream.readline() == b"first line\n"
    assert stream.read(3) == b"sec"
    rest = b"".join(iter(lambda: stream.read(4096), b""))
    assert b"first line\nsec" + rest == data


def test_an_archive_that_is_none_is_rejected_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_bytes(b"\x1f\x8b\x08" + b"\0" * 40)
    (found,) = read("jsonl", path)
    assert isinstance(found, Rejection)
    assert found.location == str(path)
    assert "cannot be read to its end" in found.reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("compressed", [False, True])
def test_utf_16_is_read_as_utf_8(tmp_path: Path, encoding: str, compressed: bool) -> None:
    text = "@article{a, title={Über 배틀 👩🏽‍🔬}}\r\n" * 20_000
    data = ("\ufeff" + text).encode(encoding)
    path = tmp_path / "looms.bib"
    path.write_bytes(gzip.compress(data) if compressed else data)
    with open_stream(path, ReadLimits(max_ratio=5_000)) as opened:
        assert opened.read() == text.encode()
    path.write_bytes(data[:-1])
    with open_stream(path) as opened:
        assert opened.read().decode().startswith("@article")
