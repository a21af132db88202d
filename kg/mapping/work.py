"""A work: what is said of the paper as such, in the order of the model's table."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import Work
from kg.identifiers import WorkId, derived_doi, landing_url
from kg.iris import Iris
from kg.mapping.edges import is_plain, predicates
from kg.mapping.links import add_links
from kg.mapping.peers import add_work_for_peers
from kg.mapping.provenance import add_records
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, boolean, clean, day, integer, plain
from kg.mapping.texts import add_texts
from kg.mapping.versions import add_versions
from kg.mapping.votes import add_votes, newest_reading
from kg.vocab import (
    CITO,
    DATACITE,
    DCTERMS,
    FABIO,
    FOAF,
    PAPERKIN,
    RDF,
    SCHEMA,
    SOA,
)

DOI_RESOLVER = "https://doi.org/"
ARXIV = "arxiv"


def work_quads(work: Work, iris: Iris) -> list[Quad]:
    """Map a work with its authorships, texts, links, versions and plain edges."""
    sheet, node, graph = Sheet(), iris.work(work.key), iris.graph(graphs.WORKS)
    sheet.add(graph, node, RDF.type, FABIO.ResearchPaper)
    sheet.add(graph, node, RDF.type, SCHEMA.ScholarlyArticle)
    _add_title_and_dates(sheet, graph, node, work)
    _add_identifiers(sheet, graph, node, work)
    _add_authorships(sheet, graph, node, work, iris)
    _add_subjects(sheet, graph, node, work, iris)
    for key in work.cites:
        sheet.add(graph, node, CITO.cites, iris.work(key))
    add_versions(sheet, node, work, iris)
    add_texts(sheet, node, work, iris)
    _add_concepts(sheet, node, work, iris)
    add_links(sheet, node, work, iris)
    _add_listing_facts(sheet, node, work, iris)
    add_records(sheet, node, work.records, iris)
    add_work_for_peers(sheet, node, work, iris)
    return sheet.quads()


def _add_title_and_dates(sheet: Sheet, graph: NamedNode, node: NamedNode, work: Work) -> None:
    is_marked_up = clean(work.title_source) != clean(work.title)
    status = None if work.status == "current" else work.status
    sheet.describe(
        graph,
        node,
        (DCTERMS.title, plain(work.title)),
        (PAPERKIN.titleSource, plain(work.title_source) if is_marked_up else None),
        (DCTERMS.issued, day(work.published_on)),
        (FABIO.hasPublicationYear, integer(work.year)),
        (SCHEMA.creativeWorkStatus, plain(status)),
        (PAPERKIN.authorsComment, plain(work.comment)),
        (PAPERKIN.isStub, boolean(True) if work.is_stub else None),
    )


def _add_identifiers(sheet: Sheet, graph: NamedNode, node: NamedNode, work: Work) -> None:
    canonical = WorkId.parse(work.key)
    ids = [WorkId.parse(one) for one in work.ids]
    for one in ids:
        sheet.add(graph, node, DCTERMS.identifier, plain(str(one)))
        if one.scheme == ARXIV:
            sheet.add(graph, node, FABIO.hasArXivId, plain(one.value))
        if one.scheme == "doi":
            sheet.add(graph, node, DATACITE.doi, plain(DOI_RESOLVER + one.value))
        if doi := derived_doi(one):
            sheet.add(graph, node, DATACITE.doi, plain(DOI_RESOLVER + doi))
            sheet.add(graph, node, PAPERKIN.derivedIdentifier, plain(DOI_RESOLVER + doi))
    pages = [address(landing_url(one)) for one in (canonical, *ids)]
    known = list(dict.fromkeys(page for page in pages if page is not None))
    for page in known[:1]:
        sheet.add(graph, node, SCHEMA.url, page)
    for page in known:
        sheet.add(graph, node, FOAF.page, page)


def _add_authorships(
    sheet: Sheet, graph: NamedNode, node: NamedNode, work: Work, iris: Iris
) -> None:
    for one in work.authorships:
        authorship, agent = iris.authorship(work.key, one.listed_position), iris.agent(one.agent)
        sheet.add(graph, node, SOA.hasAuthorship, authorship)
        sheet.describe(
            graph,
            authorship,
            (RDF.type, SOA.Authorship),
            (SOA.hasAuthor, agent),
            (PAPERKIN.listedPosition, integer(one.listed_position)),
            (PAPERKIN.nameAsListed, plain(one.name)),
            (SOA.position, integer(one.byline_position)),
        )
        sheet.add(graph, node, DCTERMS.creator, agent)
    sheet.add(graph, node, PAPERKIN.authorListComplete, boolean(work.authors_complete))


def _add_subjects(sheet: Sheet, graph: NamedNode, node: NamedNode, work: Work, iris: Iris) -> None:
    for code in work.categories:
        sheet.add(graph, node, DCTERMS.subject, iris.category(ARXIV, code))
    for code in work.categories[:1]:
        sheet.add(graph, node, PAPERKIN.primaryCategory, iris.category(ARXIV, code))
    for keyword in work.keywords:
        sheet.add(graph, node, SCHEMA.keywords, plain(keyword))


def _add_concepts(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write the plain edges; they are extracted, so they stand among the claims."""
    graph = iris.graph(graphs.CLAIMS)
    for edge in filter(is_plain, work.concepts):
        for predicate in predicates(edge.kind, edge.role):
            sheet.add(graph, node, predicate, iris.concept(edge.concept))


def _add_listing_facts(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write what the lists gave the work: the newest reading of its votes, picture and video."""
    graph = iris.graph(graphs.LISTINGS)
    if work.votes:
        newest = newest_reading(work.votes)
        counter = iris.part(work.key, "votes")
        add_votes(sheet, graph, node, counter, newest.votes, newest.read_on)
    sheet.add(graph, node, SCHEMA.thumbnailUrl, address(work.picture_url))
    sheet.add(graph, node, SCHEMA.video, address(work.video_url))
