"""What can go wrong with the catalogue.

::

    CatalogueError
    ├── UnknownEntity (LookupError)
    │   ├── GoneEntity       it was here and was removed on purpose
    │   └── MovedEntity      it was merged into another one
    ├── CannotDecide (ValueError)
    ├── CatalogueBusy (TimeoutError)
    ├── CatalogueTooNew      written by a later version of the product
    ├── CatalogueDamaged     the file cannot be read as a catalogue
    ├── CatalogueNotWritable (OSError)           the disk is full, fails, or may not be written
    ├── CatalogueUnreachable (ConnectionError)   the server is gone or ended the session
    └── CatalogueUnsuitable (ValueError)         no database that a catalogue can live in
"""

from __future__ import annotations

from kg.errors import KgError


class CatalogueError(KgError):
    """Root of the catalogue's errors."""


class UnknownEntity(CatalogueError, LookupError):
    """Nothing of that kind has that key."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"no {kind} {key!r} in the catalogue")
        self.kind = kind
        self.key = key


class GoneEntity(UnknownEntity):
    """It was here and was removed on purpose."""


class MovedEntity(UnknownEntity):
    """It was merged; ``new_key`` is where its knowledge is now."""

    def __init__(self, kind: str, key: str, new_key: str) -> None:
        super().__init__(kind, key)
        self.new_key = new_key


class CannotDecide(CatalogueError, ValueError):
    """A decision about identity that what is known does not allow; the message says why."""


class CatalogueBusy(CatalogueError, TimeoutError):
    """Another process writes the catalogue."""

    def __init__(self, where: str) -> None:
        super().__init__(f"another process is writing {where}; try again when it is done")
        self.where = where


class CatalogueTooNew(CatalogueError):
    """The catalogue was written by a later version of the product."""

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(
            f"{where} has schema revision {revision!r}, which this version does not know; "
            "install the version that wrote it or a later one"
        )
        self.where = where
        self.revision = revision


class CatalogueDamaged(CatalogueError):
    """The file cannot be read as a catalogue."""

    def __init__(self, where: str, detail: str) -> None:
        super().__init__(f"{where} is no readable catalogue ({detail}); restore it from a backup")
        self.where = where
        self.detail = detail


class CatalogueNotWritable(CatalogueError, OSError):
    """The file cannot be written: the disk is full, fails, or gives no right to."""

    def __init__(self, where: str, detail: str) -> None:
        super().__init__(
            f"{where} cannot be written ({detail}); see to free space and to the right to write "
            "there, then do it again: what was acknowledged is kept"
        )
        self.where = where
        self.detail = detail


class CatalogueUnreachable(CatalogueError, ConnectionError):
    """The server of the catalogue did not answer, or ended the session."""

    def __init__(self, where: str, detail: str) -> None:
        super().__init__(
            f"{where} cannot be reached ({detail}); start the server and do it again: "
            "what was acknowledged is kept, and repeating it is safe"
        )
        self.where = where
        self.detail = detail


class CatalogueUnsuitable(CatalogueError, ValueError):
    """The setting names no database that a catalogue can live in."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason
