"""The errors of ``kg``; each package below adds its own branch in its own ``errors`` module.

::

    KgError
    ├── InvalidIdentifier (ValueError)      kg.identifiers
    ├── CatalogueError                      kg.catalogue.errors
    ├── StoreError                          kg.stores.errors
    ├── QueryError                          kg.sparql.errors
    ├── SourceError                         kg.sources.errors
    └── FetchError, CannotFetch             kg.fetching.errors
"""

from __future__ import annotations


class KgError(Exception):
    """Root of everything that ``kg`` raises on purpose."""


class InvalidIdentifier(KgError, ValueError):
    """A text that is no identifier of the scheme asked for.

    Args:
        text: what was given.
        expected: what would have been accepted, in words.
    """

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(f"{text!r} is not {expected}")
        self.text = text
        self.expected = expected
