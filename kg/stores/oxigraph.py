"""A store in a directory of this machine, written by one process at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph

from kg.stores import update_text
from kg.stores.contract import MetaTerms, Patch
from kg.stores.engine import EngineStore
from kg.stores.errors import StoreDamaged
from kg.stores.journal import Journal
from kg.stores.loading import IsPublished, load_in_bulk
from kg.stores.lock import WriterLock

WORTH_LOADING = 5_000
"""Insertions of a patch from which on the bulk loader takes them. Only speed depends on it."""


class OxigraphStore(EngineStore):
    """The primary store, opened read-write behind the lock file ``<path>.lock``.

    Commits survive the end of the process at once and a power loss after ``flush``. A large patch
    is loaded in bulk; one that was interrupted is finished when the store is opened again.

    Args:
        path: directory of the store; created when absent.
        meta: where the change number is kept.
        in_default_graph: which named graphs are copied to the default graph; None for none. The
            same for the whole life of a directory.
        wait_s: how long to wait for another writer, in seconds.

    Raises:
        StoreBusy: another process is the writer.
        StoreDamaged: the directory, or the patch that was interrupted, cannot be read.
    """

    def __init__(
        self,
        path: Path,
        meta: MetaTerms,
        in_default_graph: IsPublished | None = None,
        *,
        wait_s: float = 0.0,
    ) -> None:
        self.path = path
        self._lock = WriterLock(path.with_name(path.name + ".lock"), path, wait_s)
        try:
            engine = pyoxigraph.Store(path)
        except (OSError, RuntimeError) as error:
            self._lock.release()
            raise StoreDamaged(path, str(error)) from error
        super().__init__(engine, meta, in_default_graph)
        self._journal = Journal(path)
        try:
            self._finish()
        except BaseException:
            self.close()
            raise

    def apply(self, patch: Patch) -> None:
        """See the contract."""
        if patch.change_number <= self.change_number():
            return
        self._finish()
        gone, new = update_text.checked(patch.deletions), update_text.checked(patch.insertions)
        checked = Patch(gone, new, patch.change_number)
        if len(new) < WORTH_LOADING:
            super().apply(checked)
        else:
            self._journal.write(checked)
            self._load(checked)

    def _finish(self) -> None:
        """Load what was interrupted; what of it is there already makes no difference."""
        begun = self._journal.read()
        if begun is not None:
            self._load(begun)

    def _load(self, patch: Patch) -> None:
        self._change(patch.deletions, (), None)
        load_in_bulk(self._engine, patch.insertions, self._in_default_graph)
        self._change((), (), patch.change_number)
        self.flush()
        self._journal.remove()

    @staticmethod
    def discard(path: Path, *, wait_s: float = 0.0) -> None:
        """Remove a store, whatever its state; a kill in the middle leaves it whole or gone.

        A folder that is removed file by file is damaged for as long as that takes, so it is
        renamed first.

        Raises:
            StoreBusy: another process is the writer.
        """
        lock = WriterLock(path.with_name(path.name + ".lock"), path, wait_s)
        try:
            gone = path.with_name(path.name + ".gone")
            # What a killed removal left behind.
            shutil.rmtree(gone, ignore_errors=True)
            Journal(path).remove()
            if path.exists():
                path.rename(gone)
                shutil.rmtree(gone)
        finally:
            lock.release()

    def backup(self, target: Path) -> None:
        """See the contract; hard links to the files of this store, so it costs no space."""
        self._engine.backup(target)

    def close(self) -> None:
        """See the contract; safe to call twice."""
        if hasattr(self, "_engine"):
            super().close()
            # The engine has no close of its own: it goes with its last reference.
            del self._engine
            self._lock.release()
