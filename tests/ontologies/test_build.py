"""The vocabulary is complete, documented, and written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocab
from ontologies import build

ROOT = Path(__file__).resolve().parents[2]
OWN = vocab.PREFIXES["paperkin"]


def own_terms() -> Iterator[tuple[ox.NamedNode, ox.Dataset]]:
    graph = ox.Dataset(ox.parse(path=ROOT / "ontologies" / "paperkin.ttl"))
    quads = graph.quads_for_predicate(vocab.RDFS.isDefinedBy)
    for term in sorted((quad.subject for quad in quads), key=str):  # one order in every process
        yield term, graph


def test_the_constants_are_up_to_date() -> None:
    assert build.main(["--check"]) == 0, "run python -m ontologies.build"


def test_a_stale_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "vocab.py"
    stale.write_text("")
    monkeypatch.setattr(build, "TARGET", stale)
    assert build.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def test_a_constant_is_the_term_it_is_named_for() -> None:
    for term in build.read_terms(build.read_prefixes()):
        group = getattr(vocab, term.prefix.upper())
        assert getattr(group, build.constant_name(term.name)).value == term.iri


@pytest.mark.parametrize("term", [term for term, _ in own_terms()], ids=lambda term: term.value)
def test_own_terms_are_explained_in_both_languages(term: ox.NamedNode) -> None:
    graph = next(own_terms())[1]
    said = {
        (quad.predicate, quad.object.language)
        for quad in graph.quads_for_subject(term)
        if isinstance(quad.object, ox.Literal)
    }
    assert {
        (predicate, language)
        for predicate in (vocab.RDFS.label, vocab.RDFS.comment)
        for language in ("en", "ko")
    } <= said


def test_own_terms_point_only_at_declared_terms() -> None:
    declared = {term.iri for term in build.read_terms(build.read_prefixes())}
    relations = {
        vocab.RDFS.subClassOf,
        vocab.RDFS.subPropertyOf,
        vocab.SCHEMA.domainIncludes,
        vocab.SCHEMA.rangeIncludes,
    }
    for term, graph in own_terms():
        for quad in graph.quads_for_subject(term):
            if quad.predicate in relations:
                assert quad.object.value in declared


def test_the_ontology_names_its_version() -> None:
    graph = ox.Dataset(ox.parse(path=ROOT / "ontologies" / "paperkin.ttl"))
    predicates = {quad.predicate for quad in graph.quads_for_subject(ox.NamedNode(OWN))}
    assert {vocab.OWL.versionIRI, vocab.DCTERMS.license, vocab.DCTERMS.title} <= predicates


def test_no_other_file_types_a_term() -> None:
    # Datatypes are left out: examples in N-Triples cannot do without them.
    prefixes = set(vocab.PREFIXES) - {"xsd"}
    namespaces = "|".join(re.escape(vocab.PREFIXES[prefix]) for prefix in prefixes)
    typed = re.compile(rf"(?:{namespaces})[A-Za-z]")
    guilty = [
        str(path.relative_to(ROOT))
        for folder in ("kg", "recommender", "web", "ontologies")
        for pattern in ("*.py", "*.rq", "*.html", "*.j2", "*.xml")
        for path in sorted((ROOT / folder).rglob(pattern))
        if path.name != "vocab.py" and typed.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
