"""What every home of the dataset promises.

Guaranteed by each back end, and tested by one class for all of them:

* ``apply`` is all or nothing, and the change number is written in the same update;
* a patch whose number the store has already seen changes nothing;
* deletions come before insertions, so a quad in both is present afterwards;
* the quads that hold the change number are not part of ``quads()`` and ``count()``.

Not guaranteed: two writers at once, and blank nodes in patches (every node of the mapping is an
IRI; users' graphs, which may hold blank nodes, are written whole by ``replace_graph``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, Quad, QuerySolutions


@dataclass(frozen=True, slots=True)
class MetaTerms:
    """Where a store keeps the number of the last change it has seen.

    Args:
        graph: the graph of the quad that holds the number.
        subject: its subject.
        predicate: its predicate.
    """

    graph: NamedNode
    subject: NamedNode
    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Patch:
    """A difference between two states of the dataset.

    Args:
        deletions: quads to remove, in named graphs, without blank nodes.
        insertions: quads to add afterwards, in named graphs, without blank nodes.
        change_number: last change of the catalogue that the patch contains, from 1.
    """

    deletions: Iterable[Quad]
    insertions: Iterable[Quad]
    change_number: int

    def __post_init__(self) -> None:
        if self.change_number < 1:
            raise ValueError(f"change numbers begin at 1, not {self.change_number}")


class Store(Protocol):
    """A home of the dataset, open for writing."""

    def apply(self, patch: Patch) -> None:
        """Make a patch part of the dataset, atomically.

        Raises:
            PatchRefused: a blank node or the default graph in the patch; nothing was changed.
        """

    def amend(self, deletions: Iterable[Quad], insertions: Iterable[Quad]) -> None:
        """Change what does not follow the change log (related works, descriptions), atomically.

        Deletions come first; doing it again changes nothing, and the change number stays.

        Raises:
            PatchRefused: as for ``apply``.
        """

    def replace_graph(
        self, graph: NamedNode, quads: Iterable[Quad], change_number: int | None = None
    ) -> None:
        """Give one named graph exactly this content, atomically; blank nodes are allowed.

        Args:
            graph: the graph; the graph names of ``quads`` are not looked at.
            quads: its content afterwards; none removes the graph.
            change_number: recorded as by ``apply`` when given, with the same guard.
        """

    def change_number(self) -> int:
        """The last change that the dataset contains; 0 for a new store."""

    def bulk_load(self, quads: Iterable[Quad], change_number: int) -> None:
        """First load by the fastest way; not atomic, the change number is written last.

        What an interrupted first load left behind is removed first.

        Raises:
            StoreNotEmpty: the store has a change number already.
        """

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads in named graphs, or those of one graph; in no particular order."""

    def select(self, text: str) -> QuerySolutions:
        """Rows of one of our own SELECT queries; never of a text from outside.

        Args:
            text: a SPARQL query that names its graphs with GRAPH.
        """

    def count(self) -> int:
        """Number of quads in named graphs."""

    def backup(self, target: Path) -> None:
        """Write the present state as a store directory that can be opened read-only.

        Args:
            target: a folder that does not exist yet, on the same file system.
        """

    def flush(self) -> None:
        """Return when everything applied so far survives a power loss."""

    def close(self) -> None:
        """Flush and release; the store cannot be used afterwards."""
