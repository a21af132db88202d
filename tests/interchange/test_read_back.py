"""Every format is read back by the libraries of another language, to the same dataset."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.description import Counts, Publication, dataset_quads, service_quads
from kg.export import FORMATS, canonical_sha256, format_named, write_dump
from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.vocab import PREFIXES
from tests.kg.export.test_writing import AWKWARD
from tests.kg.invented import ENTITIES, WORK

ROOT = Path(__file__).parents[2]
MODULES = ROOT / ".interchange" / "node_modules"
SCRIPT = Path(__file__).with_name("read_back.mjs")
IRIS = Iris()
MORE_AWKWARD = (
    "ends with a backslash \\",
    "\"\"\" three quotes ''' and <tags/> & entities &amp;",
    "%7B percent {curly} [square] ^caret` |bar|",
    "\U0001f469\U0001f3fd\u200d\U0001f680 e\u0301 \ufdfa \u202eabc\u202c",
    " leading and trailing ",
    "$\\frac{a}{b}$ \\'{e} \\\"o {\\bf x} ~ \\% \\_",
)

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not MODULES.is_dir(),
    reason="node or the npm packages are not here: see the function interchange in .ci/run",
)


def data() -> list[ox.Quad]:
    """Invented entities, with every odd text as title, source text and keyword."""
    odd = [
        replace(
            WORK,
            key=f"arxiv:2406.0{number:04}",
            ids=(f"arxiv:2406.0{number:04}",),
            title=text,
            title_source=text + " <EOS>",
            keywords=(text,),
        )
        for number, text in enumerate((*AWKWARD, *MORE_AWKWARD))
    ]
    entities = (*ENTITIES, *odd)
    content = [quad for entity in entities for quad in quads(entity, IRIS)]
    return list(dict.fromkeys([*frame_quads(IRIS, ["daily-papers"]), *content]))


def read_back(name: str, path: Path) -> list[ox.Quad]:
    command = ["node", str(SCRIPT), str(MODULES.parent), name, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return list(ox.parse(done.stdout, ox.RdfFormat.N_QUADS))


def same(found: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> bool:
    return canonical_sha256(found) == canonical_sha256(wanted)


@pytest.mark.parametrize("name", FORMATS)
def test_javascript_reads_the_same(name: str, tmp_path: Path) -> None:
    fmt, wanted = format_named(name), data()
    if not fmt.has_graphs:
        wanted = [ox.Quad(*triple) for triple in dict.fromkeys(quad.triple for quad in wanted)]
    path = write_dump(wanted, tmp_path / f"data.{fmt.extension}", fmt).path
    assert same(read_back(name, path), wanted)


def test_the_descriptions_are_read_the_same(tmp_path: Path) -> None:
    counts = Counts(graphs={"works": 3, "texts/cc-by-4.0/ko": 2}, subjects=2)
    from datetime import UTC, datetime

    publication = Publication(
        title={"en": 'A "set"', "ko": "자료"},
        counts=counts,
        change_number=3,
        modified_at=datetime(2031, 3, 4, tzinfo=UTC),
        endpoint="https://x.example/sparql",
    )
    for told in (
        dataset_quads(publication, IRIS),
        service_quads("https://x.example/sparql", counts, IRIS),
    ):
        wanted = [ox.Quad(*quad.triple) for quad in told]
        for name, extension in (("turtle", "ttl"), ("rdfxml", "rdf")):
            path = tmp_path / f"d.{extension}"
            ox.serialize(
                (quad.triple for quad in wanted),
                path,
                FORMATS[name].engine,
                prefixes={k: v for k, v in PREFIXES.items() if k not in {"sh", "formats"}},
            )
            assert same(read_back(name, path), wanted)


@pytest.mark.parametrize("name", ["paperkin", "shapes", "methods", "arxiv", "external"])
def test_the_ontologies_are_read_the_same(name: str) -> None:
    path = ROOT / "ontologies" / f"{name}.ttl"
    wanted = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    found = read_back("turtle", path)
    ours, theirs = ox.Dataset(wanted), ox.Dataset(found)
    for dataset in (ours, theirs):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert same(theirs, ours)
