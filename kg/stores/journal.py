"""A patch that is being loaded, written down first: after an interruption it is loaded again.

The engine's transactions cost three times as much a quad as its bulk loader, which is not atomic.
So a large patch goes to a file beside the store, whole and synced, before the loader begins, and
the file goes when everything is in and safe.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.durable import sync
from kg.stores.contract import Patch
from kg.stores.errors import StoreDamaged

_FORMAT = RdfFormat.N_QUADS


class Journal:
    """The file ``<store>.patch``.

    Args:
        store: directory of the store that the patch changes.
    """

    def __init__(self, store: Path) -> None:
        self._path = store.with_name(store.name + ".patch")

    def write(self, patch: Patch) -> None:
        """Keep a patch; when this returns it survives a power loss."""
        deletions, insertions = (_text(quads) for quads in (patch.deletions, patch.insertions))
        partial = self._path.with_name(self._path.name + ".partial")
        with partial.open("wb") as file:
            digest = hashlib.sha256(deletions + insertions).hexdigest().encode()
            file.write(b"%d %d %s\n" % (patch.change_number, len(deletions), digest))
            file.write(deletions)
            file.write(insertions)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)
        sync(self._path.parent)

    def read(self) -> Patch | None:
        """The patch that was begun and perhaps not finished; None when there is none.

        Raises:
            StoreDamaged: the file is not what was written.
        """
        if not self._path.exists():
            return None
        head, _, body = self._path.read_bytes().partition(b"\n")
        number, length, digest = (*head.split(), b"", b"")[:3]
        if hashlib.sha256(body).hexdigest().encode() != digest:
            raise StoreDamaged(self._path, "it is not what was written")
        return Patch(_quads(body[: int(length)]), _quads(body[int(length) :]), int(number))

    def remove(self) -> None:
        """The patch is in the store for good, or the store is thrown away."""
        self._path.unlink(missing_ok=True)
        sync(self._path.parent)


def _text(quads: Iterable[Quad]) -> bytes:
    return pyoxigraph.serialize(quads, format=_FORMAT) or b""


def _quads(text: bytes) -> list[Quad]:
    return list(pyoxigraph.parse(text, format=_FORMAT, lenient=True))
