"""The address of a SPARQL store, as settings and commands have it."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from kg.stores.errors import BadAddress
from kg.stores.remote import Endpoint

_SCHEMES = {"sparql+http": "http", "sparql+https": "https"}
_UPDATE_OF = {"query": "update", "sparql": "sparql-auth"}
"""Last segment of the path: of queries, and of updates where nothing else is said (Oxigraph and
Fuseki; Virtuoso)."""


def is_endpoint(text: str) -> bool:
    """Tell whether a text is meant as the address of an endpoint.

    >>> is_endpoint("sparql+http://localhost:7878/query"), is_endpoint("some/folder")
    (True, False)
    """
    return text.partition("://")[0] in _SCHEMES


def endpoint_of(address: str, update_address: str = "", *, timeout_s: float = 60.0) -> Endpoint:
    """The endpoint that an address names.

    >>> endpoint_of("sparql+http://dba:secret@store.example:8890/sparql").update_url
    'http://store.example:8890/sparql-auth'
    >>> endpoint_of("sparql+http://store.example/repositories/one?update=one/statements").update_url
    'http://store.example/repositories/one/statements'

    Args:
        address: ``sparql+http://[user:password@]host[:port]/path[?update=path]`` (or
            ``sparql+https``), where queries go; ``update`` is relative to it.
        update_address: where updates go, without user; empty when it follows from the address.
        timeout_s: longest wait for a connection or for the next bytes, in seconds.

    Raises:
        BadAddress: it is none.
    """
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise BadAddress(address, "expected sparql+http://[user:password@]host[:port]/path")
    if update_address and not update_address.startswith(("http://", "https://")):
        raise BadAddress(update_address, "expected http:// or https://")
    told = dict(parse_qsl(parts.query))
    update = told.pop("update", "") or _update_of(address, parts.path, update_address)
    query_url = _plain(parts, urlencode(told))
    return Endpoint(
        query_url=query_url,
        update_url=update_address or urljoin(query_url, update),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        timeout_s=timeout_s,
    )


def _update_of(address: str, path: str, update_address: str) -> str:
    last = path.rpartition("/")[2]
    if not update_address and last not in _UPDATE_OF:
        raise BadAddress(address, "say where updates go: …?update=path")
    return _UPDATE_OF.get(last, last)


def _plain(parts: SplitResult, query: str) -> str:
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((_SCHEMES[parts.scheme], host, parts.path, query, ""))
