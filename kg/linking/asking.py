"""Links from a peer's endpoint: asked politely, some ids at a time, from where it broke off.

What an endpoint said of some ids is kept with the raw replies and not asked again for a while, so a
run that was interrupted, or is repeated, asks only for the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.fetching import Client, Request, Shelf
from kg.foreign.errors import ForeignRefused
from kg.identifiers import WorkId, derived_doi
from kg.linking.known import Known
from kg.linking.matching import Found
from kg.linking.peers import Key, Peer

IDS_AT_ONCE = 40
INTERVAL_S = 2.0
_KEPT_DAYS = 30
_RESULTS = ("application/sparql-results+json", "application/json")

Ask = Callable[[Request], bytes]
"""Gives the body of an answer."""


def patient_asker(
    client: Client, shelf: Shelf, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Ask:
    """Ask through a client; what was answered lately is taken from the shelf."""

    def ask(request: Request) -> bytes:
        held = shelf.kept(request.name)
        if held is not None:
            age = clock() - datetime.fromisoformat(held.fetched_at)
            body = shelf.body(held.sha256)
            if body is not None and age < timedelta(days=_KEPT_DAYS):
                return body
        reply = client.ask(request, INTERVAL_S)
        assert reply is not None, "no answer may be missing"
        return reply.body

    return ask


def links_at_endpoint(
    peer: Peer,
    endpoint: str,
    known: Known,
    ask: Ask,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Found:
    """The links that an endpoint knows, by our ids.

    Args:
        peer: whose endpoint it is.
        endpoint: its address.
        known: our side.
        ask: gives the body of an answer.
        progress: called with the number of ids asked for and of all ids.

    Raises:
        FetchError: the endpoint gives no usable answer; asking again goes on from there.
        ForeignRefused: an answer that is no table of results.
    """
    found = Found()
    asked = [(key, _values(key, known)) for key in peer.keys if key.predicate]
    total, done = sum(len(values) for _, values in asked), 0
    for key, values in asked:
        for batch in _batches(values):
            body = ask(_request(endpoint, key, batch))
            for written, theirs in _rows(endpoint, body):
                found.read += 1
                if written in batch:
                    found.links.add((batch[written], theirs))
            done += len(batch)
            progress(done, total)
    return found


def _values(key: Key, known: Known) -> dict[str, str]:
    """Our IRIs by the id as the peer writes it."""
    ids = known.of_scheme(key.scheme)
    if key.scheme == "doi":
        for value, iri in known.of_scheme("arxiv").items():
            derived = derived_doi(WorkId("arxiv", value))
            if derived is not None:
                ids.setdefault(derived, iri)
    return {key.written(value): iri for value, iri in ids.items()}


def _batches(values: Mapping[str, str]) -> Iterator[dict[str, str]]:
    left = iter(values.items())
    while batch := dict(islice(left, IDS_AT_ONCE)):
        yield batch


def _request(endpoint: str, key: Key, batch: Mapping[str, str]) -> Request:
    terms = (ox.NamedNode(one) if key.is_iri else ox.Literal(one) for one in batch)
    values = " ".join(str(term) for term in terms)
    same = "?key" if key.is_iri else "STR(?key)"
    # Some write ids as xsd:string with the datatype spelled out; both are asked for.
    typed = "" if key.is_iri else " " + " ".join(_typed(one) for one in batch)
    query = (
        f"SELECT DISTINCT (STR({same}) AS ?id) ?it WHERE {{ VALUES ?key {{ {values}{typed} }} "
        f"?it {ox.NamedNode(key.predicate)} ?key }}"
    )
    return Request(url=f"{endpoint}?{urlencode({'query': query})}", accepts=_RESULTS)


def _typed(text: str) -> str:
    return f"{ox.Literal(text)}^^<http://www.w3.org/2001/XMLSchema#string>"


def _rows(endpoint: str, body: bytes) -> Iterator[tuple[str, str]]:
    try:
        said: Any = json.loads(body)
        rows = [(row["id"]["value"], row["it"]) for row in said["results"]["bindings"]]
        pairs = [(text, it["value"]) for text, it in rows if it["type"] == "uri"]
        for _, theirs in pairs:
            ox.NamedNode(theirs)
    except (KeyError, TypeError, ValueError) as error:
        raise ForeignRefused(endpoint, f"no table of results: {error!r}") from error
    yield from pairs
