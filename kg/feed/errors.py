"""Errors of the change feed.

::

    KgError
    └── FeedError
        ├── FeedNotReady (LookupError)      nothing is told yet, or it is being made
        ├── FeedPassed (LookupError)        the number asked for is not in the feed any more, or yet
        ├── FeedDamaged (ValueError)        an answer that is no part of a feed
        ├── FeedUnreachable (OSError)       the other side failed or did not answer
        └── WrongMirror (ValueError)        a store that is no mirror of this feed
"""

from __future__ import annotations

from kg.errors import KgError


class FeedError(KgError):
    """Root of what goes wrong with the change feed."""


class FeedNotReady(FeedError, LookupError):
    """There is nothing to follow yet; a later try makes sense.

    Args:
        reason: what is missing.
        retry_after_s: when to try again, in seconds.
    """

    def __init__(self, reason: str, retry_after_s: float = 5.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s


class FeedPassed(FeedError, LookupError):
    """A change number from which the feed does not lead on; a snapshot does.

    Args:
        asked: the number.
        first: the first number that it leads on from.
        last: the last one.
    """

    def __init__(self, asked: int, first: int, last: int) -> None:
        super().__init__(
            f"the feed leads on from changes {first} to {last}, not from {asked}: begin with a "
            "snapshot"
        )
        self.asked = asked
        self.first = first
        self.last = last


class FeedDamaged(FeedError, ValueError):
    """An answer that cannot be a part of the feed; nothing of it was applied.

    Args:
        where: its address.
        reason: what is wrong.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class FeedUnreachable(FeedError, OSError):
    """The other side failed or did not answer; nothing is lost, follow again.

    Args:
        url: what was asked for.
        reason: why it failed.
        status: HTTP status, None when there was no answer.
    """

    def __init__(self, url: str, reason: str, status: int | None = None) -> None:
        super().__init__(f"{url}: {f'status {status}: ' if status else ''}{reason}")
        self.url = url
        self.reason = reason
        self.status = status


class WrongMirror(FeedError, ValueError):
    """A store with content that did not come from this feed.

    Args:
        store: which.
        reason: what stands there.
    """

    def __init__(self, store: str, reason: str) -> None:
        super().__init__(f"{store} is no mirror of this feed: {reason}")
        self.store = store
