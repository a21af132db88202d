"""The query that shows with one's own eyes how two works are connected in the graph."""

from __future__ import annotations

from typing import Final

from kg.vocab import RDF, RDFS, SKOS
from web.current import services
from web.urls import entity_iri, with_query

_TEMPLATE: Final = """\
# What both papers have in common: the same thing, or things with a common broader concept.
SELECT DISTINCT ?how ?shared ?label ?howOther WHERE {{
  <{one}> ?how ?from .
  ?from <{broader}>* ?shared .
  <{other}> ?howOther ?to .
  ?to <{broader}>* ?shared .
  FILTER(isIRI(?shared) && ?how != <{kind}>)
  OPTIONAL {{ ?shared <{pref}>|<{name}> ?label }}
}} LIMIT 100"""


def proof_query(one: str, other: str) -> str:
    """Give the query for two works, by key."""
    base = services().settings.entity_base
    return _TEMPLATE.format(
        one=entity_iri(base, "work", one),
        other=entity_iri(base, "work", other),
        kind=RDF.type.value,
        broader=SKOS.broader.value,
        pref=SKOS.prefLabel.value,
        name=RDFS.label.value,
    )


def proof_path(one: str, other: str) -> str:
    """Give the address that leads to the console with the query filled in."""
    return with_query("/connection", one=one, other=other)
