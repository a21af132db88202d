"""The one polite client: paced, patient, bounded; what did not change is not sent again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from kg.fetching.addresses import parse_hosts, target_of
from kg.fetching.errors import (
    AccessDenied,
    AddressRefused,
    BrokenAnswer,
    FetchTimeout,
    ServiceBusy,
    WrongAnswer,
)
from kg.fetching.exchange import Answer, Bounds, exchange
from kg.fetching.limits import FetchLimits
from kg.fetching.shelf import KeptReply, Shelf

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_COME_BACK: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_MISSING: Final = frozenset({404, 410})
_FIRST_WAIT_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to a service.

    Args:
        url: absolute, with its query, without keys: it is the name under which the reply is kept.
        accepts: media types that an answer may have.
        body: JSON to post, or None to get.
        secret_headers: keys, sent to the first host only and never written down.
        secret_query: the same, as parameters.
        may_be_missing: True where *404* only means that the service does not know the thing.
    """

    url: str
    accepts: tuple[str, ...]
    body: bytes | None = None
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_query: Mapping[str, str] = field(default_factory=dict, repr=False)
    may_be_missing: bool = False

    @property
    def name(self) -> str:
        """What stands for the request among the kept replies."""
        if self.body is None:
            return self.url
        return f"{self.url}#{hashlib.sha256(self.body).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service said.

    Args:
        url: that was asked, without keys.
        sha256: of the body.
        body: expanded.
        is_new: False when the service told that nothing changed since the last time.
    """

    url: str
    sha256: str
    body: bytes
    is_new: bool


class Client:
    """Asks services, one question at a time.

    Args:
        limits: what may be asked, how long and how much.
        shelf: where raw replies are kept, or None to keep none.
        agent: who we are, for the service's log: name, version, a way to reach the operator.
        clock: the time of day.
        monotonic, sleep: for pacing and patience, in seconds.
    """

    def __init__(
        self,
        limits: FetchLimits,
        shelf: Shelf | None = None,
        *,
        agent: str = "paperkin",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits
        self._shelf = shelf
        self._agent = agent
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self._turn = threading.Lock()
        self._next_at: dict[str, float] = {}
        self._bounds = Bounds(
            timeout_s=limits.timeout_s,
            silence_s=limits.silence_s,
            most_bytes=limits.reply_bytes,
            allowed_hosts=parse_hosts(limits.allowed_hosts),
        )

    def ask(self, request: Request, interval_s: float) -> Reply | None:
        """Ask a service; None when it does not know the thing (see ``may_be_missing``).

        Args:
            request: what to ask.
            interval_s: least time between two questions to that host.

        Raises:
            FetchError: there is no usable answer; see :mod:`kg.fetching.errors`.
        """
        held = self._shelf.kept(request.name) if self._shelf is not None else None
        body = self._shelf.body(held.sha256) if self._shelf is not None and held else None
        validators = _validators(held) if held is not None and body is not None else {}
        answer = self._patiently(request, validators, interval_s)
        if answer.status == 304 and held is not None and body is not None:
            self._note(replace(held, fetched_at=self._now()))
            return Reply(request.url, held.sha256, body, is_new=False)
        if answer.status in _MISSING and request.may_be_missing:
            return None
        _check(request, answer)
        reply = Reply(request.url, hashlib.sha256(answer.body).hexdigest(), answer.body, True)
        if self._shelf is not None:
            self._shelf.keep(self._kept(request, answer, reply), answer.body)
        return reply

    def _kept(self, request: Request, answer: Answer, reply: Reply) -> KeptReply:
        return KeptReply(
            name=request.name,
            sha256=reply.sha256,
            fetched_at=self._now(),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
        )

    def _note(self, reply: KeptReply) -> None:
        if self._shelf is not None:
            self._shelf.note(reply)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    # ---- patience -----------------------------------------------------------------------------

    def _patiently(
        self, request: Request, validators: Mapping[str, str], interval_s: float
    ) -> Answer:
        """Repeat a question that failed for a while, each time after a longer wait."""
        wait_s = _FIRST_WAIT_S
        for attempt in range(1, self.limits.attempts + 1):
            is_last = attempt == self.limits.attempts
            try:
                answer = self._following(request, validators, interval_s)
            except (BrokenAnswer, FetchTimeout):
                if is_last:
                    raise
            else:
                if answer.status not in _COME_BACK:
                    return answer
                asked_s = self._retry_after(answer)
                if asked_s is not None and asked_s > self.limits.longest_wait_s:
                    raise ServiceBusy(request.url, asked_s)
                if is_last:
                    raise ServiceBusy(request.url, asked_s)
                wait_s = max(wait_s, asked_s or 0.0)
            self._sleep(wait_s)
            wait_s = min(2 * wait_s, max(self.limits.longest_wait_s, _FIRST_WAIT_S))
        raise AssertionError("the last attempt returns or raises")

    def _retry_after(self, answer: Answer) -> float | None:
        text = answer.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        known = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        return max(0.0, (known - self._clock()).total_seconds())

    # ---- one attempt --------------------------------------------------------------------------

    def _following(
        self, request: Request, validators: Mapping[str, str], interval_s: float
    ) -> Answer:
        """Ask, and follow redirects; keys do not leave the host that they are for."""
        url, first = request.url, target_of(request.url)
        for _ in range(self.limits.redirects + 1):
            is_first_host = target_of(url) == first
            secrets = dict(request.secret_headers) if is_first_host else {}
            asked = _with_query(url, request.secret_query) if is_first_host else url
            self._wait_for_turn(url, interval_s)
            answer = exchange(
                url,
                asked,
                "GET" if request.body is None else "POST",
                {**self._headers(request), **validators, **secrets},
                request.body,
                self._bounds,
            )
            if answer.status not in _REDIRECTS:
                return answer
            url = _redirected(request, url, answer)
        raise WrongAnswer(request.url, "it redirects again and again", answer.status)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": ", ".join(request.accepts)}
        if request.body is not None:
            headers |= {
                "Content-Type": "application/json",
                "Content-Length": str(len(request.body)),
            }
        return headers

    def _wait_for_turn(self, url: str, interval_s: float) -> None:
        host = target_of(url).host
        interval_s *= self.limits.pause_factor
        with self._turn:
            now = self._monotonic()
            at = max(now, self._next_at.get(host, now))
            if at - now > max(interval_s, self.limits.longest_wait_s):
                raise ServiceBusy(url, at - now)
            self._next_at[host] = at + interval_s
        if at > now:
            self._sleep(at - now)


def _validators(held: KeptReply) -> dict[str, str]:
    found = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in found.items() if value}


def _with_query(url: str, parameters: Mapping[str, str]) -> str:
    if not parameters:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(dict(parameters))}"


def _redirected(request: Request, url: str, answer: Answer) -> str:
    location = answer.headers.get("location", "")
    if not location:
        raise WrongAnswer(request.url, "it redirects to nowhere", answer.status)
    if request.body is not None:
        raise WrongAnswer(request.url, "what is posted is not redirected", answer.status)
    to = urljoin(url, location).partition("#")[0]
    if target_of(url).scheme == "https" and target_of(to).scheme == "http":
        raise AddressRefused(request.url, "it redirects from https to http")
    return to


def _check(request: Request, answer: Answer) -> None:
    if answer.status in {401, 403}:
        raise AccessDenied(request.url, f"access denied (status {answer.status})")
    if answer.status != 200:
        raise WrongAnswer(request.url, f"the status is {answer.status}", answer.status)
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in request.accepts:
        wanted = ", ".join(request.accepts)
        reason = f"the content type is {media_type[:60]!r} and none of {wanted}"
        raise WrongAnswer(request.url, reason, answer.status)
