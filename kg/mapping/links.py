"""The links of a work: stated ones among its facts, those found in prose among the claims."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graphs
from kg.entities import Work, WorkLink, WorkText
from kg.iris import Iris
from kg.mapping.evidence import add_evidence
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, address_text, plain
from kg.vocab import FABIO, FOAF, LPWC, LPWCC, PAPERKIN, RDF, SCHEMA


def add_links(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write every link once; a stated one comes before the same link found in prose."""
    texts = {text.key: text for text in work.texts}
    seen: set[str] = set()
    for link in sorted(work.links, key=lambda one: one.place is not None):
        target = address(link.url)
        if target is not None and link.url not in seen:
            seen.add(link.url)
            _add_link(sheet, node, work, link, target, texts, iris)


def _add_link(
    sheet: Sheet,
    node: NamedNode,
    work: Work,
    link: WorkLink,
    target: NamedNode,
    texts: dict[str, WorkText],
    iris: Iris,
) -> None:
    graph = iris.graph(graphs.WORKS if link.place is None else graphs.CLAIMS)
    one = iris.link(work.key, link.url)
    sheet.add(graph, node, PAPERKIN.hasLink, one)
    sheet.describe(
        graph,
        one,
        (RDF.type, PAPERKIN.Link),
        (SCHEMA.url, target),
        (PAPERKIN.linkKind, plain(link.kind)),
        (PAPERKIN.linkStatus, plain(link.status)),
    )
    if link.kind == "project":
        sheet.add(graph, node, FOAF.homepage, target)
    if link.kind == "code":
        sheet.add(graph, node, LPWC.hasRepository, one)
        sheet.add(graph, node, LPWC.hasOfficialRepository, one)
        sheet.add(graph, one, RDF.type, LPWCC.repository)
        sheet.add(graph, one, SCHEMA.codeRepository, target)
        sheet.add(iris.graph(graphs.COMPAT), one, FABIO.hasURL, address_text(link.url))
    if link.place is not None:
        words = link.surface or link.url
        add_evidence(sheet, one, work.key, link.place, words, texts, iris)
