"""The address of a SPARQL store, as a setting has it."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from kg.stores.errors import BadAddress
from kg.stores.remote import Endpoint

_SCHEMES = {"sparql+http": "http", "sparql+https": "https"}
_UPDATE_OF = {"query": "update", "sparql": "sparql-auth"}
"""Last segment of the path: of queries, and of updates where nothing else is said (Oxigraph and
Fuseki; Virtuoso)."""


def endpoint_of(address: str, update_address: str = "", *, timeout_s: float = 60.0) -> Endpoint:
    """The endpoint that an address names.

    >>> endpoint_of("sparql+http://dba:secret@store.example:8890/sparql").update_url
    'http://store.example:8890/sparql-auth'

    Args:
        address: ``sparql+http://[user:password@]host[:port]/path`` (or ``sparql+https``), where
            queries go.
        update_address: where updates go, without user; empty when it follows from the path.
        timeout_s: longest wait for a connection or for the next bytes, in seconds.

    Raises:
        BadAddress: it is none.
    """
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise BadAddress(address, "expected sparql+http://[user:password@]host[:port]/path")
    if update_address and not update_address.startswith(("http://", "https://")):
        raise BadAddress(update_address, "expected http:// or https://")
    return Endpoint(
        query_url=_plain(parts, parts.path),
        update_url=update_address or _plain(parts, _update_path(address, parts.path)),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        timeout_s=timeout_s,
    )


def _update_path(address: str, path: str) -> str:
    before, _, last = path.rpartition("/")
    if last not in _UPDATE_OF:
        raise BadAddress(address, "say where updates go with the setting graph_update")
    return f"{before}/{_UPDATE_OF[last]}"


def _plain(parts: SplitResult, path: str) -> str:
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((_SCHEMES[parts.scheme], host, path, parts.query, ""))
