"""What can go wrong in the recommender.

RecommenderError
├── UnknownWork (KeyError)
├── DuplicateWork (ValueError)
├── InvalidParameter (ValueError)
├── TooLittleToEvaluate (ValueError)
├── JobFailed (RuntimeError)
└── SavedIndexError
    ├── IndexMissing (FileNotFoundError)
    ├── IndexExists (FileExistsError)
    ├── IndexDamaged (ValueError)
    └── IndexIncompatible (ValueError)
"""

from __future__ import annotations

from pathlib import Path


class RecommenderError(Exception):
    """The root of every error the recommender raises on purpose."""


class UnknownWork(RecommenderError, KeyError):
    """A work was asked for that the index does not hold."""

    def __init__(self, work_id: str) -> None:
        super().__init__(work_id)
        self.work_id = work_id

    def __str__(self) -> str:
        return f"the index holds no work {self.work_id!r}"


class TooLittleToEvaluate(RecommenderError, ValueError):
    """Too few works cite two held works, so no questions can be made of citations."""

    def __init__(self, found: int, least: int) -> None:
        super().__init__(
            f"only {found} works cite two or more held works; measuring needs at least {least}"
        )
        self.found = found
        self.least = least


class JobFailed(RecommenderError, RuntimeError):
    """A batch job on a cluster came to no end; what it had written is not to be used."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the job failed: {reason}")
        self.reason = reason


class DuplicateWork(RecommenderError, ValueError):
    """Two documents of one call have the same id."""

    def __init__(self, work_id: str) -> None:
        super().__init__(f"work {work_id!r} was given twice")
        self.work_id = work_id


class InvalidParameter(RecommenderError, ValueError):
    """A parameter lies outside its range."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} is {value!r}; allowed: {allowed}")
        self.name = name
        self.value = value


class SavedIndexError(RecommenderError):
    """A saved index cannot be used; `folder` says which."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


class IndexMissing(SavedIndexError, FileNotFoundError):
    """There is no saved index in this folder."""


class IndexExists(SavedIndexError, FileExistsError):
    """The folder already holds something; a saved index is never overwritten."""


class IndexDamaged(SavedIndexError, ValueError):
    """A file of the saved index is missing, short, or not what was written."""


class IndexIncompatible(SavedIndexError, ValueError):
    """The saved index has a format this version does not read (older or newer)."""
