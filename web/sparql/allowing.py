"""Who may write: the holder of the token that the operator set, and nobody when none is set."""

from __future__ import annotations

import hmac
from base64 import b64decode

from flask import Request

from web.clients import client_of
from web.errors import WritingSwitchedOff, WrongToken
from web.sparql.backend import backend


def has_token(request: Request) -> bool:
    """Tell whether a request brings the token; one without any is of the public.

    The token is taken as ``Bearer``, or as the password of ``Basic`` with any name, which is all
    that some clients can send.

    Raises:
        WrongToken: it brings another one.
    """
    given = _given(request)
    if given is None:
        return False
    token = backend().token
    if token and hmac.compare_digest(given, token.encode()):
        return True
    backend().queries.quota.charge_error(client_of(request))
    raise WrongToken


def require_token(request: Request) -> None:
    """Let only the holder of the token pass.

    Raises:
        WritingSwitchedOff: there is no token on this site.
        WrongToken: it is not given, or another one.
        QuotaExceeded: this client has tried too often.
    """
    if not backend().token:
        raise WritingSwitchedOff
    backend().queries.quota.admit(client_of(request))
    if not has_token(request):
        raise WrongToken


def _given(request: Request) -> bytes | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("utf-8", "surrogateescape")
    if scheme.lower() == "basic":
        try:
            return b64decode(value, validate=True).partition(b":")[2]
        except ValueError:
            return b""
    return b"" if scheme else None
