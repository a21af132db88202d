"""One view for many questions: whoever asks much at once reads one state, and each entity once.

A page asks the catalogue a dozen times. Inside :meth:`Views.view` all of these share one
transaction, so that they agree with one another, and what was decoded once is not decoded again;
not for the next view either, until the catalogue changes (:mod:`kg.catalogue.keeping`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kg.catalogue.changes import last_number
from kg.catalogue.keeping import Kept
from kg.catalogue.opening import Catalogue
from kg.entities import Entity


@dataclass(slots=True)
class _View:
    """What one asker holds: a connection once it is needed, and the entities it has seen."""

    open: ExitStack
    connection: Connection | None = None
    number: int | None = None
    seen: dict[tuple[str, str], Entity] = field(default_factory=dict)


class Views:
    """Connections to a catalogue, shared by all that is asked inside one view.

    Args:
        catalogue: an opened catalogue.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._current: ContextVar[_View | None] = ContextVar("view", default=None)
        self._kept = Kept()

    @contextmanager
    def view(self) -> Iterator[None]:
        """Read one state of the catalogue until the end of the block; views do not nest."""
        if self._current.get() is not None:
            yield
            return
        with ExitStack() as open_:
            self._current.set(_View(open_))
            try:
                yield
            finally:
                self._current.set(None)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of the view at hand, else one for this question alone."""
        view = self._current.get()
        if view is None:
            with self._catalogue.reading() as connection:
                yield connection
            return
        if view.connection is None:
            view.connection = view.open.enter_context(self._catalogue.reading())
        try:
            yield view.connection
        except DBAPIError as error:
            # The transaction is told now, not at the view's end: it puts the error in our words
            # and does not commit on a connection that is gone.
            view.connection = None
            view.open.__exit__(type(error), error, error.__traceback__)
            raise

    def known(self, kind: str, keys: Sequence[str]) -> dict[str, Entity]:
        """Those of the entities that need not be read; outside of a view, none."""
        view = self._current.get()
        if view is None:
            return {}
        found = {key: view.seen[kind, key] for key in keys if (kind, key) in view.seen}
        if len(found) < len(keys):
            kept = self._kept.get(self._number(view), kind, keys)
            view.seen.update({(kind, key): entity for key, entity in kept.items()})
            found |= kept
        return found

    def learn(self, kind: str, entities: Mapping[str, Entity], sizes: Mapping[str, int]) -> None:
        """Remember what was read in the view at hand, with the size of each encoded state."""
        view = self._current.get()
        if view is not None:
            view.seen.update({(kind, key): entity for key, entity in entities.items()})
            self._kept.put(self._number(view), kind, entities, sizes)

    def _number(self, view: _View) -> int:
        if view.number is None:
            with self.reading() as connection:
                view.number = last_number(connection)
        return view.number
