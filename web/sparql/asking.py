"""A request of the SPARQL protocol, read strictly: what it asks, in which of the three ways.

References:
    SPARQL 1.1 Protocol (W3C Recommendation 2013), sections 2.1 and 2.2.
"""

from __future__ import annotations

import math
import re
from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from flask import Request

from kg.sparql import FORMATS
from web.errors import BadParameter, UnsupportedContent

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
_MOST_PARAMETERS: Final = 1_000
_NO_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FORMAT_ALIASES: Final = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "json-ld": "jsonld"}
_BOTH_FAMILIES: Final = {"json": ("srj", "jsonld"), "xml": ("srx", "rdf")}
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Args:
        query: text of a query; None when it asks for none.
        update: text of an update; None when it asks for none.
        default_graphs: of the protocol's dataset.
        named_graphs: of the protocol's dataset.
        formats: names of the formats that ``format`` means; empty to negotiate.
        timeout_s: wanted limit, in seconds; None for the usual one.
    """

    query: str | None
    update: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    formats: tuple[str, ...]
    timeout_s: float | None


def asked(request: Request) -> Asked:
    """Read a request.

    Raises:
        BadParameter: a parameter that cannot be, or comes twice, or does not belong here.
        UnsupportedContent: a body in a form that is not read here.
    """
    in_address = parameters(request.query_string, "the address")
    if request.method != "POST":
        if "update" in in_address:
            raise BadParameter("update", "in the address", "an update in the body of a POST")
        return _asked(in_address)
    body = body_of(request)
    if request.mimetype == FORM_TYPE:
        in_body = parameters(body, "the form")
        names = in_address.keys() | in_body.keys()
        return _asked({n: [*in_address.get(n, ()), *in_body.get(n, ())] for n in names})
    if request.mimetype in {QUERY_TYPE, UPDATE_TYPE}:
        name = "query" if request.mimetype == QUERY_TYPE else "update"
        return _asked({**in_address, name: [*in_address.get(name, ()), text_of(request, body)]})
    raise UnsupportedContent(request.mimetype, f"{FORM_TYPE}, {QUERY_TYPE} or {UPDATE_TYPE}")


def body_of(request: Request) -> bytes:
    """Give the body as it is.

    Raises:
        UnsupportedContent: it is compressed; limits could not be kept otherwise.
    """
    coding = request.headers.get("Content-Encoding", "identity")
    if coding.lower() != "identity":
        raise UnsupportedContent(f"{request.mimetype} in {coding}", "the body uncompressed")
    return request.get_data(cache=True)


def text_of(request: Request, body: bytes) -> str:
    """Give a body as text.

    Raises:
        UnsupportedContent: another charset than UTF-8 is declared.
        BadParameter: it is not UTF-8.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedContent(f"{request.mimetype} in {charset}", "it in UTF-8")
    return _decoded(body, "the body")


def parameters(encoded: bytes, where: str) -> dict[str, list[str]]:
    """Read URL-encoded parameters.

    Raises:
        BadParameter: they are not UTF-8, or too many.
    """
    found: dict[str, list[str]] = {}
    text = _decoded(encoded, where)
    if text.count("&") >= _MOST_PARAMETERS:
        raise BadParameter(where, "too long", f"at most {_MOST_PARAMETERS} parameters")
    try:
        pairs = [_pair(one) for one in text.split("&") if one]
    except UnicodeDecodeError:
        raise BadParameter(where, "not UTF-8", "UTF-8 behind its percent signs") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def once(found: Parameters, name: str) -> str | None:
    """Give the one value of a parameter, or None.

    Raises:
        BadParameter: it is given more than once.
    """
    values = found.get(name, ())
    if len(values) > 1:
        raise BadParameter(name, "given more than once", f"one {name}")
    return values[0] if values else None


def asked_in(query_string: bytes) -> Asked:
    """Read the address of a GET.

    Raises:
        BadParameter: as for :func:`asked`.
    """
    return _asked(parameters(query_string, "the address"))


def _asked(found: Parameters) -> Asked:
    query, update = once(found, "query"), once(found, "update")
    if query is not None and update is not None:
        raise BadParameter("query", "beside update", "a query or an update, not both")
    default, named = _dataset_names(found, is_update=update is not None)
    return Asked(
        query,
        update,
        tuple(found.get(default, ())),
        tuple(found.get(named, ())),
        _formats(once(found, "format")),
        _timeout(once(found, "timeout")),
    )


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return _unquoted(name), _unquoted(value)


def _unquoted(text: str) -> str:
    """Undo the encoding of forms.

    >>> _unquoted("a+%3D%20%EA%B0%88%")
    'a = \uac08%'
    """
    spaced = text.replace("+", " ")
    if _NO_ESCAPE.search(spaced):
        return unquote(spaced, errors="strict")
    # Quoted-printable differs in its sign only, and its decoder is seventy times as quick.
    return a2b_qp(spaced.replace("=", "=3D").replace("%", "=").encode()).decode()


def _dataset_names(found: Parameters, *, is_update: bool) -> tuple[str, str]:
    """Names of the parameters for the dataset; those of the other operation do not belong here."""
    of_query = ("default-graph-uri", "named-graph-uri")
    of_update = ("using-graph-uri", "using-named-graph-uri")
    mine, others = (of_update, of_query) if is_update else (of_query, of_update)
    for name in others:
        if name in found:
            raise BadParameter(name, found[name][0], " and ".join(mine))
    return mine


def _formats(name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    known = _BOTH_FAMILIES.get(name) or (_FORMAT_ALIASES.get(name, name),)
    by_type = {fmt.media_type: fmt.name for fmt in FORMATS.values()}
    known = (by_type[name],) if name in by_type else known
    if known[0] not in FORMATS:
        names = ", ".join([*FORMATS, *_BOTH_FAMILIES])
        raise BadParameter("format", name, f"a media type, or one of {names}")
    return known


def _timeout(value: str | None) -> float | None:
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise BadParameter("timeout", value, "seconds above 0")
    return seconds


def _decoded(encoded: bytes, where: str) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        raise BadParameter(where, "not UTF-8", "UTF-8") from None
