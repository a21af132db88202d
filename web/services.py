"""The composition root: the only place where things are opened.

:func:`open_services` gives what the site and the reading commands ask; :func:`open_workshop` gives
what changes a data directory. Everything else is handed what it needs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue, Reader, utc_now
from kg.closing import Closing
from kg.document import describe_document
from kg.dumps import Dumps
from kg.export import ExportOptions, Manifest
from kg.feed import FeedReader
from kg.fetching import Client, fetch_work
from kg.foreign import ForeignRefused
from kg.graph import check_published, is_published
from kg.identifiers import WorkId
from kg.iris import DEFAULT_SITE, InvalidBase, Iris
from kg.rdf_io import write
from kg.records import BibliographicRecord
from kg.remote_graph import FetchedVersions, remote_store
from kg.sparql import FORMATS, QueryService
from kg.sparql.functions import MatchFunction
from kg.sparql.reads import PublishedReads
from kg.sparql.remote import RemoteDataset, RemoteQueries, RemoteReads
from kg.sparql.updating import Change, UserGraphs, WriteReport
from kg.stores.address import endpoint_of
from kg.user_graphs import open_user_graph_writer
from kg.validation import Report
from kg.versions import NothingPublished, Versions
from kg.vocab import PREFIXES
from recommender import Filters, RankedList, Recommender
from web.foreign import ForeignDesk
from web.gathering import user_agent
from web.graph_functions import graph_functions
from web.pictures import Pictures
from web.room import admit_dumps
from web.settings import Settings, load_settings
from web.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Outlets:
    """The ways by which the dataset leaves the house."""

    feed: FeedReader
    dumps: Dumps
    wholes: Versions


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """The published state that answers; nothing is published while ``published_at`` is None."""

    number: int
    change_number: int
    published_at: datetime | None


class Services(Closing):
    """The reading side of a data directory, safe to use from many threads.

    Args:
        settings: in force.
        reader: of the catalogue.
        versions: what is published.
        queries: answers others' SPARQL.
        reads: answers our own.
        outlets: tell what changed, write and offer dumps.
        user_graphs: takes the writes of others.
        close: releases what was opened.
    """

    def __init__(
        self,
        settings: Settings,
        reader: Reader,
        versions: Versions,
        queries: QueryService,
        reads: PublishedReads,
        outlets: Outlets,
        user_graphs: UserGraphs,
        close: Callable[[], None],
    ) -> None:
        self.settings = settings
        self.reader = reader
        self.queries = queries
        self.reads = reads
        self.iris = iris_of(settings)
        self.feed = outlets.feed
        self.dumps = outlets.dumps
        self.pictures = Pictures(
            settings.picture_bytes, settings.pictures_kept_bytes, settings.fetching.allowed_hosts
        )
        self._versions = versions
        self._wholes = outlets.wholes
        self._user_graphs = user_graphs
        self._close = close
        self._lock = threading.Lock()
        self._loaded: tuple[int, Recommender] | None = None
        self._client = _impatient_client(settings)

    def close(self) -> None:
        """End the query workers and close the catalogue."""
        self._close()

    # ---- ranking ------------------------------------------------------------------------------

    @property
    def recommender(self) -> Recommender:
        """The index of the current version; a newer one is opened when it is published.

        Raises:
            NothingPublished: there is none yet.
        """
        current = self._versions.current()
        loaded = self._loaded
        if loaded is None or loaded[0] != current.number:
            with self._lock, self._versions.lease() as version:
                loaded = self._loaded
                if loaded is None or loaded[0] != version.number:
                    loaded = (version.number, Recommender.load(version.index))
                    self._loaded = loaded
        return loaded[1]

    def related(self, work_key: str, k: int = 10, **options: Any) -> RankedList:
        """Works related to a held work; options as of :meth:`recommender.Recommender.related`.

        Raises:
            UnknownWork: the published index does not hold it.
        """
        return self.recommender.related(work_key, k, **options)

    def related_to(
        self,
        positive: Sequence[str] = (),
        negative: Sequence[str] = (),
        text: str | None = None,
        k: int = 10,
        **options: Any,
    ) -> RankedList:
        """Works related to several works and a text, taken together."""
        return self.recommender.related_to(positive, negative, text, k=k, **options)

    def search(
        self,
        text: str,
        k: int = 20,
        offset: int = 0,
        filters: Filters | None = None,
        **options: Any,
    ) -> RankedList:
        """Works in whose texts these words stand."""
        return self.recommender.search(text, k, offset=offset, filters=filters, **options)

    # ---- the graph ----------------------------------------------------------------------------

    def entity_rdf(self, kind: str, key: str, media_type: str) -> bytes:
        """What the graph says of an entity, with its document, in a format by its media type.

        Raises:
            UnknownEntity: the catalogue does not hold it.
        """
        chosen = next(one for one in FORMATS.values() if one.media_type == media_type)
        entity = getattr(self.reader, kind)(key)
        claims = self.reader.claims(key) if kind == "work" else None
        described = describe_document(entity, claims, self.iris)
        return write(described, chosen, PREFIXES)

    def write_graphs(
        self, changes: Sequence[Change], timeout_s: float | None = None
    ) -> WriteReport:
        """Change graphs of users; see :meth:`kg.sparql.updating.UserGraphs.write`."""
        return self._user_graphs.write(changes, timeout_s)

    def check(self, language: str = "en") -> Report:
        """Check the published dataset against the shapes.

        Raises:
            NothingPublished: there is none yet.
        """
        return check_published(self._wholes, self.iris, language)

    def export(
        self,
        folder: Path | None,
        options: ExportOptions,
        progress: Callable[[int], None] | None = None,
    ) -> Manifest:
        """Write dumps of the published dataset; see :meth:`kg.dumps.Dumps.write`.

        Raises:
            BudgetTooSmall: the site cannot offer them within the disk budget.
        """
        manifest = self.dumps.write(folder, options, progress)
        if folder is None:
            admit_dumps(
                self._versions.data, self.settings.disk_budget_bytes, manifest.change_number
            )
        return manifest

    # ---- works that are not held --------------------------------------------------------------

    def fetch_work(self, work_id: WorkId) -> BibliographicRecord | None:
        """What a service says of a work that is not held; nothing is kept.

        Args:
            work_id: as :func:`kg.identifiers.find_work_id` reads it from what somebody typed.

        Returns:
            The record, or None when the operator does not allow it (setting ``fetching.on_ask``)
            or no service knows the work.

        Raises:
            FetchError: no service could be asked in time; ``ServiceBusy`` when they want to be
                left alone for a while.
        """
        if not self.settings.fetching.on_ask:
            return None
        return fetch_work(work_id, self._client, self._client.limits)

    # ---- state --------------------------------------------------------------------------------

    def version(self) -> VersionInfo:
        """What is published now."""
        try:
            current = self._versions.current()
        except NothingPublished:
            return VersionInfo(0, 0, None)
        return VersionInfo(current.number, current.change_number, current.published_at)

    def check_ready(self) -> None:
        """Ask one thing of the index and of the graph, as those who answer readers do.

        Raises:
            NothingPublished: there is no version to read.
            SavedIndexError: its index cannot be opened.
            RemoteStoreError: the store that holds the graph does not answer.
        """
        len(self.recommender)
        self.reads.holds("ASK { ?s ?p ?o }")

    def counts(self) -> Mapping[str, int]:
        """How many entities of each kind the catalogue holds."""
        return self.reader.counts()


def _impatient_client(settings: Settings) -> Client:
    """A client for questions that a reader waits for: one attempt, a short time."""
    limits = settings.fetching
    return Client(
        replace(
            limits,
            timeout_s=limits.on_ask_timeout_s,
            silence_s=min(limits.silence_s, limits.on_ask_timeout_s),
            longest_wait_s=limits.on_ask_timeout_s,
            attempts=1,
        ),
        agent=user_agent(settings.site_base, settings.contact),
    )


def open_services(data: Path, settings: Settings | None = None) -> Services:
    """Open the reading side of a data directory; see :class:`Services`."""
    chosen = settings or load_settings(data)
    data.mkdir(parents=True, exist_ok=True)
    catalogue = open_catalogue(data, chosen)
    versions = Versions(data)
    iris = iris_of(chosen)
    functions = graph_functions(lambda: services.recommender, iris)
    graph = open_published_graph(data, versions, chosen, iris, functions)
    queries, reads, wholes = graph.queries, graph.reads, graph.wholes

    def close() -> None:
        queries.close()
        reads.close()
        catalogue.close()

    dumps = Dumps(data, wholes, catalogue, iris)
    feed = FeedReader(data, versions, iris, _place(data, chosen) if chosen.graph else None)
    outlets = Outlets(feed, dumps, wholes)
    reader, users = Reader(catalogue), user_graphs_of(data, catalogue, chosen, iris)
    services = Services(chosen, reader, versions, queries, reads, outlets, users, close)
    return services


@dataclass(frozen=True, slots=True)
class PublishedGraph:
    """What reads the graph: others' queries, our own, and whoever wants all of it at once."""

    queries: QueryService
    reads: PublishedReads
    wholes: Versions


