"""What every service is: who it is, how often it may be asked, which requests answer what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import ClassVar, Final

from kg.fetching.client import Request
from kg.fetching.errors import CannotFetch
from kg.fetching.limits import FetchLimits
from kg.identifiers import WorkId

JSON: Final = ("application/json",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What to fetch from a service; which parts it takes, the service says.

    Args:
        ids: single works.
        since, until: first and last day, both included.
        query: in the service's own language.
    """

    ids: tuple[WorkId, ...] = ()
    since: date | None = None
    until: date | None = None
    query: str = ""


class Service(ABC):
    """One service; a subclass has a name, its pace and its requests.

    Args:
        limits: addresses and keys.
    """

    name: ClassVar[str]
    """That of the source which reads its replies."""
    about: ClassVar[str]
    """What can be fetched, for help and documentation."""
    interval_s: ClassVar[float]
    """Least time between two requests, as the service asks for it."""
    batch: ClassVar[int] = 1
    """Most works in one request."""

    def __init__(self, limits: FetchLimits) -> None:
        self.limits = limits

    @abstractmethod
    def requests(self, selection: Selection) -> list[Request]:
        """The requests with which fetching a selection begins, in their order.

        Raises:
            CannotFetch: the selection makes no request for this service.
        """

    @abstractmethod
    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """The request for what the service knows of these works, at most ``batch`` of them."""

    @abstractmethod
    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """The one of a work's ids by which the service may know it, or None."""

    def following(self, request: Request, body: bytes) -> Request | None:  # noqa: ARG002
        """The request for what comes after this reply, or None when that was all.

        Raises:
            WrongAnswer: the reply says that something is wrong.
        """
        return None

    def of_ids(self, ids: Sequence[WorkId]) -> list[Request]:
        """The requests for single works, batch by batch.

        Raises:
            CannotFetch: one of them is of a scheme that the service does not know.
        """
        unknown = [one for one in ids if self.askable((one,)) is None]
        if unknown:
            raise CannotFetch(self.name, f"it cannot be asked for {unknown[0]}")
        return [self.about_works(chunk) for chunk in batches(ids, self.batch)]


def batches(ids: Sequence[WorkId], size: int) -> Iterator[list[WorkId]]:
    """Cut ids into lists of at most ``size``."""
    iterator = iter(ids)
    while chunk := list(islice(iterator, size)):
        yield chunk


def days_between(service: str, selection: Selection, today: date) -> tuple[date, date]:
    """The first and last day of a selection; an open end is today, an open beginning the end.

    Raises:
        CannotFetch: the first day comes after the last.
    """
    until = selection.until or max(today, selection.since or today)
    since = selection.since or until
    if since > until:
        raise CannotFetch(service, f"{since} comes after {until}")
    return since, until
