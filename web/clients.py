"""Who asks: the address of the client, also behind proxies of the operator's own."""

from __future__ import annotations

from flask import Request

from web.contract import Settings
from web.current import services
from web.proxies import client_address, hops_of


def client_of(request: Request) -> str:
    """Give the address of the client: of IPv6 the network of its subscriber, such as ``…::/64``.

    Args:
        request: the request at hand.
    """
    settings = services().settings
    told = request.headers.get(settings.forwarded_header)
    return client_at(request.remote_addr, told, settings)


def client_at(peer: str | None, told: str | None, settings: Settings) -> str:
    """Give the address of the client; see :func:`client_of`.

    Args:
        peer: other end of the connection.
        told: the header in which proxies tell hops, as it came.
        settings: name the header and the proxies that are trusted.
    """
    hops = hops_of(told, settings.forwarded_header)
    return client_address(peer, hops, settings.trusted_proxies)
