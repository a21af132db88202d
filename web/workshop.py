"""The writing side of a data directory: read sources, understand texts, publish, forget.

A workshop is opened by one process at a time for as long as it works; readers go on with the
version that is published and see the next one when it is whole.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.catalogue import (
    Catalogue,
    FileRead,
    ForgetReport,
    IngestReport,
    Reader,
    extract_pending,
    forget_agent,
    forget_work,
    hash_file,
    ingest,
)
from kg.catalogue.changes import drop_old_states
from kg.catalogue.everything import Everything, everything
from kg.catalogue.ingest import Clock
from kg.catalogue.matching import join_certain
from kg.catalogue.user_graphs import user_graphs
from kg.closing import Closing
from kg.concepts.curation import CURATED
from kg.concepts.scheme import load_scheme
from kg.feed.pages import close_feed, feed_folder
from kg.fetching import Selection
from kg.graph import PrimaryGraph
from kg.iris import Iris
from kg.mapping import RankedWork, Reason
from kg.remote_graph import RemoteGraph
from kg.sources import AuthorOverrides, files_of, read
from kg.stores.address import endpoint_of
from kg.stores.lock import WriterLock
from kg.user_graphs import add_user_graphs
from kg.versions import NothingPublished, Publisher, Version, Versions
from recommender import Evidence, Parameters, RankedList, Recommender, SavedIndexError
from web.estimating import RecordsRead
from web.gathering import EnrichReport, Gathering, shelf_of, user_agent
from web.indexing import fitted
from web.learned import with_learned
from web.leftovers import still_named
from web.reindexing import followed
from web.release import own_version
from web.room import KeepVersions, make_room, next_version_bytes
from web.settings import Settings

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, how much is done, and how much there is (None when unknown)."""

OVERRIDES = "author-overrides.jsonl"
ALGORITHM = "paperkin-fusion-1"
_RELATED_IN_GRAPH = 10
_TURN_S = 60.0
_NEXT_VERSION = "the next version"
_REASONS_IN_GRAPH = 3


