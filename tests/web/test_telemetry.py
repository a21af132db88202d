"""Request ids, the access log, figures, and health that tells the truth."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.services import Services, open_services
from web.settings import Settings
from web.telemetry import access_log


def test_an_id_comes_back_and_a_strange_one_does_not(client: FlaskClient) -> None:
    given = client.get("/health/live", headers={"X-Request-ID": "abc-12345678"})
    assert given.headers["X-Request-ID"] == "abc-12345678"
    strange = client.get("/health/live", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert strange.headers["X-Request-ID"].isalnum()


def test_a_line_names_the_path_and_neither_client_nor_query(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, access_log.name):
        client.get("/search?q=secret", headers={"X-Request-ID": "abc-12345678"})
    line = json.loads(caplog.records[-1].message)
    assert (line["id"], line["path"], line["status"]) == ("abc-12345678", "/search", 200)
    assert "secret" not in caplog.text


def test_a_path_cannot_forge_a_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, access_log.name):
        client.get("/x%0A%7B%22status%22:200%7D%E2%80%A8")
    assert len(caplog.records[-1].message.splitlines()) == 1


def test_figures_are_served_when_they_are_wanted(services: Services, client: FlaskClient) -> None:
    pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")
    assert client.get("/metrics").status_code == 404
    services.settings, kept = replace(services.settings, metrics=True), services.settings
    try:
        watched = create_app(services).test_client()
    finally:
        services.settings = kept
    watched.get("/health/live")
    text = watched.get("/metrics").text
    assert 'paperkin_requests_total{endpoint="health.live",status="200"} 1.0' in text
    assert f"paperkin_published_change {float(services.version().change_number)}" in text


def test_nothing_published_is_not_ready(tmp_path: Path) -> None:
    with open_services(tmp_path / "empty", Settings()) as empty:
        answer = create_app(empty).test_client().get("/health/ready")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
