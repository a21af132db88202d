"""A worker that asks other endpoints: it has connections, and no graph.

What it is sent was written by a stranger, so it is read here, under limits, and only terms that
were parsed and written anew go on to a worker that has a graph.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
)

from kg.fetching.addresses import parse_hosts
from kg.fetching.errors import FetchError
from kg.fetching.exchange import Answer, Bounds, exchange, prepare
from kg.sparql.frames import Message
from kg.sparql.worker.serving import Sink, TooLarge

_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_LONGEST_WORDS = 300


class Fetcher:
    """Asks endpoints, and gives their answers as VALUES blocks.

    Args:
        answers: writing end of the pipe to the service.
        hello: not looked at.
    """

    writable = False
    networked = True

    def __init__(self, answers: int, hello: Message) -> None:  # noqa: ARG002
        self._answers = answers
        self.operations: Mapping[str, Callable[[Message], Message]] = {"ask": self.ask}
        prepare()

    def open(self, store: str) -> None:
        """There is nothing to open."""

    def ask(self, request: Message) -> Message:
        """Ask one endpoint one query, and give its rows.

        Only ``variables`` are taken: an endpoint cannot bind what it was not asked for.
        """
        answer = _exchanged(request)
        found = _parsed(answer)
        names = [each.value for each in found.variables if each.value in request["variables"]]
        sink = Sink(self._answers, request["max_bytes"])
        sink.write(f"VALUES ({' '.join(f'?{name}' for name in names)}) {{".encode())
        for row in _rows(found, names, request["max_rows"]):
            sink.write(row.encode())
        sink.write(b" }")
        sink.flush()
        return {}


def _exchanged(request: Message) -> Answer:
    bounds = Bounds(
        timeout_s=request["limit_s"],
        silence_s=request["limit_s"],
        most_bytes=request["max_bytes"],
        allowed_hosts=parse_hosts(request["private_hosts"]),
    )
    headers = {
        "Accept": _ACCEPT,
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "paperkin",
    }
    body = urlencode({"query": request["text"]}).encode()
    url = request["url"]
    try:
        return exchange(url, url, "POST", headers, body, bounds)
    except FetchError as error:
        raise ValueError(error.reason) from error


def _parsed(answer: Answer) -> QuerySolutions:
    if answer.status in range(300, 400):
        to = answer.headers.get("location", "nowhere")[:_LONGEST_WORDS]
        raise ValueError(f"it redirects to {to}, which is not followed; name its own address")
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip()
    if answer.status != 200:
        raise ValueError(f"it answers with status {answer.status}{_words(media_type, answer.body)}")
    fmt = QueryResultsFormat.from_media_type(media_type)
    if fmt not in {QueryResultsFormat.JSON, QueryResultsFormat.XML}:
        raise ValueError(f"its answer is of type {media_type[:60]!r}, no table of results")
    try:
        found = pyoxigraph.parse_query_results(answer.body, format=fmt)
    except SyntaxError as error:
        raise _broken(error) from error
    if isinstance(found, QueryBoolean):
        raise ValueError("its answer is a truth value, no table of results")
    return found


def _broken(error: SyntaxError) -> ValueError:
    return ValueError(f"its answer is broken: {str(error)[:_LONGEST_WORDS]}")


def _words(media_type: str, body: bytes) -> str:
    """What an endpoint says is wrong, when it says so in words."""
    text = body[: 64 * 1024].decode("utf-8", "replace")
    if media_type.endswith("json"):
        try:
            said = json.loads(text)
        except ValueError:
            return ""
        text = str(said.get("detail", "")) if isinstance(said, dict) else ""
    elif media_type != "text/plain":
        return ""
    words = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return f": {words[:_LONGEST_WORDS]}" if words else ""


def _rows(found: QuerySolutions, names: Iterable[str], most: int) -> Iterator[str]:
    names, blanks = list(names), dict[str, str]()
    for number, row in enumerate(_read(found), start=1):
        if number > most:
            raise TooLarge(most, "rows")
        yield f" ({' '.join(_written(row[name], blanks) for name in names)})"


def _read(found: QuerySolutions) -> Iterator[QuerySolution]:
    try:
        yield from found
    except SyntaxError as error:
        raise _broken(error) from error


def _written(term: object, blanks: dict[str, str]) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        # VALUES takes none. An IRI of its own stands for it, as RDF 1.1 has it (section 3.5).
        return blanks.setdefault(term.value, f"<{uuid.uuid4().urn}>")
    if not isinstance(term, NamedNode | Literal):
        raise ValueError("its answer has triples as terms, which are not taken")
    return str(term)
