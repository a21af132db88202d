"""A client in Python for any site of this kind: standard library only, pandas where it is there.

    from web.client import Paperkin

    site = Paperkin("http://127.0.0.1:8000/")
    for result in site.related("arxiv:2405.17258", k=3):
        print(result["rank"], result["title"], "–", result["why"])

Answers are the plain values of the API, described in ``/openapi.json``. A site that asks to wait is
waited for, within reason; a refusal is a :class:`Refused` with the words of the site.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
_API: Final = "api/v1"
_RESULTS: Final = "application/sparql-results+json"
_WAITED_FOR: Final = frozenset({429, 503})
_KEPT: Final = ":/"


class Refused(Exception):
    """The site answered with a problem (RFC 9457).

    Args:
        status: of HTTP.
        problem: the document, or what there was of it.
    """

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')}")
        self.status = status
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Request:
    """One request: method, path below the site's address, headers, body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in small letters, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Transport = Callable[[Request], Answer]


class Paperkin:
    """A site, asked through its API.

    Args:
        address: of the site.
        language: ``en`` or ``ko``, of the sentences that say why.
        transport: makes one request; by HTTP when not given.
        longest_wait_s: that the site may ask for before a request counts as refused.

    >>> def canned(request):
    ...     return Answer(200, {}, b'{"results": [{"rank": 1, "title": "One"}]}')
    >>> [one["title"] for one in Paperkin(transport=canned).related("arxiv:2405.17258")]
    ['One']
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000/",
        *,
        language: str = "en",
        transport: Transport | None = None,
        longest_wait_s: float = 60.0,
    ) -> None:
        self.language = language
        self._transport = transport or over_http(address)
        self._longest_wait_s = longest_wait_s

    def search(self, text: str, k: int = 20, **narrowing: object) -> list[Json]:
        """Works in whose texts these words stand, best first; ``+word`` must, ``-word`` must not.

        Args:
            text: the words.
            k: how many at most.
            narrowing: as of the API, such as ``venue="acl"`` or ``result="yes"``.

        Raises:
            Refused: the site could not answer; so do the other methods.
        """
        return _results(self._get(f"{_API}/search", q=text, k=k, lang=self.language, **narrowing))

    def work(self, work_id: str) -> Json:
        """Everything known of one work, by its id in any spelling."""
        return self._get(f"{_API}/works/{quote(work_id, safe=_KEPT)}", lang=self.language)

    def related(self, work_id: str, k: int = 10) -> list[Json]:
        """Works related to one, each with ``why`` and the exact ``evidence`` of its score."""
        path = f"{_API}/works/{quote(work_id, safe=_KEPT)}/related"
        return _results(self._get(path, k=k, lang=self.language))

    def related_to(
        self,
        positive: Iterable[str] = (),
        negative: Iterable[str] = (),
        text: str | None = None,
        k: int = 10,
    ) -> list[Json]:
        """Works near to some works and a text, and far from others."""
        question = {"positive": list(positive), "negative": list(negative), "text": text, "k": k}
        headers = {"Content-Type": "application/json"}
        path = f"{_API}/related?{urlencode({'lang': self.language})}"
        return _results(self._ask(Request("POST", path, headers, json.dumps(question).encode())))

    def works(self, of: tuple[str, str] | None = None) -> Iterator[Json]:
        """All works, newest first, page by page as they are asked for.

        Args:
            of: kind (``agents``, ``concepts``, ``venues``) and id of whose works, or None.
        """
        place = f"{of[0]}/{quote(of[1], safe=_KEPT)}/works" if of else "works"
        after: str | None = None
        while True:
            page = self._get(f"{_API}/{place}", limit=100, after=after)
            yield from page["works"]
            after = page["next"]
            if after is None:
                return

    def sparql(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT query, or one row ``{"answer": "true"}`` of an ASK, as texts."""
        headers = {"Content-Type": "application/sparql-query", "Accept": _RESULTS}
        found = self._ask(Request("POST", "sparql", headers, query.encode()))
        if "boolean" in found:
            return [{"answer": str(found["boolean"]).lower()}]
        rows = found["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    def _get(self, path: str, **parameters: object) -> Json:
        given = {name: value for name, value in parameters.items() if value is not None}
        accept = {"Accept": "application/json"}
        return self._ask(Request("GET", f"{path}?{urlencode(given)}", accept))

    def _ask(self, request: Request) -> Json:
        left_s = self._longest_wait_s
        while True:
            answer = self._transport(request)
            wait_s = _seconds(answer.headers.get("retry-after"))
            if answer.status not in _WAITED_FOR or not 0 < wait_s <= left_s:
                break
            time.sleep(wait_s)
            left_s -= wait_s
        document = _document(answer)
        if answer.status >= 400:
            raise Refused(answer.status, document)
        return document


def frame(rows: Sequence[Json]) -> pd.DataFrame:
    """Rows as a table of pandas (which must be installed); nested values stay as they are."""
    import pandas as pd  # noqa: PLC0415  optional

    return pd.DataFrame(list(rows))


def over_http(address: str, timeout_s: float = 60.0) -> Transport:
    """Give the transport that asks a site by HTTP.

    Raises:
        ValueError: the address is none of HTTP.
    """
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address!r} is no address of a site")
    base = address.rstrip("/") + "/"

    def ask(one: Request) -> Answer:
        request = urllib.request.Request(  # noqa: S310  checked above
            base + one.path, data=one.body, headers=dict(one.headers), method=one.method
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as found:  # noqa: S310
                return Answer(found.status, _small(found.headers.items()), found.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _small(error.headers.items()), error.read())

    return ask


def _small(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isascii() and text.isdecimal() else 0.0


def _document(answer: Answer) -> Json:
    try:
        document = json.loads(answer.body)
    except ValueError:
        document = None
    if isinstance(document, dict):
        return document
    return {"title": "no JSON", "detail": answer.body[:200].decode("utf-8", "replace")}


def _results(document: Json) -> list[Json]:
    results: list[Json] = document["results"]
    return results
