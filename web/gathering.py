"""Asking services: replies are fetched, kept on the shelf, and read like files.

Nothing is published here, and nothing else of the product needs the network.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from kg.catalogue import Catalogue, IngestReport, ingest
from kg.catalogue.ingest import Clock
from kg.fetching import Client, FetchLimits, Reply, Selection, Shelf, service_named, walk
from kg.sources import AuthorOverrides, read_stream

Progress = Callable[[str, int, int | None], None]


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

    def _ingest(self, name: str, reply: Reply, report: IngestReport) -> None:
        stream = io.BytesIO(reply.body)
        ingest(
            self._catalogue,
            name,
            reply.url,
            read_stream(name, stream, reply.url, overrides=self._overrides),
            report,
            file_sha256=reply.sha256,
            clock=self._clock,
        )
