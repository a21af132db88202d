"""The texts of a work, each in the graph of its licence and language."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graphs
from kg.entities import Work, WorkText
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, integer, plain, tagged
from kg.vocab import DCTERMS, DOCO, PAPERKIN, RDF, SCHEMA


def add_texts(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write titles, abstracts and summaries.

    Open texts come first, so that words which two sources give are free if one gives them freely.
    """
    for text in sorted(work.texts, key=_openness):
        if text.field == "title":
            _add_title(sheet, node, work, text, iris)
        elif text.field == "abstract":
            _add_abstract(sheet, node, work, text, iris)
        else:
            _add_summary(sheet, node, work, text, iris)


def joined(text: WorkText) -> str:
    """Give the whole text: its sentences, joined by one space."""
    return " ".join(sentence.text for sentence in text.sentences)


def _openness(text: WorkText) -> tuple[bool, str, str]:
    return not graphs.is_open(text.licence), text.licence or "", text.key


def _add_title(sheet: Sheet, node: NamedNode, work: Work, text: WorkText, iris: Iris) -> None:
    graph, title = iris.graph(graphs.WORKS), iris.part(work.key, text.key)
    sheet.describe(graph, title, (RDF.type, DOCO.Title), (DCTERMS.isPartOf, node))


def _add_abstract(sheet: Sheet, node: NamedNode, work: Work, text: WorkText, iris: Iris) -> None:
    graph = iris.texts_graph(text.licence, text.language)
    abstract = iris.part(work.key, text.key)
    sheet.add(graph, node, DCTERMS.abstract, tagged(joined(text), text.language))
    sheet.describe(
        graph,
        abstract,
        (RDF.type, DOCO.Abstract),
        (DCTERMS.isPartOf, node),
        (DCTERMS.language, plain(graphs.language_tag(text.language))),
        (PAPERKIN.sourceName, plain(text.source)),
        (DCTERMS.license, address(text.licence)),
    )


def _add_summary(sheet: Sheet, node: NamedNode, work: Work, text: WorkText, iris: Iris) -> None:
    graph = iris.texts_graph(text.licence, text.language)
    summary = iris.part(work.key, text.key)
    sheet.add(graph, node, PAPERKIN.hasSummary, summary)
    sheet.describe(
        graph,
        summary,
        (RDF.type, PAPERKIN.MachineSummary if text.generated else PAPERKIN.Summary),
        (DCTERMS.language, plain(graphs.language_tag(text.language))),
        (PAPERKIN.sourceName, plain(text.source)),
        (DCTERMS.license, address(text.licence)),
    )
    for number, sentence in enumerate(text.sentences, start=1):
        part = iris.sentence(work.key, text.key, number)
        sheet.add(graph, summary, DCTERMS.hasPart, part)
        sheet.describe(
            graph,
            part,
            (RDF.type, DOCO.Sentence),
            (SCHEMA.position, integer(number)),
            (SCHEMA.text, tagged(sentence.text, text.language)),
            (PAPERKIN.sentenceLabel, tagged(sentence.label, text.language)),
            (PAPERKIN.sentenceLevel, integer(sentence.level or None)),
        )
