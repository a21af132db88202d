"""The dataset, its graphs, its classes and properties, its files: VoID and DCAT.

References:
    Describing Linked Datasets with the VoID Vocabulary, W3C Note 2011.
    Data Catalog Vocabulary (DCAT) version 3, W3C Recommendation 2024.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from kg import graphs
from kg.description.counting import Counts
from kg.iris import Iris, short_hash
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, integer, moment, plain, tagged
from kg.vocab import DCAT, DCTERMS, FORMATS, PREFIXES, RDF, SPDX, VOID

MEDIA_TYPE_IRI = "https://www.iana.org/assignments/media-types/"
_OFFERED = (
    FORMATS.Turtle,
    FORMATS.TriG,
    FORMATS.N_Triples,
    FORMATS.N_Quads,
    FORMATS.RDF_XML,
    FORMATS.JSON_LD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpFile:
    """A file in which the dataset or a part of it is offered.

    Args:
        name: file name.
        url: address.
        media_type: of the content (``text/turtle``).
        compression: media type of the packing (``application/gzip``), or None.
        size_bytes: size as offered.
        sha256: of the file as offered.
        licence: IRI, or None when unknown.
    """

    name: str
    url: str
    media_type: str
    compression: str | None
    size_bytes: int
    sha256: str
    licence: str | None = graphs.CC0


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a site says of the dataset as a whole.

    Args:
        title: by language.
        counts: how much it holds.
        change_number: the change up to which it is complete.
        modified_at: time of the newest change, with a time zone.
        endpoint: address of the SPARQL endpoint, or None.
        landing_page: address of the site, or None.
        dumps: files.
    """

    title: Mapping[str, str]
    counts: Counts
    change_number: int
    modified_at: datetime
    endpoint: str | None = None
    landing_page: str | None = None
    dumps: tuple[DumpFile, ...] = ()


def dataset_quads(publication: Publication, iris: Iris) -> list[ox.Quad]:
    """Describe the dataset, its graphs, its classes and properties, its files and link sets."""
    sheet, node, graph = Sheet(), iris.dataset, iris.graph(graphs.META)
    counts = publication.counts
    for language, title in sorted(publication.title.items()):
        sheet.add(graph, node, DCTERMS.title, tagged(title, language))
    sheet.describe(
        graph,
        node,
        (RDF.type, VOID.Dataset),
        (RDF.type, DCAT.Dataset),
        (DCTERMS.license, address(graphs.CC0)),
        (DCTERMS.modified, moment(publication.modified_at)),
        (DCAT.version, plain(str(publication.change_number))),
        (DCAT.landingPage, address(publication.landing_page)),
        (VOID.sparqlEndpoint, address(publication.endpoint)),
        (VOID.uriSpace, plain(iris.base)),
        (VOID.triples, integer(counts.triples)),
        (VOID.distinctSubjects, integer(counts.subjects)),
        (VOID.classes, integer(len(counts.classes))),
        (VOID.properties, integer(len(counts.properties))),
        (VOID.exampleResource, iris.scheme()),
    )
    for namespace in _namespaces_used(counts):
        sheet.add(graph, node, VOID.vocabulary, ox.NamedNode(namespace))
    for offered in _OFFERED:
        sheet.add(graph, node, VOID.feature, offered)
    _add_graphs(sheet, graph, counts, iris)
    _add_partitions(sheet, graph, counts, iris)
    _add_links(sheet, graph, counts, iris)
    for dump in publication.dumps:
        _add_dump(sheet, graph, dump, iris)
    return sheet.quads()


def _namespaces_used(counts: Counts) -> list[str]:
    used = (*counts.classes, *counts.properties)
    return sorted(
        namespace
        for prefix, namespace in PREFIXES.items()
        if prefix != "xsd" and any(term.startswith(namespace) for term in used)
    )


def _add_graphs(sheet: Sheet, graph: ox.NamedNode, counts: Counts, iris: Iris) -> None:
    for name, triples in sorted(counts.graphs.items()):
        part = iris.graph(name)
        sheet.add(graph, iris.dataset, VOID.subset, part)
        licence = graphs.licence_of(name)
        rights = None if licence else tagged("The licence of these texts is not known.", "en")
        sheet.describe(
            graph,
            part,
            (RDF.type, VOID.Dataset),
            (VOID.triples, integer(triples)),
            (DCTERMS.license, address(licence)),
            (DCTERMS.rights, rights),
        )


def _add_partitions(sheet: Sheet, graph: ox.NamedNode, counts: Counts, iris: Iris) -> None:
    for term, number in sorted(counts.classes.items()):
        part = ox.NamedNode(f"{iris.dataset.value}#class-{short_hash(term)}")
        sheet.add(graph, iris.dataset, VOID.classPartition, part)
        sheet.describe(
            graph, part, (VOID.class_, ox.NamedNode(term)), (VOID.entities, integer(number))
        )
    for term, number in sorted(counts.properties.items()):
        part = ox.NamedNode(f"{iris.dataset.value}#property-{short_hash(term)}")
        sheet.add(graph, iris.dataset, VOID.propertyPartition, part)
        sheet.describe(
            graph, part, (VOID.property, ox.NamedNode(term)), (VOID.triples, integer(number))
        )


def _add_links(sheet: Sheet, graph: ox.NamedNode, counts: Counts, iris: Iris) -> None:
    for name, triples in sorted(counts.links.items()):
        part = iris.graph(name)
        sheet.add(graph, iris.dataset, VOID.subset, part)
        sheet.describe(
            graph,
            part,
            (RDF.type, VOID.Linkset),
            (VOID.subjectsTarget, iris.dataset),
            (VOID.triples, integer(triples)),
        )


def _add_dump(sheet: Sheet, graph: ox.NamedNode, dump: DumpFile, iris: Iris) -> None:
    node = ox.NamedNode(f"{iris.dataset.value}#file-{short_hash(dump.name)}")
    checksum = ox.NamedNode(f"{node.value}-checksum")
    sheet.add(graph, iris.dataset, DCAT.distribution, node)
    sheet.add(graph, iris.dataset, VOID.dataDump, address(dump.url))
    sheet.describe(
        graph,
        node,
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, plain(dump.name)),
        (DCAT.downloadURL, address(dump.url)),
        (DCAT.mediaType, address(MEDIA_TYPE_IRI + dump.media_type)),
        (DCAT.compressFormat, address(dump.compression and MEDIA_TYPE_IRI + dump.compression)),
        (DCAT.byteSize, integer(dump.size_bytes)),
        (DCTERMS.license, address(dump.licence)),
        (SPDX.checksum, checksum),
    )
    sheet.describe(
        graph,
        checksum,
        (RDF.type, SPDX.Checksum),
        (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
        (SPDX.checksumValue, plain(dump.sha256)),
    )
