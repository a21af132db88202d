"""What can go wrong while something is fetched.

::

    FetchError (KgError, OSError)
    ├── AddressRefused        the host is, or redirects to, a place that must not be asked
    ├── FetchTimeout          no whole answer within the time allowed
    ├── BrokenAnswer          the connection broke, or the answer was cut short
    ├── AnswerTooLarge        more bytes than allowed, also once expanded
    ├── WrongAnswer           a status, content type or body that is none of the service's
    │   └── ExpiredResume     the place to resume at is not known to the service any more
    ├── AccessDenied          the service wants a key, or refuses the one it was given
    └── ServiceBusy           it asks to come back later than we wait
    CannotFetch (KgError, ValueError)    what was asked makes no request for this service
"""

from __future__ import annotations

from kg.errors import KgError


class FetchError(KgError, OSError):
    """Something could not be fetched; what came before stays.

    Args:
        url: what was asked, without keys.
        reason: what went wrong, in words.
    """

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class AddressRefused(FetchError):
    """The host leads, or redirects, to a place that must not be asked."""


class FetchTimeout(FetchError, TimeoutError):
    """There was no whole answer within the time allowed."""


class BrokenAnswer(FetchError, ConnectionError):
    """The connection broke, or the answer ended before its end."""


class AnswerTooLarge(FetchError):
    """The answer has more bytes than allowed, as sent or once expanded."""


class WrongAnswer(FetchError):
    """The answer has a status, a content type or a body that is none of the service's.

    Args:
        url, reason: as for every :class:`FetchError`.
        status: of HTTP.
    """

    def __init__(self, url: str, reason: str, status: int) -> None:
        super().__init__(url, reason)
        self.status = status


class ExpiredResume(WrongAnswer):
    """The service does not know any more the place at which to resume."""


class AccessDenied(FetchError, PermissionError):
    """The service wants a key, or refuses the one it was given."""


class ServiceBusy(FetchError):
    """The service asks to come back later than we wait.

    Args:
        url: what was asked.
        retry_after_s: how long it wants to be left alone, in seconds, when it says so.
    """

    def __init__(self, url: str, retry_after_s: float | None) -> None:
        when = "later" if retry_after_s is None else f"in {retry_after_s:.0f} s"
        super().__init__(url, f"the service is busy; run the same command again {when}")
        self.retry_after_s = retry_after_s


class CannotFetch(KgError, ValueError):
    """What was asked makes no request for this service.

    Args:
        service: its name.
        reason: what is missing or wrong, in words.
    """

    def __init__(self, service: str, reason: str) -> None:
        super().__init__(f"{service}: {reason}")
        self.service = service
        self.reason = reason
