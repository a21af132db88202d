"""The client's address, with and without proxies."""

from __future__ import annotations

from pathlib import Path

import pytest

from web.proxies import client_address, hops_of, trusted_networks
from web.settings import Settings, WrongSetting, load_settings

PROXIES = "127.0.0.1, 10.0.0.0/8, 2001:db8:f::/48"


@pytest.mark.parametrize(
    ("peer", "hops", "trusted", "client"),
    [
        ("192.0.2.1", [], "", "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "", "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.7"], "", "127.0.0.1"),
        ("127.0.0.1", [], PROXIES, "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7"], PROXIES, "198.51.100.7"),
        ("127.0.0.1", ["6.6.6.6", "198.51.100.7"], PROXIES, "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7", "10.1.1.1"], PROXIES, "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9", "10.1.1.1"], PROXIES, "10.9.9.9"),
        ("127.0.0.1", ["198.51.100.7:4711"], PROXIES, "198.51.100.7"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], PROXIES, "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7", "unknown"], PROXIES, "127.0.0.1"),
        ("127.0.0.1", ["[2001:db8:1:2::9]:80"], PROXIES, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6", [], "", "2001:db8:1:2::/64"),
        ("2001:db8:f::1", ["192.0.2.4"], PROXIES, "192.0.2.4"),
        ("::1", [], "", "::1"),
        (None, ["192.0.2.4"], "", "unix"),
        ("", ["192.0.2.4"], "unix", "192.0.2.4"),
        ("", [], "unix", "unix"),
    ],
)
def test_address(peer: str | None, hops: list[str], trusted: str, client: str) -> None:
    assert client_address(peer, hops, trusted) == client


def test_forwarded_header() -> None:
    value = 'For="[2001:db8:cafe::17]:4711";proto=http;by=203.0.113.43, for=198.51.100.17, by=x'
    assert hops_of(value, "Forwarded") == ["[2001:db8:cafe::17]:4711", "198.51.100.17", ""]
    assert hops_of("a, b", "X-Forwarded-For") == ["a", "b"]
    assert hops_of(None, "Forwarded") == []


def test_settings_are_checked(tmp_path: Path) -> None:
    assert trusted_networks(Settings().trusted_proxies) == (False, ())
    for wrong in ({"PAPERKIN_TRUSTED_PROXIES": "10.0.0.1/8"}, {"PAPERKIN_FORWARDED_HEADER": "Via"}):
        with pytest.raises(WrongSetting):
            load_settings(tmp_path, wrong)
