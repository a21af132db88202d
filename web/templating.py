"""What every template may use besides its page: words, language, addresses of the site's files."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, current_app, request

from web.current import LANGUAGE_COOKIE, language, services, words
from web.i18n import LANGUAGES, Language, as_language
from web.i18n.language import NATIVE_NAMES
from web.urls import with_query

_ONE_YEAR_S = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Register the names and the filters that templates use."""
    app.context_processor(_names)
    app.add_template_filter(bare_url)
    app.after_request(_remember_language)
    app.after_request(_name_language)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def bare_url(url: str) -> str:
    """Give a URL as people write it, without scheme and last slash.

    >>> bare_url("https://github.com/example/code/")
    'github.com/example/code'
    """
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def in_language(url: str, other: Language) -> str:
    """Give the address of the same page in another language.

    >>> in_language("/search?q=lora&lang=en", "ko")
    '/search?q=lora&lang=ko'
    """
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "lang"]
    return parts._replace(query=urlencode([*kept, ("lang", other)])).geturl()


def _names() -> dict[str, Any]:
    here = request.full_path.rstrip("?")
    return {
        "t": words(),
        "language": language(),
        "languages": LANGUAGES,
        "native_names": NATIVE_NAMES,
        "settings": services().settings,
        "version": services().version(),
        "section": (request.blueprint or ""),
        "here": here,
        "in_language": in_language,
        "url_with": with_query,
        "asset": _asset,
    }


def _asset(name: str) -> str:
    return f"/static/{name}?v={current_app.config['ASSET_HASH']}"


def _remember_language(response: Response) -> Response:
    chosen = as_language(request.args.get("lang"))
    if chosen is not None and request.cookies.get(LANGUAGE_COOKIE) != chosen:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_ONE_YEAR_S, samesite="Lax", httponly=True
        )
    return response


def _name_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
    if request.endpoint == "static" and request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR_S}, immutable"
    return response
