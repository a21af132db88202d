"""Dumps are read back by another library, and the same content gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import zstandard

from kg.export import (
    FORMATS,
    UnknownFormat,
    canonical_sha256,
    format_named,
    write_canonical,
    write_dump,
)
from kg.export.writing import sorted_lines
from kg.iris import Iris
from kg.mapping import frame_quads, quads
from tests.kg.invented import ENTITIES, WORK

IRIS = Iris()
AWKWARD = (
    "$\\textit{Trans-LoRA}$ & <EOS> \"quoted\" 'single' `tick` ]]>",
    "한국어 🦊👩‍🔬 שלום مرحبا \u200f",
    "line\nbreak\ttab \\n backslash \u2028 separator",
)
RDFLIB_NAMES = {
    "turtle": "turtle",
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nquads",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}


def data() -> list[ox.Quad]:
    odd = [
        replace(WORK, key=f"arxiv:2406.0000{number}", ids=(), title=text, keywords=AWKWARD)
        for number, text in enumerate(AWKWARD)
    ]
    return [quad for entity in (*ENTITIES, *odd) for quad in quads(entity, IRIS)]


def as_rdflib(term: object) -> object:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    is_string = term.datatype.value == str(rdflib.XSD.string)
    datatype = None if is_string else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype)


def normal(term: object) -> object:
    """Literals as rdflib compares them: plain strings are strings."""
    if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(term))
    return term


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself
@pytest.mark.parametrize("name", FORMATS)
def test_another_library_reads_the_same(name: str, tmp_path: Path) -> None:
    fmt = format_named(name)
    written = write_dump(data(), tmp_path / f"all.{fmt.extension}", fmt)
    dataset = rdflib.Dataset()
    dataset.parse(data=written.path.read_text("utf-8"), format=RDFLIB_NAMES[name])
    if fmt.has_graphs:
        found = {(s, p, normal(o), str(g)) for s, p, o, g in dataset.quads() if g is not None}
        expected = {
            (*(as_rdflib(one) for one in quad.triple), quad.graph_name.value) for quad in data()
        }
    else:
        found = {(s, p, normal(o)) for s, p, o, _ in dataset.quads()}
        expected = {tuple(as_rdflib(one) for one in quad.triple) for quad in data()}
    assert found == expected


@pytest.mark.parametrize("name", FORMATS)
def test_the_engine_reads_the_same_strictly(name: str, tmp_path: Path) -> None:
    fmt = format_named(name)
    written = write_dump(data(), tmp_path / f"all.{fmt.extension}", fmt)
    parsed = ox.parse(path=written.path, format=fmt.engine or ox.RdfFormat.JSON_LD)
    if fmt.has_graphs:
        assert set(parsed) == set(data())
    else:
        assert {quad.triple for quad in parsed} == {quad.triple for quad in data()}


@pytest.mark.parametrize("compression", ["", "gz", "zst"])
def test_packed_files_hold_the_same_and_are_the_same_each_time(
    compression: str, tmp_path: Path
) -> None:
    fmt = format_named("nquads")
    first = write_dump(data(), tmp_path / "first", fmt, compression=compression)
    second = write_dump(data(), tmp_path / "second", fmt, compression=compression)
    content = first.path.read_bytes()
    assert content == second.path.read_bytes()
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert (first.size_bytes, first.quads) == (len(content), len(data()))
    unpack = {
        "": bytes,
        "gz": gzip.decompress,
        "zst": lambda packed: zstandard.ZstdDecompressor().stream_reader(packed).read(),
    }[compression]
    assert unpack(content) == ox.serialize(data(), format=ox.RdfFormat.N_QUADS)


def test_an_interrupted_dump_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield data()[0]
        raise RuntimeError("disk on fire")

    with pytest.raises(RuntimeError):
        write_dump(broken(), tmp_path / "all.nq", format_named("nq"))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_canonical_lines_are_sorted_unique_and_independent_of_order(tmp_path: Path) -> None:
    shuffled = sorted(data(), key=lambda quad: hashlib.md5(str(quad).encode()).digest())
    expected = sorted({f"{quad} .\n".encode() for quad in data()})
    assert list(sorted_lines(shuffled + shuffled[:10], at_once=50)) == expected
    written = write_canonical(shuffled, tmp_path / "canonical.nq")
    assert written.path.read_bytes() == b"".join(expected)
    assert written.sha256 == canonical_sha256(data())


def test_the_canonical_form_is_that_of_the_standard() -> None:
    dataset = ox.Dataset(data())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n".encode() for quad in dataset)
    assert b"".join(sorted_lines(data())) == b"".join(lines)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    many = (
        quad
        for number in range(400)
        for quad in quads(replace(WORK, key=f"arxiv:2406.{number:05d}", ids=()), IRIS)
    )
    written = write_dump(many, tmp_path / "x.nt", format_named("nt"), progress=told.append)
    assert told == [20_000 * (one + 1) for one in range(written.quads // 20_000)]


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        format_named("hext")
    with pytest.raises(UnknownFormat):
        write_dump(frame_quads(IRIS), tmp_path / "x", format_named("nt"), compression="rar")
