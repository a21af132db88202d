"""The dataset as a whole: how much it holds, and its description for machines.

Counting is linear in the size of the graph, so it is done once a published version.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kg import graphs
from kg.description import Counts, DumpFile, Publication, dataset_quads, service_quads
from kg.rdf_io import write
from kg.sparql import FORMATS
from kg.sparql.formats import ResultFormat
from kg.vocab import PREFIXES
from web.contract import Services

_BY_GRAPH: Final = "SELECT ?k (COUNT(*) AS ?n) { GRAPH ?k { ?s ?p ?o } } GROUP BY ?k"
_BY_CLASS: Final = "SELECT ?k (COUNT(*) AS ?n) { ?s rdf:type ?k } GROUP BY ?k"
_BY_PROPERTY: Final = "SELECT ?k (COUNT(*) AS ?n) { ?s ?k ?o } GROUP BY ?k"
_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_LINKS: Final = "links/"


@dataclass(slots=True)
class DatasetDescription:
    """Describes the published dataset; safe to use from many threads.

    Args:
        services: whose dataset.
    """

    services: Services
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _measured: tuple[int, Counts] | None = None

    def counts(self) -> Counts:
        """How much of what the current version holds."""
        current = self.services.version().change_number
        with self._lock:
            if self._measured is None or self._measured[0] != current:
                self._measured = (current, self._measure())
            return self._measured[1]

    def dataset(self, media_type: str) -> bytes:
        """The dataset in VoID and DCAT, in an RDF format by its media type."""
        version, site = self.services.version(), self.services.settings.site_base
        name = self.services.settings.site_name
        publication = Publication(
            title={"en": name, "ko": name},
            counts=self.counts(),
            change_number=version.change_number,
            modified_at=version.published_at or datetime.now(UTC),
            endpoint=site + "sparql",
            landing_page=site,
            dumps=self.files(),
        )
        described = dataset_quads(publication, self.services.iris)
        return write((quad.triple for quad in described), format_of(media_type), PREFIXES)

    def files(self) -> tuple[DumpFile, ...]:
        """The dumps that the site offers."""
        offered = self.services.dumps.newest()
        if offered is None:
            return ()
        folder = f"{self.services.settings.site_base}export/{offered.change_number}/"
        return tuple(one.described(folder) for one in offered.files)

    def service(self, media_type: str) -> bytes:
        """The SPARQL endpoint as its service description."""
        endpoint = self.services.settings.site_base + "sparql"
        described = service_quads(
            endpoint,
            self.counts(),
            self.services.iris,
            asks_others=self.services.queries.has_services,
        )
        return write((quad.triple for quad in described), format_of(media_type), PREFIXES)

    def _measure(self) -> Counts:
        iris = self.services.iris
        sizes = {iris.graph_name(graph): count for graph, count in self._groups(_BY_GRAPH)}
        named = {name: count for name, count in sizes.items() if name is not None}
        return Counts(
            graphs={name: count for name, count in named.items() if graphs.is_published(name)},
            classes=dict(self._groups(_BY_CLASS)),
            properties=dict(self._groups(_BY_PROPERTY)),
            subjects=sum(int(row["n"].value) for row in self.services.reads.rows(_SUBJECTS)),
            links={name: count for name, count in named.items() if name.startswith(_LINKS)},
        )

    def _groups(self, query: str) -> Iterable[tuple[str, int]]:
        return [(row["k"].value, int(row["n"].value)) for row in self.services.reads.rows(query)]


def format_of(media_type: str) -> ResultFormat:
    """The writer of a media type."""
    return next(one for one in FORMATS.values() if one.media_type == media_type)
