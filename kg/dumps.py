"""Dumps of the published version: written to a folder, or for the site to offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import Store

from kg.catalogue.changes import all_entities, last_number
from kg.catalogue.opening import Catalogue
from kg.entities import Entity
from kg.export import ExportOptions, FileEntry, Manifest, export_dataset
from kg.export.offering import (
    offered,
    offered_file,
    read_manifest,
    require_same_change,
    write_offer,
)
from kg.iris import Iris
from kg.versions import Versions


class Dumps:
    """Writes and offers the dumps of a data directory; safe to use from many threads.

    Args:
        data: the data directory.
        versions: its published versions.
        catalogue: its catalogue, which tables are made from.
        iris: mints its IRIs.
    """

    def __init__(self, data: Path, versions: Versions, catalogue: Catalogue, iris: Iris) -> None:
        self._data = data
        self._versions = versions
        self._catalogue = catalogue
        self._iris = iris

    def write(
        self,
        folder: Path | None,
        options: ExportOptions,
        progress: Callable[[int], None] | None = None,
    ) -> Manifest:
        """Write dumps of the published version; it stays while they are written.

        Args:
            folder: where the files go; None for the dumps that the site offers.
            options: which files.
            progress: called with the number of quads of the file that is being written.

        Raises:
            NothingPublished: there is nothing to write.
            ExportError: an option that no export can fulfil.
        """
        with self._versions.lease() as version, ExitStack() as stack:
            entities: Iterable[Entity] = ()
            if options.tables:
                connection = stack.enter_context(self._catalogue.reading())
                require_same_change(last_number(connection), version.change_number)
                entities = all_entities(connection)

            def write(target: Path) -> Manifest:
                return export_dataset(
                    Store.read_only(str(version.graph)),
                    self._iris,
                    target,
                    options,
                    change_number=version.change_number,
                    modified_at=version.published_at,
                    entities=entities,
                    progress=progress,
                )

            if folder is not None:
                return write(folder)
            return write_offer(self._data, version.change_number, write)

    def newest(self) -> Manifest | None:
        """What the newest dumps that are offered hold, None when there are none."""
        numbers = offered(self._data)
        return read_manifest(self._data, numbers[-1]) if numbers else None

    def file(self, change_number: int, name: str) -> tuple[Path, FileEntry | None]:
        """A file that is offered, with its entry; the manifest and the description have none.

        Raises:
            UnknownSelection: there is no such file.
        """
        return offered_file(self._data, change_number, name)

    def stamp(self) -> str:
        """What changes whenever other dumps are offered; cheap."""
        try:
            return str((self._data / "dumps").stat().st_mtime_ns)
        except FileNotFoundError:
            return ""
