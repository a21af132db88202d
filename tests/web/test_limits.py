"""Rate limits of the API: told in every answer, enforced for one client and no other."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask

from web.app import create_app
from web.limits import Buckets
from web.services import Services


@pytest.fixture
def limited(services: Services, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with four requests a minute."""
    few = dataclasses.replace(services.settings, api_requests_per_minute=4)
    monkeypatch.setattr(services, "settings", few)
    return create_app(services)


def test_a_client_is_told_and_then_refused(limited: Flask) -> None:
    client = limited.test_client()
    left = []
    for _ in range(4):
        answer = client.get("/api/v1/issues")
        assert answer.status_code == 200
        assert answer.headers["RateLimit-Policy"] == '"api";q=4;w=60'
        left.append(answer.headers["RateLimit"].split(";")[1])
    assert left == ["r=3", "r=2", "r=1", "r=0"]
    refused = client.get("/api/v1/issues")
    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 15
    other = client.get("/api/v1/issues", environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert other.status_code == 200


def test_pages_are_not_counted(limited: Flask) -> None:
    client = limited.test_client()
    for _ in range(6):
        answer = client.get("/about")
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers


def test_a_bucket_refills_evenly_and_never_overflows() -> None:
    now = [0.0]
    buckets = Buckets(60, clock=lambda: now[0])
    assert buckets.take("a", 60).left == 0
    assert buckets.take("a", 3).wait_s == 3
    now[0] = 3.0
    assert buckets.take("a", 3).is_allowed
    now[0] = 10_000.0
    assert buckets.take("a", 1).left == 59


def test_clients_long_silent_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.limits._MOST_CLIENTS", 2)
    buckets = Buckets(60, clock=lambda: 0.0)
    for client in ("a", "b", "a", "c"):
        buckets.take(client, 10)
    # "b" was silent for longest: its bucket is new; that of "a" is remembered.
    assert buckets.take("a", 0).left == 40
    assert buckets.take("b", 0).left == 60
