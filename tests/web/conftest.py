"""The site over a small invented corpus, read and published by the real services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.site import CORPUS, SITE
from web.app import create_app
from web.services import Services, open_services, open_workshop
from web.settings import Settings

_SETTINGS = Settings(site_base=SITE, api_requests_per_minute=0)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two issues of invented papers, published."""
    folder = tmp_path_factory.mktemp("site")
    with open_workshop(folder, _SETTINGS) as workshop:
        workshop.ingest("daily-papers", sorted(CORPUS.glob("*.md")))
        workshop.ingest("jsonl", sorted(CORPUS.glob("*.jsonl")))
        workshop.publish()
    return folder


@pytest.fixture(scope="session")
def services(data_folder: Path) -> Iterator[Services]:
    """Opened services over that directory."""
    with open_services(data_folder, _SETTINGS) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(services: Services) -> Flask:
    """The application in its testing mode."""
    made = create_app(services)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without cookies that accepts pages in English."""
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture(scope="session")
def agent_path(services: Services) -> str:
    """The page of a name that stands on three papers."""
    found = services.reader.suggest("Ada Muster").agents[0]
    return "/agent/" + found.key.replace(":", "/")
