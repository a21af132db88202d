"""The forms in which an entity can be had: suffix, media type, and who writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Format:
    """One form.

    Args:
        suffix: of the URL, with its dot.
        media_type: without parameters.
        label: what people call it.
        family: whether the graph writes it, or the citation writers.
    """

    suffix: str
    media_type: str
    label: str
    family: Literal["rdf", "citation"]


RDF_FORMATS: Final = (
    Format(".ttl", "text/turtle", "Turtle", "rdf"),
    Format(".jsonld", "application/ld+json", "JSON-LD", "rdf"),
    Format(".nt", "application/n-triples", "N-Triples", "rdf"),
    Format(".rdf", "application/rdf+xml", "RDF/XML", "rdf"),
)
CITATION_FORMATS: Final = (
    Format(".bib", "application/x-bibtex", "BibTeX", "citation"),
    Format(".ris", "application/x-research-info-systems", "RIS", "citation"),
    Format(".csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", "citation"),
)
_WITH_CITATION: Final = frozenset({"work", "issue"})


def formats_of(kind: str) -> tuple[Format, ...]:
    """Give the forms that a kind of entity can be had in."""
    return RDF_FORMATS + (CITATION_FORMATS if kind in _WITH_CITATION else ())


def split_suffix(path: str, formats: Iterable[Format]) -> tuple[str, Format | None]:
    """Take the suffix of a known form off a path.

    >>> split_suffix("arxiv/2405.17258.ttl", RDF_FORMATS)[0]
    'arxiv/2405.17258'
    """
    for form in formats:
        if path.endswith(form.suffix) and len(path) > len(form.suffix):
            return path.removesuffix(form.suffix), form
    return path, None


def by_media_type(media_type: str, formats: Iterable[Format]) -> Format | None:
    """Give the form of a media type."""
    return next((form for form in formats if form.media_type == media_type), None)
