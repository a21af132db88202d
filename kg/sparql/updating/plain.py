"""A dataset of its own, without catalogue: any RDF files, served and written like the rest."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph

from kg.rdf_io import RdfSyntaxError, format_of_file
from kg.sparql.errors import ServiceBusy
from kg.sparql.limits import Limits
from kg.sparql.updating.changes import Change
from kg.sparql.updating.sandbox import Sandbox, remove_leftovers
from kg.sparql.updating.targets import check_change
from kg.sparql.updating.user_graphs import WriteReport
from kg.stores.errors import StoreBusy
from kg.stores.lock import WriterLock
from kg.versions import NothingPublished, Publisher, Version, Versions

_MAPPING = "none"


class PlainDataset:
    """A folder of versions in which every graph may be written, the default graph included.

    Args:
        data: the folder; made when it is not there.
        limits: what a write may use.
        prefixes: known to every update.
    """

    def __init__(
        self, data: Path, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.versions = Versions(data)
        self._data = data
        self._limits = limits or Limits()
        self._prefixes = dict(prefixes or {})
        self._publisher = Publisher(data)
        self._scratch = data / "graph"
        self._scratch.mkdir(parents=True, exist_ok=True)

    def is_published(self) -> bool:
        """It has content, maybe of an earlier process."""
        try:
            self.versions.current()
        except NothingPublished:
            return False
        return True

    def load_files(self, files: Iterable[Path], base_iri: str | None = None) -> int:
        """Begin anew with the content of files, by their extensions; our own files, trusted.

        Args:
            files: RDF in any format of the engine.
            base_iri: relative IRIs are resolved against it; None for the place of each file.

        Returns:
            Number of quads.

        Raises:
            RdfSyntaxError, ValueError: a file that is not RDF, or of an unknown extension.
            ServiceBusy: another process is the writer.
        """
        with self._lock():
            remove_leftovers(self._scratch)
            count = 0

            def build(target: Path) -> None:
                nonlocal count
                store = pyoxigraph.Store(target)
                for file in files:
                    _load(store, file, base_iri or file.absolute().as_uri())
                # Costs a tenth of the loading, and readers are up to twice as quick.
                store.optimize()
                store.flush()
                count = len(store)

            self._publish(build)
            return count

    def write(self, changes: Sequence[Change], timeout_s: float | None = None) -> WriteReport:
        """Make changes, all of them or none; when it returns, queries see them.

        Args:
            changes: in order.
            timeout_s: another limit than ``limits.token_timeout_s``, in seconds.

        Raises:
            QueryError: any of the tree; nothing was changed.
            RdfSyntaxError: the content of a ``Load`` is not what it claims.
            ServiceBusy: another process is the writer.
        """
        for change in changes:
            check_change(change, self._limits)
        limit_s = self._limits.token_timeout_s if timeout_s is None else timeout_s
        with self._lock():
            remove_leftovers(self._scratch)
            with Sandbox(
                self._scratch, self._copy_current, self._limits, self._prefixes, limit_s
            ) as sandbox:
                existed = tuple([sandbox.apply(change) for change in changes])
                sandbox.finish()
                return WriteReport(self._publish(sandbox.store.rename), existed)

    def _publish(self, build: Callable[[Path], object]) -> Version:
        try:
            number = self.versions.current().change_number + 1
        except NothingPublished:
            number = 1
        return self._publisher.publish(number, build, lambda _: None, _MAPPING)

    def _copy_current(self, target: Path) -> None:
        try:
            with self.versions.lease() as version:
                link_store(version.graph, target)
        except NothingPublished:
            target.mkdir()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            lock = WriterLock(self._data / "write.lock", self._data, self._limits.queue_s)
        except StoreBusy:
            raise ServiceBusy(self._limits.queue_s) from None
        with lock:
            yield


def _load(store: pyoxigraph.Store, file: Path, base_iri: str) -> None:
    fmt = format_of_file(file.name)
    try:
        if file.suffix == ".gz":
            with gzip.open(file) as content:
                store.bulk_load(cast(IO[bytes], content), fmt, base_iri=base_iri)
        else:
            store.bulk_load(path=str(file), format=fmt, base_iri=base_iri)
    except SyntaxError as error:
        raise RdfSyntaxError(file.name, str(error)) from error


def link_store(source: Path, target: Path) -> None:
    """Copy a closed store: tables, which never change, as hard links, the few others as files."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            (target / file.name).hardlink_to(file)
        else:
            shutil.copyfile(file, target / file.name)
