"""The errors of ``kg.stores``.

::

    KgError
    └── StoreError
        ├── StoreBusy (BlockingIOError)       another process is the writer
        ├── StoreDamaged (OSError)            the directory cannot be opened
        ├── StoreNotEmpty (FileExistsError)   a first load into a store that has content
        ├── BadAddress (ValueError)           no address of a SPARQL store
        ├── PatchRefused (ValueError)         a patch that a store cannot apply exactly
        └── RemoteStoreError (OSError)        the endpoint failed or did not answer
            └── TruncatedAnswer               the endpoint said that its answer is partial
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError


class StoreError(KgError):
    """Root of the errors of stores."""


class StoreBusy(StoreError, BlockingIOError):
    """Another process holds the writer lock of the store.

    Args:
        path: directory of the store.
        holder: process id written in the lock file, None when unknown.
    """

    def __init__(self, path: Path, holder: int | None) -> None:
        who = f"process {holder}" if holder else "another process"
        super().__init__(f"{path} is being written by {who}")
        self.path = path
        self.holder = holder


class StoreDamaged(StoreError, OSError):
    """The directory exists but the engine cannot open it.

    Args:
        path: directory of the store.
        reason: the engine's words.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be opened as a graph store: {reason}")
        self.path = path
        self.reason = reason


class StoreNotEmpty(StoreError, FileExistsError):
    """A first load was asked of a store that already has content.

    Args:
        change_number: what the store has already seen.
    """

    def __init__(self, change_number: int) -> None:
        super().__init__(f"the store already holds changes up to {change_number}")
        self.change_number = change_number


class PatchRefused(StoreError, ValueError):
    """A patch cannot be applied exactly, so none of it was.

    Args:
        reason: why, in words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadAddress(StoreError, ValueError):
    """The setting names no SPARQL store.

    Args:
        address: what it says; not shown when it may hold a password.
        reason: what is wrong.
    """

    def __init__(self, address: str, reason: str) -> None:
        shown = "an address with a password" if "@" in address else repr(address)
        super().__init__(f"{shown} is no address of a SPARQL store: {reason}")
        self.address = address
        self.reason = reason


class RemoteStoreError(StoreError, OSError):
    """A SPARQL endpoint failed or did not answer.

    Args:
        url: the endpoint.
        reason: its words, shortened.
        status: HTTP status, None when there was no answer.
    """

    def __init__(self, url: str, reason: str, status: int | None = None) -> None:
        told = f"status {status}: " if status else ""
        remedy = "" if status else "; start the store and do it again: nothing is lost"
        super().__init__(f"{url}: {told}{reason}{remedy}")
        self.url = url
        self.reason = reason
        self.status = status


class TruncatedAnswer(RemoteStoreError):
    """A SPARQL endpoint answered with a part of the result and said so in a header."""