def _quiet(_step: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What is published now, and how much of it was new."""

    version: int
    change_number: int
    works: int
    works_read: int
    is_new: bool
    gave_way: tuple[str, ...] = ()
    """What was removed because the disk budget was short."""


class Workshop(Closing):
    """Everything that changes a data directory.

    Args:
        data: the data directory.
        catalogue: its opened catalogue.
        iris: mints the IRIs of its graph.
        settings: in force.
        clock: gives the times that are stored.

    Raises:
        StoreBusy: another process works on the same data.
    """

    def __init__(
        self, data: Path, catalogue: Catalogue, iris: Iris, settings: Settings, clock: Clock
    ) -> None:
        self._data = data
        self._catalogue = catalogue
        self._iris = iris
        self._settings = settings
        self._clock = clock
        self._is_alone = False
        self._publisher = Publisher(data, keep=settings.versions_kept, clock=clock)
        self._lock = self._only_workshop() if catalogue.is_embedded else None
        self.reader = Reader(catalogue)

    def close(self) -> None:
        """Close the catalogue and let another process work here; safe to call twice."""
        self._catalogue.close()
        if self._lock is not None:
            self._lock.release()

    def _only_workshop(self, wait_s: float = 0.0) -> WriterLock:
        return WriterLock(self._data / "workshop.lock", self._data, wait_s)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one that reads texts, publishes or forgets.

        An embedded catalogue belongs to one workshop as a whole; of one on a server, several
        processes may read sources at the same time, and take turns for what follows.
        """
        if self._lock is not None or self._is_alone:
            yield
            return
        with self._catalogue.stage(), self._only_workshop(_TURN_S):
            self._is_alone = True
            try:
                yield
            finally:
                self._is_alone = False

    # ---- reading sources ----------------------------------------------------------------------

    def ingest(
        self,
        source: str,
        locations: Iterable[Path],
        progress: Progress = _quiet,
        *,
        again: bool = False,
    ) -> IngestReport:
        """Read files or folders into the catalogue; nothing is published yet.

        Curated corrections of printed names are taken from ``author-overrides.jsonl`` in the data
        directory, when that file is there.

        Args:
            source: name of the source.
            locations: each file is one reading in the ledger.
            progress: watches.
            again: also read files that were read before and are the same.

        Raises:
            UnknownSource: there is no source of that name.
            UnreadableLocation: there is no such file or folder.
            BadOverrides: the corrections cannot be read.
        """
        report = IngestReport(source)
        overrides = self._overrides()
        paths = files_of(source, locations)
        watch = RecordsRead(paths, progress)
        for path in paths:
            self._make_room("reading a file")
            file_sha256 = hash_file(path)
            ingest(
                self._catalogue,
                source,
                str(path),
                read(source, path, overrides=overrides),
                report,
                file=FileRead(file_sha256, self._fingerprint(file_sha256), again),
                clock=self._clock,
                progress=watch,
            )
            watch.finished(path, report.read)
        return report

    def _fingerprint(self, file_sha256: str) -> str:
        """What decides how a file is read: its bytes, the corrections and the program."""
        path = self._data / OVERRIDES
        corrections = hash_file(path) if path.exists() else ""
        return sha256(f"{file_sha256} {corrections} {own_version()}".encode()).hexdigest()

    def fetch(
        self,
        service: str,
        selection: Selection,
        progress: Progress = _quiet,
        most_replies: int | None = None,
    ) -> IngestReport:
        """Fetch from a service into the catalogue; see :meth:`web.gathering.Gathering.fetch`."""
        self._make_room("fetching")
        return self._gathering().fetch(service, selection, progress, most_replies)

    def enrich(
        self,
        services: Sequence[str],
        progress: Progress = _quiet,
        *,
        most_works: int | None = None,
        again_after_days: int = 90,
    ) -> EnrichReport:
        """Ask services about the works held; see :meth:`web.gathering.Gathering.enrich`."""
        self._make_room("fetching")
        return self._gathering().enrich(
            services, progress, most_works=most_works, again_after_days=again_after_days
        )

    def _gathering(self) -> Gathering:
        return Gathering(
            self._data,
            self._catalogue,
            self._settings.fetching,
            user_agent(self._settings.site_base, self._settings.contact),
            self._overrides(),
            self._clock,
        )

    def _overrides(self) -> AuthorOverrides:
        path = self._data / OVERRIDES
        return AuthorOverrides.load(path) if path.exists() else AuthorOverrides()

    # ---- identity -----------------------------------------------------------------------------

    def decide(self, change: Callable[[Catalogue], object]) -> None:
        """Apply a decision of :mod:`kg.catalogue.identity`; nothing is published yet."""
        with self._alone():
            change(self._catalogue)

    # ---- publishing ---------------------------------------------------------------------------

    def publish(self, progress: Progress = _quiet, *, always: bool = False) -> PublishReport:
        """Bring graph and index to the newest change and make them the current version.

        Args:
            progress: watches.
            always: also when the current version has the newest change already.

        Raises:
            StoreBusy: another process publishes.
        """
        with self._alone():
            return self._publish(progress, always=always)

    def _publish(self, progress: Progress, *, always: bool) -> PublishReport:
        if self._settings.join_works:
            join_certain(self._catalogue, clock=self._clock)
        found = extract_pending(
            self._catalogue,
            load_scheme(curated=self._data / CURATED),
            progress=progress,
            processes=self._settings.processes or len(os.sched_getaffinity(0)),
        )
        with self._graph() as graph:
            number = graph.catch_up(
                self._catalogue, lambda done, total: progress("graph", done, total)
            )
            current = None if always else self._current()
            if current is not None and _shows(current, number, graph.mapping):
                return PublishReport(
                    current.number, number, self._works(), found.works, is_new=False
                )
            wanted = next_version_bytes(self._data) if self._settings.disk_budget_bytes else 0
            gave = self._make_room(_NEXT_VERSION, wanted)
            recommender = self._recommender(number, anew=always)

            def write_graph(folder: Path) -> None:
                graph.copy_to(folder, self._related(recommender, progress), ALGORITHM)
                add_user_graphs(folder, self._catalogue)

            version = self._publisher.publish(
                number,
                write_graph,
                lambda folder: recommender.save(folder, version=number),
                graph.mapping,
                admit=lambda keep: self._make_room(_NEXT_VERSION, keep=keep),
            )
            self._forget_old_states(number)
        return PublishReport(
            version.number, number, len(recommender), found.works, is_new=True, gave_way=gave
        )

    def _make_room(
        self, step: str, wanted_bytes: int = 0, keep: KeepVersions | None = None
    ) -> tuple[str, ...]:
        """Hold the disk budget; see :mod:`web.room`."""
        return make_room(
            self._data,
            self._settings.disk_budget_bytes,
            wanted_bytes,
            step,
            keep or self._publisher.remove_older,
            self._settings.versions_kept,
        )

    def _forget_old_states(self, number: int) -> None:
        """Graph, feed and index have passed these changes, so the log need not tell them."""
        with self._catalogue.writing() as connection:
            drop_old_states(connection, number)

    def rebuild(self, progress: Progress = _quiet) -> PublishReport:
        """Throw graph and index away and make them anew from the catalogue."""
        with self._alone():
            self._graph(anew=True).close()
            return self.publish(progress, always=True)

    def _graph(self, *, anew: bool = False) -> PrimaryGraph:
        kept = self._settings.feed_changes_kept
        if self._settings.graph:
            endpoint = endpoint_of(self._settings.graph, self._settings.graph_update)
            return RemoteGraph(self._data, self._iris, endpoint, feed_kept=kept, anew=anew)
        return PrimaryGraph(self._data, self._iris, feed_kept=kept, anew=anew)

    def _current(self) -> Version | None:
        try:
            return Versions(self._data).current()
        except NothingPublished:
            return None

    def _works(self) -> int:
        return self.reader.counts()["work"]

    def _recommender(self, number: int, *, anew: bool) -> Recommender:
        """The index of everything: the published one with what came since, or a new one."""
        with everything(self._catalogue) as known:
            index = None if anew else self._followed(known, number)
            return index or fitted(known, self._ranking(), number)

    def _ranking(self) -> Parameters:
        return with_learned(self._data, self._settings.ranking)

    def _followed(self, known: Everything, number: int) -> Recommender | None:
        current = self._current()
        if current is None:
            return None
        try:
            published = Recommender.load(current.index)
        except SavedIndexError:
            return None
        if published.parameters != self._ranking():
            return None
        return followed(published, current.change_number, number, known)

    def _related(
        self, recommender: Recommender, progress: Progress
    ) -> Iterator[tuple[str, Sequence[RankedWork]]]:
        """The related works that the graph tells, as long as that is worth its time."""
        ids = recommender.ids()
        if len(ids) > self._settings.materialised_works:
            return
        for done, work in enumerate(ids, start=1):
            progress("related", done, len(ids))
            yield work, ranked_works(recommender.related(work, _RELATED_IN_GRAPH))

    # ---- erasure ------------------------------------------------------------------------------

    def still_named(self, report: ForgetReport) -> list[str]:
        """Where others wrote what was removed; see :mod:`web.leftovers`."""
        return still_named(self._data, user_graphs(self._catalogue), report.words)

    def forget(self, kind: str, key: str, progress: Progress = _quiet) -> ForgetReport:
        """Remove a work or a person's name everywhere, then publish without it.

        The store is made anew and every older version goes, because what a store deletes stays in
        its files for a while.

        Raises:
            UnknownEntity: the catalogue does not hold it.
        """
        forget_it = forget_work if kind == "work" else forget_agent
        with self._alone():
            report = forget_it(self._catalogue, key, clock=self._clock)
            close_feed(feed_folder(self._data), "something was removed for good")
            self.rebuild(progress)
            self._publisher.remove_older()
        shutil.rmtree(self._data / "dumps", ignore_errors=True)
        shelf_of(self._data).clear()
        return report


def ranked_works(ranked: RankedList) -> list[RankedWork]:
    """A ranked list as the graph tells it: the strongest reasons, and the sum of the others."""
    return [
        RankedWork(work=one.id, rank=one.rank, score=one.score, reasons=_reasons(one.evidence))
        for one in ranked.results
    ]


def _reasons(evidence: Sequence[Evidence]) -> tuple[Reason, ...]:
    ordered = sorted(evidence, key=lambda part: (part.kind == "rest", -part.part))
    told = [
        Reason(kind=part.kind, text=part.label or part.signal, contribution=part.part)
        for part in ordered[:_REASONS_IN_GRAPH]
    ]
    others = math.fsum(part.part for part in ordered[_REASONS_IN_GRAPH:])
    if others:
        told.append(Reason(kind="rest", text="everything else", contribution=others))
    return tuple(told)


def _shows(version: Version, number: int, mapping: str) -> bool:
    return version.change_number == number and version.mapping_version == mapping
