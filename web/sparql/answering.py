"""Answers on their way out: format, validators, limits told, compression.

References:
    RFC 9110, sections 8.8 (validators), 12 (negotiation); IETF draft RateLimit header fields.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final

from flask import Response, request

from kg.sparql import FORMATS, QueryAnswer, QueryService, ResultFormat
from web.clients import client_of
from web.errors import NotAcceptable
from web.negotiation import choose_media_type
from web.sparql.backend import backend

_KEPT_IN_MEMORY_BYTES: Final = 256 * 1024
COMPRESSED_FROM_BYTES: Final = 2 * 1024
_COMPRESSION: Final = 1
_WINDOW_S: Final = 60
_VARY: Final = "Accept, Accept-Encoding"
# What generic clients send and what the answer is then called, besides the registered types.
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
}


def negotiated(
    formats: Sequence[ResultFormat], named: Sequence[str], accept: str | None
) -> ResultFormat:
    """Give the format of an answer.

    Args:
        formats: those that it can have, the preferred one first.
        named: names of formats that the request wants in any case.
        accept: the header.

    Raises:
        NotAcceptable: none of them is welcome.
    """
    if named:
        for fmt in formats:
            if fmt.name in named:
                return fmt
        raise NotAcceptable(FORMATS[named[0]].media_type, [fmt.media_type for fmt in formats])
    offered = {fmt.media_type: fmt for fmt in formats}
    aliases = {alias: offered[name] for alias, name in ALIASES.items() if name in offered}
    chosen = choose_media_type(accept, (*offered, *aliases))
    if chosen is None:
        raise NotAcceptable(accept or "", tuple(offered))
    return offered.get(chosen) or aliases[chosen]


def entity_tag(*parts: object) -> str:
    """Give the tag of what these parts and the current version are answered with."""
    return tag_of(backend().queries.version().number, *parts)


def tag_of(number: int, *parts: object) -> str:
    """Give the tag of what these parts and a version's number are answered with."""
    return blake2b(repr((number, *parts)).encode(), digest_size=12).hexdigest()


def answer_headers(answer: QueryAnswer, tag: str | None) -> dict[str, str]:
    """Give the headers of an answer, except those of its length and coding."""
    kept = {"Cache-Control": "no-store"}
    if tag is not None:
        kept = {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
    return {
        "Content-Type": answer.media_type,
        "X-Paperkin-Change": str(answer.version.change_number),
        "Server-Timing": f"query;dur={answer.elapsed_s * 1000:.1f}",
        "Vary": _VARY,
        **kept,
    }


def unchanged(tag: str | None) -> Response | None:
    """Give 304 when the client has what the tag stands for."""
    if tag is None or not request.if_none_match.contains_weak(tag):
        return None
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    # What a cache keeps beside the tag (RFC 9110, section 15.4.5).
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = _VARY
    return response


def sent(answer: QueryAnswer, tag: str | None) -> Response:
    """Give the response that sends an answer; the answer is closed by it."""
    response = Response(headers=answer_headers(answer, tag))
    is_large = answer.size_bytes >= COMPRESSED_FROM_BYTES
    if is_large and request.accept_encodings["gzip"] > 0:
        response.headers["Content-Encoding"] = "gzip"
        _fill(response, answer, gzipped(answer.chunks()))
    elif answer.size_bytes > _KEPT_IN_MEMORY_BYTES:
        _fill(response, answer, answer.chunks())
        response.content_length = answer.size_bytes
    else:
        with answer:
            response.set_data(answer.read())
    return response


def written(status: int) -> Response:
    """Give the response to a write that was made; it has no body."""
    response = Response(status=status)
    del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "no-store"
    return response


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress as it passes.

    >>> import gzip
    >>> gzip.decompress(b"".join(gzipped([b"gulls ", b"and terns"])))
    b'gulls and terns'
    """
    press = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        if made := press.compress(piece):
            yield made
    yield press.flush()


def add_headers(response: Response) -> Response:
    """Tell the client what is left of its share."""
    if "Authorization" not in request.headers:
        response.headers.update(share_headers(backend().queries, client_of(request)))
    return response


def share_headers(queries: QueryService, client: str) -> dict[str, str]:
    """Give the headers that tell a client what is left of its share; none without limits."""
    if not queries.limits.client_query_s:
        return {}
    allowance = queries.quota.allowance(client)
    left, reset = math.floor(allowance.remaining_s), math.ceil(allowance.reset_s)
    return {
        "RateLimit-Policy": f'"query-seconds";q={allowance.limit_s:g};w=60',
        "RateLimit": f'"query-seconds";r={left};t={min(reset, _WINDOW_S)}',
    }


def _fill(response: Response, answer: QueryAnswer, pieces: Iterable[bytes]) -> None:
    response.response = pieces
    response.call_on_close(answer.close)
