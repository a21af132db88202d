"""The graph of one data directory, open for writing: follows the catalogue, gives copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, Store

from kg import graphs
from kg.catalogue.changes import dropped_until
from kg.catalogue.ledger import listing_series
from kg.catalogue.opening import Catalogue
from kg.closing import Closing
from kg.entities import Entity
from kg.feed.pages import feed_folder
from kg.feed.recording import FeedWriter, RecordedStore
from kg.feed.telling import is_told
from kg.iris import Iris
from kg.mapping import MAPPING_VERSION, RankedWork, quads, recommendation_quads
from kg.mapping.frame import frame_quads, mapping_quad
from kg.projection import catch_up
from kg.stores import MetaTerms, OxigraphStore
from kg.stores.contract import Store as StoreContract
from kg.stores.engine import add_to_copy
from kg.validation import Report, check_store
from kg.versions import Versions
from kg.vocab import PAPERKIN

Progress = Callable[[int, int], None]


def meta_terms(iris: Iris) -> MetaTerms:
    """Where the graph of an installation keeps its change number."""
    return MetaTerms(iris.graph(graphs.META), iris.dataset, PAPERKIN.changeNumber)


class PrimaryGraph(Closing):
    """The read-write store ``graph/primary`` of a data directory; one process at a time.

    A store that another mapping or another base of IRIs filled is thrown away and filled anew.

    Args:
        data: the data directory.
        iris: mints the IRIs.
        wait_s: how long to wait for another writer, in seconds.
        feed_kept: changes kept in the feed that others follow; 0 writes none.
        anew: throw away what is there, whatever its state, and begin an empty store.

    Raises:
        StoreBusy: another process writes it.
        StoreDamaged: the folder cannot be opened; ``anew`` makes a new one.
    """

    def __init__(
        self,
        data: Path,
        iris: Iris,
        *,
        wait_s: float = 0.0,
        feed_kept: int = 0,
        anew: bool = False,
    ) -> None:
        self._path = data / "graph" / "primary"
        self._iris = iris
        self._wait_s = wait_s
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if anew:
            OxigraphStore.discard(self._path, wait_s=wait_s)
        self._follow(data, iris, feed_kept, self._open())

    def _follow(self, data: Path, iris: Iris, feed_kept: int, store: StoreContract) -> None:
        self._iris = iris
        self._feed_folder = feed_folder(data)
        self._feed_kept = feed_kept
        self._store = store

    def _open(self) -> OxigraphStore:
        return OxigraphStore(
            self._path, meta_terms(self._iris), self._is_published, wait_s=self._wait_s
        )

    def _is_published(self, graph: NamedNode) -> bool:
        return is_published(graph, self._iris)

    @property
    def mapping(self) -> str:
        """What decides the quads of an entity: a change of it means a new store."""
        return f"{MAPPING_VERSION} {self._iris.base} {self._iris.site}"

    def catch_up(self, catalogue: Catalogue, progress: Progress | None = None) -> int:
        """Bring the graph to the newest change of the catalogue; returns its number."""
        with catalogue.reading() as connection:
            series = listing_series(connection)
            tellable = dropped_until(connection)
        held = self._store.change_number()
        if held and not (held >= tellable and self._is_of_this_mapping()):
            self.rebuild()
        recorded = self._recorded()
        recorded.carry([*frame_quads(self._iris, series), mapping_quad(self._iris, self.mapping)])
        number = catch_up(catalogue, cast(StoreContract, recorded), self._quads, progress=progress)
        recorded.finish()
        return number

    def rebuild(self) -> None:
        """Throw the store away; the next :meth:`catch_up` fills a new one."""
        self._store.close()
        OxigraphStore.discard(self._path, wait_s=self._wait_s)
        self._store = self._open()

    def copy_to(
        self, target: Path, lists: Iterable[tuple[str, Sequence[RankedWork]]], algorithm: str
    ) -> None:
        """Write the present state and the related works as a folder that readers can open.

        Related works follow from everything at once: all their scores move a little with every new
        work. So they stand only in the copies, where they are loaded and never deleted (deleting
        is slow), and a copy is thrown away whole.

        Args:
            target: a folder that does not exist yet.
            lists: works with their ranked lists.
            algorithm: name and version of the ranking.
        """
        self._store.flush()
        self._store.backup(target)
        told = (
            quad
            for work, ranked in lists
            for quad in recommendation_quads(work, ranked, algorithm, self._iris)
        )
        add_to_copy(target, told, self._is_published)

    def close(self) -> None:
        """Flush and release the store."""
        self._store.close()

    def _recorded(self) -> RecordedStore:
        feed = FeedWriter(
            self._feed_folder,
            mapping=self.mapping,
            is_told=lambda graph: is_told(graph, self._iris),
            kept=self._feed_kept,
        )
        return RecordedStore(self._store, feed if self._feed_kept else None)

    def _quads(self, entity: Entity) -> list[Quad]:
        return quads(entity, self._iris)

    def _is_of_this_mapping(self) -> bool:
        quad = mapping_quad(self._iris, self.mapping)
        place = f"GRAPH {quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} }}"
        return any(True for _ in self._store.select(f"SELECT (1 AS ?x) WHERE {{ {place} }}"))


def is_published(graph: NamedNode | str, iris: Iris) -> bool:
    """Whether a graph is one of those whose triples stand in the default graph."""
    name = iris.graph_name(graph)
    return name is not None and graphs.is_published(name)


def check_published(versions: Versions, iris: Iris, language: str = "en") -> Report:
    """Check the published version against the shapes.

    Raises:
        NothingPublished: there is none.
    """
    with versions.lease() as version:
        return check_store(Store.read_only(str(version.graph)), iris, language=language)
