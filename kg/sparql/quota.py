"""How much of the service one client may use.

Each client has an account of query seconds and one of errors. Both fill up again at an even rate,
to at most what a minute gives. A query is admitted unless one is overdrawn, and charged what it
cost; so a long query may overdraw an account, and its client waits until that is even.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from kg.sparql.errors import QuotaExceeded

_WINDOW_S = 60.0
_MOST_CLIENTS = 10_000


@dataclass(slots=True)
class _Account:
    seconds: float
    errors: float
    seen: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a client.

    Args:
        limit_s: query seconds a minute.
        remaining_s: query seconds left, at least 0.
        reset_s: seconds until the account is full.
    """

    limit_s: float
    remaining_s: float
    reset_s: float


class Quota:
    """Accounts of clients; safe to use from many threads.

    >>> now = [0.0]
    >>> quota = Quota(seconds=60, errors=30, clock=lambda: now[0])
    >>> quota.charge("ada", 61.0)
    >>> quota.allowance("ada").remaining_s
    0.0
    >>> now[0] = 2.0
    >>> quota.allowance("ada").remaining_s
    1.0

    Args:
        seconds: query seconds of one client a minute; 0 for no limit.
        errors: failed queries of one client a minute; 0 for no limit.
        clock: seconds on a clock that never goes back.
    """

    def __init__(
        self, seconds: float, errors: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._errors = errors
        self._clock = clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, client: str) -> None:
        """Let a client begin a query.

        Raises:
            QuotaExceeded: an account of the client is empty.
        """
        with self._lock:
            account = self._account(client)
        if self._seconds and account.seconds < 0:
            raise QuotaExceeded("query time", _until(-account.seconds, self._seconds))
        if self._errors and account.errors < 1:
            raise QuotaExceeded("errors", _until(1 - account.errors, self._errors))

    def charge(self, client: str, seconds: float) -> None:
        """Book how long a query ran."""
        with self._lock:
            self._account(client).seconds -= seconds

    def charge_error(self, client: str) -> None:
        """Book an error that is the client's own doing."""
        with self._lock:
            self._account(client).errors -= 1

    def allowance(self, client: str) -> Allowance:
        """What is left to a client now."""
        with self._lock:
            left = self._account(client).seconds
        missing = self._seconds - left
        return Allowance(self._seconds, max(0.0, left), _until(missing, self._seconds or 1.0))

    def _account(self, client: str) -> _Account:
        now = self._clock()
        account = self._accounts.pop(client, None) or _Account(self._seconds, self._errors, now)
        share = (now - account.seen) / _WINDOW_S
        account.seconds = min(self._seconds, account.seconds + share * self._seconds)
        account.errors = min(self._errors, account.errors + share * self._errors)
        account.seen = now
        self._accounts[client] = account
        # The longest unseen go first; most of those are full again anyway.
        while len(self._accounts) > _MOST_CLIENTS:
            self._accounts.popitem(last=False)
        return account


def _until(missing: float, limit: float) -> float:
    return missing / limit * _WINDOW_S