def open_published_graph(
    data: Path,
    versions: Versions,
    settings: Settings,
    iris: Iris,
    functions: Mapping[str, MatchFunction] | None = None,
) -> PublishedGraph:
    """Open what reads the graph: published versions, or the SPARQL store of the settings."""
    limits = settings.sparql
    if not settings.graph:
        queries = QueryService(versions, limits, PREFIXES, functions=functions)
        return PublishedGraph(queries, PublishedReads(versions, PREFIXES), versions)
    store = remote_store(endpoint_of(settings.graph, settings.graph_update), iris)
    dataset = RemoteDataset(store, lambda graph: is_published(graph, iris), versions)
    return PublishedGraph(
        RemoteQueries(versions, dataset, limits, PREFIXES, functions=functions),
        RemoteReads(versions, dataset, limits, PREFIXES),
        FetchedVersions(data, store),
    )


def user_graphs_of(data: Path, catalogue: Catalogue, settings: Settings, iris: Iris) -> UserGraphs:
    """The graphs that holders of the token write: those whose names begin as they must."""
    limits = settings.sparql
    return UserGraphs(
        data / "graph" / "scratch",
        lambda: open_user_graph_writer(
            data, catalogue, keep=settings.versions_kept, wait_s=limits.queue_s
        ),
        # A store that others write too keeps its own rights; what they write is theirs.
        lambda graph: (
            not settings.graph and graph.startswith(iris.user_graphs) and graph != iris.user_graphs
        ),
        limits,
        PREFIXES,
    )


