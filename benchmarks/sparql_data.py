"""Scholarly data as large as one likes, and the questions that are asked of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

TRIPLES_OF_WORK = 16
_WORDS = (
    "graph neural language model diffusion image speech retrieval learning robust sparse deep "
    "efficient scaling attention transfer policy reward vision protein causal bayesian kernel "
    "federated private adversarial temporal molecular semantic parsing translation summary"
)
_VOCABULARY = tuple(_WORDS.split())
_E = "http://data.example.org/"
_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "cito": "http://purl.org/spar/cito/",
    "fabio": "http://purl.org/spar/fabio/",
    "schema": "https://schema.org/",
    "ex": _E,
}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in _PREFIXES.items())

QUERIES = {
    "work by IRI": "SELECT ?p ?o { ex:w{n} ?p ?o }",
    "work by id": 'SELECT ?w ?t { ?w fabio:hasArXivId "{id}" ; dcterms:title ?t }',
    "exists": "ASK { ex:w{n} cito:cites ?x }",
    "described": "DESCRIBE ex:w{n}",
    "authors": "SELECT ?name { ex:w{n} dcterms:creator ?a . ?a foaf:name ?name }",
    "works of an author": (
        "SELECT ?w ?t { ?w dcterms:creator ex:a{n} ; dcterms:title ?t } ORDER BY ?t LIMIT 100"
    ),
    "co-authors": (
        "SELECT ?b (COUNT(*) AS ?n) { ?w dcterms:creator ex:a{n}, ?b FILTER(?b != ex:a{n}) } "
        "GROUP BY ?b ORDER BY DESC(?n) ?b LIMIT 20"
    ),
    "cited with titles": "SELECT ?c ?t { ex:w{n} cito:cites ?c . ?c dcterms:title ?t }",
    "co-cited": (
        "SELECT ?o (COUNT(*) AS ?n) { ?x cito:cites ex:w{n}, ?o } "
        "GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT 20"
    ),
    "two steps of citation": (
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ex:w{n} cito:cites/cito:cites ?c }"
    ),
    "all narrower concepts": "SELECT ?c { ?c skos:broader+ ex:c{small} }",
    "works below a concept": (
        "SELECT ?w ?t { ?c skos:broader* ex:c{leaf} . ?w dcterms:subject ?c ; dcterms:title ?t } "
        "LIMIT 100"
    ),
    "works of a venue and year": (
        'SELECT ?w ?t { ?w dcterms:isPartOf ex:v{small} ; schema:datePublished "{year}" ; '
        "dcterms:title ?t } LIMIT 100"
    ),
    "venue by year": (
        "SELECT ?y (COUNT(*) AS ?n) { ?w dcterms:isPartOf ex:v{small} ; schema:datePublished ?y } "
        "GROUP BY ?y ORDER BY ?y"
    ),
    "not cited": (
        "SELECT ?w { ?w dcterms:isPartOf ex:v{small} "
        "FILTER NOT EXISTS { ?x cito:cites ?w } } ORDER BY ?w LIMIT 50"
    ),
    "optional code": (
        "SELECT ?w ?r { ?w dcterms:creator ex:a{n} OPTIONAL { ?w schema:codeRepository ?r } }"
    ),
    "either concept": (
        "SELECT DISTINCT ?w { { ?w dcterms:subject ex:c{leaf} } UNION "
        "{ ?w dcterms:subject ex:c{small} } } LIMIT 200"
    ),
    "neighbourhood": (
        "CONSTRUCT { ex:w{n} ?p ?o . ?o dcterms:title ?t } "
        "{ ex:w{n} ?p ?o OPTIONAL { ?o dcterms:title ?t } }"
    ),
    "words in titles": (
        "SELECT ?w { ?w dcterms:isPartOf ex:v{small} ; dcterms:title ?t "
        'FILTER(CONTAINS(?t, "{word}")) } LIMIT 50'
    ),
    "most voted of a concept": (
        "SELECT ?w ?v { ?w dcterms:subject ex:c{leaf} ; schema:upvoteCount ?v } "
        "ORDER BY DESC(?v) ?w LIMIT 10"
    ),
}
"""Each with other values at every call, so that nothing can be answered from a cache."""

STATISTICS = {
    "all triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "things by class": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n)",
    "works by year": (
        "SELECT ?y (COUNT(*) AS ?n) { ?w schema:datePublished ?y } GROUP BY ?y ORDER BY ?y"
    ),
}
"""Whole-graph questions, which are asked again and again by overviews."""

HEAVY = (
    "SELECT (COUNT(*) AS ?n) "
    "{{ ?a dcterms:title ?t . ?b dcterms:title ?u FILTER(?t < ?u && {n} > 0) }}"
)
POINTS = ("work by IRI", "work by id", "authors", "exists")


def write_data(path: Path, triples: int) -> int:
    """Write N-Triples, unless they are there; gives how many works there are."""
    works = triples // TRIPLES_OF_WORK
    if path.exists():
        return works
    chance, partial = random.Random(7), path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(_concepts())
        for number in range(works):
            file.writelines(_work(number, works, chance))
        for author in range(works // 3):
            file.write(_line(f"a{author}", "foaf:name", f'"Author {author}"'))
    partial.rename(path)
    return works


def filled(query: str, works: int, chance: random.Random) -> str:
    """A query with values of its own."""
    values = {
        "n": str(chance.randrange(works // 3)),
        "small": str(chance.randrange(1, 40)),
        "leaf": str(chance.randrange(40, 1000)),
        "year": str(chance.randrange(2000, 2025)),
        "id": f"{chance.randrange(works):09d}",
        "word": chance.choice(_VOCABULARY),
    }
    for name, value in values.items():
        query = query.replace("{" + name + "}", value)
    return PROLOGUE + query


def _concepts() -> Iterator[str]:
    for number in range(1, 2000):
        yield _line(f"c{number}", "skos:broader", f"ex:c{number // 4}")
        yield _line(f"c{number}", "skos:prefLabel", f'"Concept {number}"@en')


def _work(number: int, works: int, chance: random.Random) -> Iterator[str]:
    name = f"w{number}"
    title = " ".join(chance.choices(_VOCABULARY, k=7))
    yield _line(name, "rdf:type", "fabio:ResearchPaper")
    yield _line(name, "dcterms:title", f'"{title} {number}"')
    yield _line(name, "fabio:hasArXivId", f'"{number:09d}"')
    yield _line(name, "schema:datePublished", f'"{chance.randrange(2000, 2025)}"')
    yield _line(name, "dcterms:isPartOf", f"ex:v{int(chance.paretovariate(1)) % 200}")
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    yield _line(name, "schema:upvoteCount", f'"{int(chance.paretovariate(1.2))}"^^<{integer}>')
    for author in {chance.randrange(works // 3) for _ in range(3)}:
        yield _line(name, "dcterms:creator", f"ex:a{author}")
    for concept in {chance.randrange(20, 2000) for _ in range(3)}:
        yield _line(name, "dcterms:subject", f"ex:c{concept}")
    for cited in {int(number * chance.random() ** 2) for _ in range(4)} if number else ():
        yield _line(name, "cito:cites", f"ex:w{cited}")
    if number % 3 == 0:
        yield _line(name, "schema:codeRepository", f"<https://code.example.org/{number}>")


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{_E}{subject}> {_full(predicate)} {_full(value)} .\n"


def _full(term: str) -> str:
    if term[0] in '"<':
        return term
    prefix, _, local = term.partition(":")
    if prefix == "rdf":
        return f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{local}>"
    return f"<{_PREFIXES[prefix]}{local}>"
