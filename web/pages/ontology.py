"""The ontology: our own terms, read from the files that define them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg.rdf_io import read
from kg.sparql import FORMATS
from kg.vocab import PREFIXES, RDF, RDFS
from web.current import language, words
from web.formats import HTML
from web.i18n import Language
from web.negotiation import choose_media_type
from web.pages.frame import Alternate, Frame, Page, render

blueprint = Blueprint("ontology", __name__)
_NAMESPACE: Final = PREFIXES["paperkin"]
_TURTLE: Final = "text/turtle"


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: local name, words, and what it belongs to."""

    name: str
    iri: str
    is_class: bool
    label: str
    comment: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyPage(Page):
    """Every term, classes first."""

    namespace: str
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]


@blueprint.get("/ns")
def ontology() -> BaseResponse:
    """The terms of the ontology, for people or as Turtle."""
    if choose_media_type(request.headers.get("Accept"), (HTML, _TURTLE)) == _TURTLE:
        return redirect("/ns.ttl", 303)
    known = terms(language())
    page = OntologyPage(
        frame=Frame(
            title=words().plain("ontology.title"),
            path="/ns",
            alternates=(Alternate(_TURTLE, "/ns.ttl", "Turtle"),),
        ),
        namespace=_NAMESPACE,
        classes=tuple(term for term in known if term.is_class),
        properties=tuple(term for term in known if not term.is_class),
    )
    return Response(render("ontology.html", page), content_type="text/html; charset=utf-8")


@blueprint.get("/ns.ttl")
def turtle() -> Response:
    """The ontology as it is shipped."""
    return Response(_shipped(), content_type="text/turtle; charset=utf-8")


def terms(tongue: Language) -> tuple[Term, ...]:
    """Give the terms with their words in a language, in English where it has none."""
    facts = _facts()
    return tuple(
        _term(iri, facts[iri], tongue)
        for iri in sorted(facts)
        if iri.startswith(_NAMESPACE) and iri != _NAMESPACE
    )


_Facts = dict[str, list[tuple[str, str]]]
"""Of one term: by property, the values with their language (or an empty one)."""


@cache
def _shipped() -> bytes:
    return files("ontologies").joinpath("paperkin.ttl").read_bytes()


@cache
def _facts() -> dict[str, _Facts]:
    found: dict[str, _Facts] = {}
    for quad in read(_shipped(), FORMATS["ttl"]):
        subject, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        tongue = getattr(quad.object, "language", None) or ""
        found.setdefault(subject, {}).setdefault(quad.predicate.value, []).append((value, tongue))
    return found


def _term(iri: str, facts: _Facts, tongue: Language) -> Term:
    parents = facts.get(RDFS.subClassOf.value, []) + facts.get(RDFS.subPropertyOf.value, [])
    return Term(
        name=iri.removeprefix(_NAMESPACE),
        iri=iri,
        is_class=any(kind == RDFS.Class.value for kind, _ in facts.get(RDF.type.value, [])),
        label=_words(facts.get(RDFS.label.value, []), tongue),
        comment=_words(facts.get(RDFS.comment.value, []), tongue),
        parents=tuple(_short(parent) for parent, _ in parents),
    )


def _words(values: list[tuple[str, str]], tongue: Language) -> str:
    by_language = {found: text for text, found in values}
    return by_language.get(tongue) or by_language.get("en") or by_language.get("", "")


def _short(iri: str) -> str:
    """An IRI with the prefix that the dataset uses."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
