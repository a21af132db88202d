"""Connecting to public addresses only: what a name resolves to is checked, and then used.

The address that was checked is the one connected to, so that a name which resolves to another
place a moment later leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kg.fetching.errors import AddressRefused, BrokenAnswer

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: scheme, host and port."""

    scheme: str
    host: str
    port: int


def target_of(url: str) -> Target:
    """Give the target of an absolute http(s) URL.

    Raises:
        AddressRefused: it is none, or carries a name or password.
    """
    parts = _split(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise AddressRefused(url, "only addresses with http(s) are asked")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(url, "an address must not carry a name or password")
    try:
        port = parts.port
    except ValueError as error:
        raise AddressRefused(url, "the port is no number") from error
    return Target(parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme])


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise AddressRefused(url, "this is no address") from error


def parse_hosts(text: str) -> frozenset[str]:
    """Read the setting ``allowed_hosts``: names with or without a port, commas between.

    >>> sorted(parse_hosts("mirror.local:8080, LOCALHOST"))
    ['localhost', 'mirror.local:8080']
    """
    return frozenset(filter(None, (each.strip().lower() for each in text.split(","))))


def connect(url: str, target: Target, allowed: frozenset[str], timeout_s: float) -> socket.socket:
    """Connect to a target, unless it leads to a place inside our own walls.

    Args:
        url: for errors.
        target: where to.
        allowed: hosts that may have private addresses.
        timeout_s: for each address that is tried.

    Raises:
        AddressRefused: one of its addresses is not public.
        BrokenAnswer: there is no such host, or it does not take the connection.
    """
    name = target.host.lower()
    is_allowed = name in allowed or f"{name}:{target.port}" in allowed
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BrokenAnswer(url, f"the host {target.host} is not known") from error
    if not is_allowed and not all(is_public(str(each[4][0])) for each in found):
        raise AddressRefused(url, f"the host {target.host} has a private address")
    problem: OSError | None = None
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout_s)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    reason = (problem and problem.strerror) or problem
    raise BrokenAnswer(url, f"no connection to {target.host}: {reason}")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public network.

    >>> [is_public(one) for one in ("127.0.0.1", "10.0.0.1", "::ffff:10.0.0.1", "169.254.169.254")]
    [False, False, False, False]
    >>> is_public("1.1.1.1")
    True
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast
