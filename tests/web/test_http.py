"""What holds for every answer: validators, languages, safety headers, problems."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.site import PAGE, SITE
from web.app import create_app
from web.services import Services, open_services

WORK = "/work/arxiv/3103.01001"


def test_unchanged_pages_are_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(WORK, headers=PAGE)
    again = client.get(WORK, headers=PAGE | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_other_language_is_another_representation(client: FlaskClient) -> None:
    english = client.get(WORK, headers=PAGE)
    korean = client.get(WORK, headers=PAGE | {"Accept-Language": "ko"})
    assert english.headers["ETag"] != korean.headers["ETag"]
    assert {"accept", "accept-language", "cookie"} <= {v.lower() for v in korean.vary}


@pytest.mark.parametrize(
    ("url", "cookie", "accept", "language"),
    [
        ("/", None, "ko,en;q=0.5", "ko"),
        ("/", "en", "ko", "en"),
        ("/?lang=ko", "en", "en", "ko"),
        ("/?lang=fr", None, "fr", "en"),
    ],
)
def test_language_of_the_interface(
    client: FlaskClient, url: str, cookie: str | None, accept: str, language: str
) -> None:
    if cookie:
        client.set_cookie("lang", cookie)
    response = client.get(url, headers=PAGE | {"Accept-Language": accept})
    assert response.headers["Content-Language"] == language


def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    client.get("/?lang=ko", headers=PAGE)
    assert client.get("/", headers=PAGE).headers["Content-Language"] == "ko"


@pytest.mark.parametrize("path", ["/", WORK + ".ttl", "/nowhere", "/api/v1/works"])
def test_safety_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers=PAGE).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]


def test_machines_get_problem_documents(client: FlaskClient) -> None:
    response = client.get("/work/arxiv/3103.09999", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert problem["type"] == f"{SITE}about#problem-not-found"
    assert problem["status"] == 404
    assert problem["key"] == "arxiv:3103.09999"


def test_every_type_of_problem_is_explained(client: FlaskClient) -> None:
    assert 'id="problem-not-found"' in client.get("/about", headers=PAGE).get_data(as_text=True)


def test_a_method_that_does_not_fit_is_told(client: FlaskClient) -> None:
    response = client.delete(WORK, headers={"Accept": "application/json"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_own_files_are_kept_by_browsers(client: FlaskClient) -> None:
    html = client.get("/", headers=PAGE).get_data(as_text=True)
    style = html.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(style) as response:
        assert "immutable" in response.headers["Cache-Control"]


def test_health(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json()["status"] == "ok"
    assert client.get("/health/ready").get_json()["works"] == 7


def test_a_page_made_before_is_given_again_as_it_was(client: FlaskClient) -> None:
    client.set_cookie("lang", "ko")
    first = client.get("/concept/lora?lang=ko", headers=PAGE)
    again = client.get("/concept/lora?lang=ko", headers=PAGE)
    assert again.data == first.data
    kept = {name for name, _ in again.headers} - {"Date"}
    assert kept == {name for name, _ in first.headers} - {"Date"}
    assert again.headers.getlist("Vary") == first.headers.getlist("Vary")


def test_choosing_a_language_is_never_kept(client: FlaskClient) -> None:
    first = client.get("/about?lang=ko", headers=PAGE)
    client.delete_cookie("lang")
    again = client.get("/about?lang=ko", headers=PAGE)
    assert "Set-Cookie" in first.headers
    assert "Set-Cookie" in again.headers


def test_an_index_of_another_version_is_told_without_the_names_of_folders(
    data_folder: Path, services: Services, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(data_folder, old)
    (manifest,) = (old / "index").rglob("manifest.json")
    said = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(said | {"format_version": 1}), encoding="utf-8")
    with open_services(old, services.settings) as opened:
        client = create_app(opened).test_client()
        page = client.get(WORK, headers=PAGE)
        answer = client.get("/api/v1/works/arxiv:3103.01001/related")
        ready = client.get("/health/ready")
    assert (page.status_code, answer.status_code, ready.status_code) == (503, 503, 503)
    assert answer.get_json()["type"] == f"{SITE}about#problem-index-unusable"
    assert "paperkin rebuild" in page.get_data(as_text=True)
    for told in (page, answer, ready):
        assert str(tmp_path) not in told.get_data(as_text=True)
