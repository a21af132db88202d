"""Asking services: replies are fetched, kept on the shelf, and read like files.

Nothing is published here, and nothing else of the product needs the network.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from kg.catalogue import Catalogue, FileRead, IngestReport, Reader, ingest
from kg.catalogue.enquiries import count_unasked, mark_asked, unasked
from kg.catalogue.ingest import Clock
from kg.fetching import (
    Client,
    FetchError,
    FetchLimits,
    Reply,
    Selection,
    Service,
    Shelf,
    service_named,
    walk,
)
from kg.identifiers import WorkId
from kg.sources import AuthorOverrides, read_stream

Progress = Callable[[str, int, int | None], None]

ENRICHING = ("arxiv", "openalex", "semantic-scholar", "opencitations", "hf-daily")
"""The services in the order in which they are asked: those of many works a request first, and
those first whose ids the others understand."""
_WORKS_AT_ONCE = 50


def user_agent(site: str, contact: str) -> str:
    """Who we are, for the log of a service: name, version, and where the operator is reached.

    >>> user_agent("https://papers.example/", "").endswith("(+https://papers.example/)")
    True
    """
    reached = "; ".join(filter(None, (f"+{site}" if site else "", contact)))
    return f"paperkin/{version('paperkin')} ({reached.encode('ascii', 'ignore').decode()})"


def shelf_of(data: Path) -> Shelf:
    """The raw replies of a data directory."""
    return Shelf(data / "raw")


@dataclass(slots=True)
class Asked:
    """What came of asking one service.

    Args:
        report: of what was read.
        works: about which it was asked.
        unaskable: works of which it knows no id.
        problem: why it was not asked to the end, or None.
    """

    report: IngestReport
    works: int = 0
    unaskable: int = 0
    problem: FetchError | None = None


@dataclass(slots=True)
class EnrichReport:
    """What came of enriching: service by service, and the coverage before and after."""

    before: dict[str, int]
    after: dict[str, int] = field(default_factory=dict)
    services: dict[str, Asked] = field(default_factory=dict)

    def of(self, name: str) -> Asked:
        """What came of asking that service."""
        return self.services.setdefault(name, Asked(IngestReport(name)))

    def as_json(self) -> dict[str, object]:
        """The report in the shape of the command line's ``--json``."""
        told = {
            name: {
                "asked": one.works,
                "unaskable": one.unaskable,
                "problem": None if one.problem is None else str(one.problem),
                **one.report.as_json(),
            }
            for name, one in self.services.items()
        }
        return {"services": told, "works_with": self.after, "works_with_before": self.before}


class Gathering:
    """Fetches into a catalogue whose writer's place is held.

    Args:
        data: the data directory.
        catalogue: its opened catalogue.
        limits: what may be asked of whom.
        agent: who we are (:func:`user_agent`).
        overrides: curated corrections of printed names.
        clock: gives the times that are stored.
    """

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        limits: FetchLimits,
        agent: str,
        overrides: AuthorOverrides,
        clock: Clock,
    ) -> None:
        self._catalogue = catalogue
        self._limits = limits
        self._overrides = overrides
        self._clock = clock
        self.shelf = shelf_of(data)
        self.client = Client(limits, self.shelf, agent=agent, clock=clock)

    def fetch(
        self,
        name: str,
        selection: Selection,
        progress: Progress,
        most_replies: int | None = None,
    ) -> IngestReport:
        """Fetch a selection from a service; each reply is one reading in the ledger.

        What came before something went wrong stays, and the same command goes on there.

        Raises:
            CannotFetch: the selection makes no request for that service.
            FetchError: the service gave no usable answer.
        """
        service = service_named(name, self._limits)
        report = IngestReport(name)
        for reply in walk(self.client, service, selection, self.shelf, most_replies=most_replies):
            self._ingest(name, reply, report)
            progress("records", report.read, None)
        self.shelf.prune(self._clock(), self._limits.kept_days)
        return report

    # ---- enriching ----------------------------------------------------------------------------

    def enrich(
        self,
        names: Sequence[str],
        progress: Progress,
        *,
        most_works: int | None = None,
        again_after_days: int = 90,
    ) -> EnrichReport:
        """Ask services about every work that is held, in batches.

        What a service was asked is written down when its answer is in the catalogue, so that the
        next call goes on there. A service that cannot be asked now does not keep the others from
        being asked.

        Args:
            names: of the services, in the order in which they are asked.
            progress: watches.
            most_works: ask each service about at most so many works.
            again_after_days: ask again about works that were asked about longer ago than that.
        """
        report = EnrichReport(before=self._coverage())
        since = self._clock() - timedelta(days=again_after_days)
        oldest = since.isoformat(timespec="seconds")
        for name in names:
            asked = report.of(name)
            try:
                self._ask_about_all(name, oldest, asked, progress, most_works)
            except FetchError as error:
                asked.problem = error
        self.shelf.prune(self._clock(), self._limits.kept_days)
        report.after = self._coverage()
        return report

    def _ask_about_all(
        self, name: str, oldest: str, asked: Asked, progress: Progress, most: int | None
    ) -> None:
        service = service_named(name, self._limits)
        total = count_unasked(self._catalogue, name, oldest)
        total = total if most is None else min(most, total)
        batch: dict[str, WorkId] = {}
        for key, ids in islice(unasked(self._catalogue, name, oldest), most):
            work_id = service.askable(ids)
            if work_id is None:
                asked.unaskable += 1
            else:
                batch[key] = work_id
            if len(batch) >= max(service.batch, _WORKS_AT_ONCE):
                self._ask_about(service, batch, asked)
                batch = {}
            progress(name, asked.works + asked.unaskable, total)
        if batch:
            self._ask_about(service, batch, asked)
            progress(name, asked.works + asked.unaskable, total)

    def _ask_about(self, service: Service, batch: Mapping[str, WorkId], asked: Asked) -> None:
        selection = Selection(ids=tuple(batch.values()))
        replies = list(walk(self.client, service, selection))
        entries = (
            entry
            for reply in replies
            for entry in read_stream(
                service.name, io.BytesIO(reply.body), reply.url, overrides=self._overrides
            )
        )
        ingest(
            self._catalogue,
            service.name,
            replies[0].url if len(replies) == 1 else f"{len(replies)} replies about works",
            entries,
            asked.report,
            file=FileRead(replies[0].sha256) if len(replies) == 1 else None,
            clock=self._clock,
        )
        with self._catalogue.writing() as connection:
            now = self._clock().isoformat(timespec="seconds")
            mark_asked(connection, service.name, sorted(batch), now)
        asked.works += len(batch)

    def _coverage(self) -> dict[str, int]:
        return Reader(self._catalogue).coverage()

    def _ingest(self, name: str, reply: Reply, report: IngestReport) -> None:
        stream = io.BytesIO(reply.body)
        ingest(
            self._catalogue,
            name,
            reply.url,
            read_stream(name, stream, reply.url, overrides=self._overrides),
            report,
            file=FileRead(reply.sha256),
            clock=self._clock,
        )
