"""Foreign graphs and link sets have a home in the catalogue, and a description beside them.

They are kept by their content, so a graph that is rebuilt has them again. What they are, where they
come from and under which licence they stand is told in one graph, ``…/graph/descriptions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from kg import graphs
from kg.catalogue.opening import Catalogue
from kg.catalogue.user_graphs import user_graph_content
from kg.foreign.errors import ForeignRefused
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, integer, moment, plain, tagged
from kg.vocab import DCTERMS, PAPERKIN, PROV, RDF, SKOS, VOID

DESCRIPTIONS = "descriptions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a foreign graph comes from.

    Args:
        title: what it is, in English.
        source: its address, or the name of its file.
        sha256: of the file as it came; empty for what was asked of an endpoint.
        licence: IRI, or None when it is not known.
        taken_at: when, with a time zone.
        method: how it was made, in English; empty for data taken as they are.
        links_to: for a link set, what its objects belong to; empty for others.
    """

    title: str
    source: str
    sha256: str
    licence: str | None
    taken_at: datetime
    method: str = ""
    links_to: str = ""


def require_foreign(iri: str, iris: Iris) -> None:
    """Refuse the names of graphs that the catalogue publishes.

    Raises:
        ForeignRefused: it is one of them, or of no use as a name.
    """
    name = iris.graph_name(iri)
    if name is not None and (graphs.is_published(name) or name == DESCRIPTIONS):
        raise ForeignRefused(iri, "what the catalogue publishes is not written from outside")
    if not iri.startswith(("http://", "https://", "urn:")):
        raise ForeignRefused(iri, "a graph is named by an absolute IRI")


def with_descriptions(
    catalogue: Catalogue, iris: Iris, contents: Mapping[str, bytes], origin: Origin
) -> dict[str, bytes]:
    """Give what is to be kept: graphs, and the descriptions of all graphs beside them.

    Args:
        catalogue: opened.
        iris: mints the IRIs.
        contents: canonical N-Quads by IRI; empty ones end a graph.
        origin: of all of them.

    Raises:
        ForeignRefused: one of them has a name that the catalogue publishes.
    """
    for iri in contents:
        require_foreign(iri, iris)
    home = iris.graph(DESCRIPTIONS)
    held = ox.parse(user_graph_content(catalogue, home.value), ox.RdfFormat.N_QUADS)
    kept = [quad for quad in held if _subject(quad) not in contents]
    told = [
        quad
        for iri, content in contents.items()
        if content
        for quad in describe(iri, content.count(b"\n"), origin, iris)
    ]
    return {**contents, home.value: canonical([*kept, *told])}


def describe(iri: str, quads: int, origin: Origin, iris: Iris) -> list[ox.Quad]:
    """Describe a graph: what it is, where it comes from, and its licence."""
    sheet, node, home = Sheet(), ox.NamedNode(iri), iris.graph(DESCRIPTIONS)
    sheet.describe(
        home,
        node,
        (RDF.type, VOID.Linkset if origin.links_to else VOID.Dataset),
        (DCTERMS.title, tagged(origin.title, "en")),
        (DCTERMS.source, address(origin.source) or plain(origin.source)),
        (DCTERMS.license, address(origin.licence)),
        (DCTERMS.created, moment(origin.taken_at)),
        (DCTERMS.description, tagged(origin.method, "en")),
        (VOID.triples, integer(quads)),
        (PAPERKIN.sha256, plain(origin.sha256)),
    )
    if origin.sha256:
        sheet.add(home, node, PROV.wasDerivedFrom, iris.file(origin.sha256))
    if origin.links_to:
        sheet.describe(
            home,
            node,
            (VOID.linkPredicate, SKOS.exactMatch),
            (VOID.subjectsTarget, iris.dataset),
            (VOID.objectsTarget, address(origin.links_to)),
        )
    return sheet.quads()


def canonical(quads: Iterable[ox.Quad]) -> bytes:
    """Canonical N-Quads of quads without blank nodes."""
    return "".join(sorted({f"{quad} .\n" for quad in quads})).encode()


def _subject(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
