"""The telling side: what followers may ask for, up to the change that is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg import graphs
from kg.feed.errors import FeedNotReady, FeedPassed
from kg.feed.pages import FeedState, PageFile, feed_folder, pages_of, read_state, snapshots_of
from kg.feed.snapshots import start_snapshot
from kg.iris import Iris
from kg.versions import Versions
from kg.vocab import PAPERKIN

PAGE_BYTES = 4 * 1024 * 1024
"""Pages of the disk are told together up to this size, in bytes."""


@dataclass(frozen=True, slots=True)
class FeedIndex:
    """What the feed offers at this moment.

    Args:
        name: of the feed.
        reason: why it begins where it begins.
        first: the first change that its pages lead on from.
        last: the change that is published.
    """

    name: str
    reason: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What happened after a change, as far as it goes into one answer.

    Args:
        feed: its name.
        after: the change that it leads on from.
        number: the change that it leads to; the same when nothing happened since.
        last: the change that is published.
        content: RDF Patch, in UTF-8.
    """

    feed: str
    after: int
    number: int
    last: int
    content: bytes


class FeedReader:
    """Tells the feed of a data directory; safe to use from many threads and processes.

    Args:
        data: the data directory.
        versions: its published versions.
        iris: mints its IRIs.
        catalogue: address of the catalogue where the graph is not in the data directory.
    """

    def __init__(
        self, data: Path, versions: Versions, iris: Iris, catalogue: str | None = None
    ) -> None:
        self._data = data
        self._folder = feed_folder(data)
        self._versions = versions
        self._iris = iris
        self._catalogue = catalogue

    def index(self) -> FeedIndex:
        """What is offered now.

        Raises:
            FeedNotReady: there is no feed, or its first version is not published yet.
            NothingPublished: there is no version.
        """
        state, pages, last = self._now()
        return FeedIndex(state.name, state.reason, _first(state, pages), last)

    def meta(self) -> dict[str, str]:
        """Where a mirror keeps its change number, and how the IRIs of its graphs begin."""
        return {
            "graph": self._iris.graph(graphs.META).value,
            "subject": self._iris.dataset.value,
            "predicate": PAPERKIN.changeNumber.value,
            "graph_base": self._iris.graph("").value,
        }

    def page(self, after: int) -> FeedPage:
        """What happened after a change.

        Args:
            after: a number that a snapshot, a page or the index named.

        Raises:
            FeedPassed: the feed does not lead on from there.
            FeedNotReady, NothingPublished: as for ``index``.
        """
        state, pages, last = self._now()
        first = _first(state, pages)
        known = {first, last, *(page.number for page in pages)}
        if after not in known:
            raise FeedPassed(after, first, last)
        content, number = bytearray(), after
        for page in pages:
            if page.previous == number and (not content or len(content) < PAGE_BYTES):
                content += self._read(page, after, first, last)
                number = page.number
        return FeedPage(state.name, after, number, last, bytes(content))

    def snapshot(self) -> tuple[int, Path]:
        """A snapshot from which the pages lead on: its change number and its file.

        The file is made by another process when there is none yet.

        Raises:
            FeedNotReady: it is being made.
            NothingPublished: as for ``index``.
        """
        state, pages, last = self._now()
        held = snapshots_of(self._folder, state)
        usable = [number for number in held if _first(state, pages) <= number <= last]
        if usable:
            return max(usable), held[max(usable)]
        start_snapshot(self._data, self._iris, self._catalogue)
        raise FeedNotReady("the snapshot is being written")

    def _now(self) -> tuple[FeedState, list[PageFile], int]:
        last = self._versions.current().change_number
        state = read_state(self._folder)
        if state is None:
            raise FeedNotReady("no feed is written here")
        if state.start > last:
            raise FeedNotReady("the feed begins with the next version")
        told = [page for page in pages_of(self._folder, state) if page.number <= last]
        return state, told, last

    def _read(self, page: PageFile, after: int, first: int, last: int) -> bytes:
        try:
            return page.path.read_bytes()
        except FileNotFoundError:
            raise FeedPassed(after, first, last) from None


def _first(state: FeedState, pages: list[PageFile]) -> int:
    return pages[0].previous if pages else state.start
