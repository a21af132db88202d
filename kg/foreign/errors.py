"""Errors of foreign data.

::

    KgError
    └── ForeignError
        ├── ForeignRefused (ValueError)     data that is not taken
        └── UnknownPeer (LookupError)       a graph to link to that is not known
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import KgError


class ForeignError(KgError):
    """Root of what goes wrong with the data of others."""


class ForeignRefused(ForeignError, ValueError):
    """Foreign data was not taken, none of it.

    Args:
        where: file or address, with the place where it is known.
        reason: why.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class UnknownPeer(ForeignError, LookupError):
    """There is no peer of that name.

    Args:
        asked: the name.
        known: the names there are.
    """

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        super().__init__(f"{asked!r} is none of {', '.join(known)}")
        self.asked = asked
