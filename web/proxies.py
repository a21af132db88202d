"""What proxies tell of a client's address, and how much of it counts.

Anybody can send an ``X-Forwarded-For``, so it counts only when the connection comes from a proxy
that the operator trusts, and is read from the right: each trusted proxy vouches for the hop before
it, and the first hop that is no trusted proxy is the client.

References:
    RFC 7239, Forwarded HTTP Extension; RFC 6177, section 2 (a subscriber has at least a /64).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

FORWARDED_HEADERS: Final = ("X-Forwarded-For", "Forwarded")
LOCAL: Final = "unix"
_SUBSCRIBER_BITS: Final = 64
_FOR = re.compile(r'(?:^|;)\s*for\s*=\s*(?:"([^"]*)"|([^;\s]*))', re.IGNORECASE)
_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]*)\](?::\d+)?|(?P<v4>[^:]*):\d+")
_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network


def client_address(peer: str | None, hops: Sequence[str], trusted: str) -> str:
    """Give the client's address by what is known of the way.

    A hop that is no address ends the way: the proxy that told it is then all that is known.

    >>> client_address("10.0.0.2", ["6.6.6.6", "192.0.2.7", "10.0.0.1"], "10.0.0.0/8")
    '192.0.2.7'
    >>> client_address("192.0.2.9", ["6.6.6.6"], "10.0.0.0/8")
    '192.0.2.9'

    Args:
        peer: other end of the connection; None or empty for a socket of this machine.
        hops: what proxies told, the nearest one last.
        trusted: addresses and networks of trusted proxies, with commas between; ``unix`` trusts
            sockets of this machine.
    """
    is_local_trusted, networks = trusted_networks(trusted)
    if peer and not _is_trusted(_address(peer), networks):
        return _shown(_address(peer)) or peer
    if not peer and not is_local_trusted:
        return LOCAL
    client = _address(peer or "")
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        client = address
        if not _is_trusted(address, networks):
            break
    return _shown(client) or LOCAL


def hops_of(value: str | None, header: str) -> list[str]:
    """Give the hops that a header tells, as written, the nearest one last.

    >>> hops_of('for=192.0.2.43;proto=https, for="[2001:db8::17]:4711"', "Forwarded")
    ['192.0.2.43', '[2001:db8::17]:4711']
    """
    members = [member.strip() for member in (value or "").split(",")] if value else []
    if header.lower() != "forwarded":
        return members
    found = (_FOR.search(member) for member in members)
    return [(match[1] or match[2] or "") if match else "" for match in found]


@lru_cache(maxsize=8)
def trusted_networks(trusted: str) -> tuple[bool, tuple[_Network, ...]]:
    """Read the setting: whether sockets of this machine are trusted, and which networks.

    Raises:
        ValueError: a member is neither an address nor a network nor ``unix``.
    """
    members = [member.strip() for member in trusted.split(",") if member.strip()]
    networks = tuple(ip_network(member) for member in members if member != LOCAL)
    return LOCAL in members, networks


@lru_cache(maxsize=4096)
def _address(text: str) -> _Address | None:
    match = _WITH_PORT.fullmatch(text)
    bare = (match["v6"] or match["v4"] or "") if match else text
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found


def _is_trusted(address: _Address | None, networks: Sequence[_Network]) -> bool:
    return address is not None and any(address in network for network in networks)


@lru_cache(maxsize=4096)
def _shown(address: _Address | None) -> str:
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(IPv6Network((address, _SUBSCRIBER_BITS), strict=False))
    return "" if address is None else str(address)
