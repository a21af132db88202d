"""RDF of others: every format, strictly, within limits, and nothing of it by half."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from kg.foreign import ForeignLimits, ForeignRefused, format_of_name, pick_triples, read_graphs
from kg.sparql.formats import FORMATS

HOME = "https://x.example/graph"
LIMITS = ForeignLimits(timeout_s=20, quads=1000, content_bytes=100_000, unpacked_bytes=1_000_000)
TRIPLE = '<https://x.example/s> <https://x.example/p> "빛 ✨\\n\\"x\\""@ko'
TEXTS = {
    "ttl": f"{TRIPLE} .",
    "nt": f"{TRIPLE} .",
    "trig": f"{TRIPLE} .",
    "nq": f"{TRIPLE} .",
    "rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:x="https://x.example/"><rdf:Description rdf:about="https://x.example/s">
<x:p xml:lang="ko">빛 ✨&#10;"x"</x:p></rdf:Description></rdf:RDF>""",
    "jsonld": """{"@id": "https://x.example/s", "https://x.example/p":
{"@value": "빛 ✨\\n\\"x\\"", "@language": "ko"}}""",
}


def read(path: Path, limits: ForeignLimits = LIMITS) -> dict[str, bytes]:
    fmt = format_of_name(path.name)
    assert fmt is not None
    return read_graphs(path, fmt, HOME, base_iri="https://x.example/base", limits=limits)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    content = text.encode()
    if name.endswith(".gz"):
        content = gzip.compress(content)
    elif name.endswith(".zst"):
        content = zstandard.ZstdCompressor().compress(content)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["ttl", "nt.gz", "trig", "nq.zst", "rdf", "jsonld"])
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, f"data.{name}", TEXTS[name.split(".", maxsplit=1)[0]])
    (quad,) = ox.parse(read(path)[HOME], ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal('빛 ✨\n"x"', language="ko")


def test_named_graphs_stay_and_blank_nodes_are_canonical(tmp_path: Path) -> None:
    text = "<https://x.example/g> { _:b <https://x.example/p> _:c } _:d <https://x.example/p> 1 ."
    found = read(written(tmp_path, "data.trig", text))
    assert set(found) == {"https://x.example/g", HOME}
    other = text.replace("_:b", "_:z").replace("_:c", "_:y").replace("_:d", "_:b")
    assert read(written(tmp_path, "other.trig", other)) == found


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "<https://x.example/s> <https://x.example/p> .", "not valid text/turtle"),
        ("a.nt", "<relative> <https://x.example/p> 1 .", "not valid"),
        ("a.ttl", "_:a <https://x.example/p> " + "[ <https://x.example/p> " * 30_000, "a.ttl"),
        ("a.trig", "_:g { <https://x.example/s> <https://x.example/p> 1 }", "blank node"),
        ("a.nt", "".join(f"<x:s> <x:p> <x:{n}> .\n" for n in range(1001)), "more than 1000 quads"),
        ("a.nt", "#" * 1_100_000, "bytes unpacked"),
        ("a.jsonld", '{"@context": "https://elsewhere.example/c", "@id": "x:s", "p": 1}', "a.json"),
    ],
)
def test_what_is_not_taken_is_told(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(ForeignRefused, match=words):
        read(written(tmp_path, name, text))


def test_a_packed_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(ForeignRefused, match="unpacked"):
        read(path)


def test_a_property_is_picked_out_of_a_large_file(tmp_path: Path) -> None:
    text = "".join(f'<x:s{n}> <x:p{n % 10}> "{n}" .\n' for n in range(5000))
    path = written(tmp_path, "big.nt.gz", text)
    found = list(
        pick_triples(path, FORMATS["nt"], ["x:p3"], base_iri="https://x.example/", limits=LIMITS)
    )
    assert len(found) == 500
    assert {triple.predicate.value for triple in found} == {"x:p3"}
