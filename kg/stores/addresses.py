"""SPARQL endpoints by one address: ``sparql+http://user:password@host:port/path?update=path``."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urljoin, urlsplit, urlunsplit

from kg.stores.remote import Endpoint

_SCHEME = "sparql+"


def is_endpoint(text: str) -> bool:
    """Tell whether a text is meant as the address of an endpoint.

    >>> is_endpoint("sparql+http://localhost:7878/query"), is_endpoint("some/folder")
    (True, False)
    """
    return text.startswith((f"{_SCHEME}http://", f"{_SCHEME}https://"))


def endpoint_of(text: str) -> Endpoint:
    """Read the address of an endpoint.

    Updates go to the address that ``update`` names, relative to the other one; without it, to
    ``…/update`` beside ``…/query``, and to the same address otherwise.

    >>> endpoint_of("sparql+http://localhost:7878/query").update_url
    'http://localhost:7878/update'
    >>> endpoint_of("sparql+http://dba:x@localhost/sparql?update=sparql-auth").update_url
    'http://localhost/sparql-auth'

    Raises:
        ValueError: it is none.
    """
    if not is_endpoint(text):
        raise ValueError(f"{text!r} does not begin with sparql+http:// or sparql+https://")
    parts = urlsplit(text.removeprefix(_SCHEME))
    if not parts.hostname:
        raise ValueError(f"{text!r} names no host")
    host = parts.netloc.rpartition("@")[2]
    query_url = urlunsplit((parts.scheme, host, parts.path, "", ""))
    named = parse_qs(parts.query).get("update", [""])[0]
    beside = "update" if parts.path.endswith("/query") else parts.path
    return Endpoint(
        query_url,
        urljoin(query_url, named or beside),
        unquote(parts.username) if parts.username else None,
        unquote(parts.password or ""),
    )
