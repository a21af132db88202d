"""Who asks: the address of the client, also behind proxies of the operator's own."""

from __future__ import annotations

from flask import Request

from web.current import services
from web.proxies import client_address, hops_of


def client_of(request: Request) -> str:
    """Give the address of the client: of IPv6 the network of its subscriber, such as ``…::/64``.

    Args:
        request: the request at hand.
    """
    settings = services().settings
    hops = hops_of(request.headers.get(settings.forwarded_header), settings.forwarded_header)
    return client_address(request.remote_addr, hops, settings.trusted_proxies)