def open_workshop(
    data: Path, settings: Settings | None = None, clock: Callable[[], datetime] = utc_now
) -> Workshop:
    """Open the writing side of a data directory; see :class:`web.workshop.Workshop`."""
    chosen = settings or load_settings(data)
    data.mkdir(parents=True, exist_ok=True)
    return Workshop(data, open_catalogue(data, chosen), iris_of(chosen), chosen, clock)


def open_foreign_desk(
    data: Path, settings: Settings | None = None, clock: Callable[[], datetime] = utc_now
) -> ForeignDesk:
    """Open what takes in data of others; see :class:`web.foreign.ForeignDesk`.

    Raises:
        ForeignRefused: the graph is in a SPARQL store, whose owner says what else stands there.
    """
    chosen = settings or load_settings(data)
    if chosen.graph:
        where = endpoint_of(chosen.graph).query_url
        raise ForeignRefused(where, "load data of others and links with the store's own tools")
    data.mkdir(parents=True, exist_ok=True)
    return ForeignDesk(data, open_catalogue(data, chosen), iris_of(chosen), chosen, clock)


def open_catalogue(data: Path, settings: Settings) -> Catalogue:
    """Open the catalogue that the settings name."""
    return Catalogue(_place(data, settings))


def _place(data: Path, settings: Settings) -> str:
    return settings.catalogue or f"sqlite:///{data / 'catalogue.sqlite'}"


def iris_of(settings: Settings) -> Iris:
    """The IRIs of an installation; a site on this machine only uses the common site base.

    The name of a machine that nobody else can reach must not stand in data that others get.
    """
    try:
        return Iris(settings.entity_base, settings.site_base)
    except InvalidBase:
        return Iris(settings.entity_base, DEFAULT_SITE)
