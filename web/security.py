"""Headers that tell a browser what this site never does."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

_POLICY: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_CONTENT: Final = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN_TO_ALL: Final = (
    "/api/",
    "/sparql",
    "/graphs",
    "/reconcile",
    "/openapi.json",
    "/.well-known/",
    "/feed/",
    "/changes",
    "/export/",
)
_DATA_SUFFIXES: Final = (".ttl", ".nt", ".jsonld", ".rdf", ".bib", ".ris", ".csl.json")


OPEN_DATA: Final = {
    **_HEADERS,
    "Content-Security-Policy": _CONTENT,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"
    ),
}
"""Headers of public data that scripts of other sites may read."""


def init_app(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _CONTENT)
    if request.path.startswith(_OPEN_TO_ALL) or request.path.endswith(_DATA_SUFFIXES):
        _allow_other_sites(response)
    return response


def _allow_other_sites(response: Response) -> None:
    """Let scripts of other sites read public data: there are no cookies that grant anything."""
    for name, value in OPEN_DATA.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        methods = "GET, HEAD, POST, OPTIONS"
        if request.path.startswith("/graphs"):
            methods += ", PUT, DELETE, PATCH"
        response.headers.setdefault("Access-Control-Allow-Methods", methods)
        response.headers.setdefault(
            "Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match, Authorization"
        )
        response.headers.setdefault("Access-Control-Max-Age", "86400")
