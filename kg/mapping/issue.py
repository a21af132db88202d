"""An issue: a series' list for a day, with the votes and pictures of that day."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import Issue, IssueItem
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, day, integer
from kg.mapping.votes import add_votes
from kg.vocab import PROV, RDF, SCHEMA


def issue_quads(issue: Issue, iris: Iris) -> list[Quad]:
    """Map an issue and its places."""
    sheet, node, graph = Sheet(), iris.issue(issue.key), iris.graph(graphs.LISTINGS)
    sheet.describe(
        graph,
        node,
        (RDF.type, SCHEMA.PublicationIssue),
        (SCHEMA.isPartOf, iris.series(issue.series)),
        (SCHEMA.datePublished, day(issue.issued_on)),
        (SCHEMA.numberOfItems, integer(len(issue.items))),
    )
    for item in issue.items:
        _add_item(sheet, graph, issue, item, iris)
    for record in issue.records:
        source = iris.record(record.source, record.key)
        sheet.add(iris.graph(graphs.META), node, PROV.wasDerivedFrom, source)
    return sheet.quads()


def _add_item(sheet: Sheet, graph: NamedNode, issue: Issue, item: IssueItem, iris: Iris) -> None:
    node = iris.item(issue.key, item.position)
    sheet.add(graph, iris.issue(issue.key), SCHEMA.itemListElement, node)
    sheet.describe(
        graph,
        node,
        (RDF.type, SCHEMA.ListItem),
        (SCHEMA.position, integer(item.position)),
        (SCHEMA.item, iris.work(item.work)),
        (SCHEMA.thumbnailUrl, address(item.picture_url)),
        (SCHEMA.video, address(item.video_url)),
    )
    if item.votes is not None:
        counter = NamedNode(f"{node.value}-votes")
        add_votes(sheet, graph, node, counter, item.votes, issue.issued_on)
