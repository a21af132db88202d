"""The errors of reading sources.

::

    SourceError (KgError)
    ├── UnknownSource (LookupError)
    ├── UnreadableLocation (OSError)
    ├── ExpansionTooLarge (ValueError)
    └── BadOverrides (ValueError)

Bad entries are no errors but rejections in what a source yields.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError


class SourceError(KgError):
    """Root of what goes wrong with a source as a whole."""


class UnknownSource(SourceError, LookupError):
    """No source has this name.

    Args:
        name: what was asked.
        known: the names there are.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no source is called {name!r}; there are {', '.join(known)}")
        self.name = name
        self.known = known


class UnreadableLocation(SourceError, OSError):
    """A file or folder that does not exist or cannot be opened.

    Args:
        location: the path.
        reason: what the system said.
    """

    def __init__(self, location: Path, reason: str) -> None:
        super().__init__(f"{location} cannot be read: {reason}")
        self.location = location
        self.reason = reason


class ExpansionTooLarge(SourceError, ValueError):
    """A compressed file that grows beyond what is allowed.

    Args:
        location: the file.
        expanded_bytes: how far it was read.
        limit: the limit it broke, in words.
    """

    def __init__(self, location: str, expanded_bytes: int, limit: str) -> None:
        super().__init__(f"{location} expands to more than {limit} (stopped at {expanded_bytes})")
        self.location = location
        self.expanded_bytes = expanded_bytes
        self.limit = limit


class BadOverrides(SourceError, ValueError):
    """A line of an overrides file that does not say what to replace by what.

    Args:
        location: the file.
        line: from 1.
        reason: what is wrong, in words.
    """

    def __init__(self, location: str, line: int, reason: str) -> None:
        super().__init__(f"{location}, line {line}: {reason}")
        self.location = location
        self.line = line
        self.reason = reason
