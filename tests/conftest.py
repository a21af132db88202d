"""Fixtures that every test may ask for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.sparql.limits import Limits
from web.services import Services, open_services, open_workshop
from web.settings import Settings

_CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; its tests skip where it is absent."""
    folder = Path(os.environ.get("PAPERKIN_SHARED", _CHECKOUT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"real data not present: no folder {folder} (set PAPERKIN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def digest_services(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The real digest, read and published, with the one curated correction that it needs."""
    data = tmp_path_factory.mktemp("digest") / "data"
    data.mkdir()
    split = {
        "work": "arxiv:2405.16759",
        "names": ["Abdullah Rashwan Austin Waters"],
        "persons": ["Abdullah Rashwan", "Austin Waters"],
        "reason": "one printed string is two people",
    }
    (data / "author-overrides.jsonl").write_text(json.dumps(split), encoding="utf-8")
    patient = Limits(timeout_s=60.0, client_query_s=0.0)  # the machine may be busy
    settings = Settings(site_base="https://papers.example.org/", sparql=patient)
    with open_workshop(data, settings, clock=lambda: datetime(2024, 5, 29, tzinfo=UTC)) as workshop:
        workshop.ingest("daily-papers", [shared / "digests" / "2024-05-28.md"])
        workshop.publish()
    with open_services(data, settings) as services:
        yield services
