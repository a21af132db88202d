"""Settings come from four places in a known order, and a wrong one stops at once."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.sparql.limits import Limits
from recommender import Parameters
from web.settings import Settings, WrongSetting, data_directory, load_settings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def write(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_nearer_place_wins(tmp_path: Path) -> None:
    write(tmp_path, "port = 1001\nhost = '0.0.0.0'\nthreads = 3\n[sparql]\ntimeout_s = 3\n")
    environment = {"PAPERKIN_PORT": "1002", "PAPERKIN_HOST": "::1", "UNRELATED": "x"}
    settings = load_settings(tmp_path, environment, port=1003, host=None)
    assert (settings.port, settings.host, settings.threads) == (1003, "::1", 3)
    assert settings.sparql == Limits(timeout_s=3.0)


def test_tables_are_reached_from_the_environment(tmp_path: Path) -> None:
    environment = {
        "PAPERKIN_SPARQL_RESULT_ROWS": "7",
        "PAPERKIN_RANKING_TEXT_WEIGHT": "0.5",
        "PAPERKIN_SHOW_PICTURES": "yes",
    }
    settings = load_settings(tmp_path, environment)
    assert settings.sparql.result_rows == 7
    assert settings.ranking == Parameters(text_weight=0.5)
    assert settings.show_pictures is True


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("prot = 80", "no setting 'prot'"),
        ("port = 'eighty'", "port must be a number"),
        ("port = true", "port must be of type int"),
        ("port = 0", "port must be at least 1"),
        ("show_pictures = 'perhaps'", "true or false"),
        ("site_base = 'papers.example/'", "must begin with http"),
        ("site_base = 'https://papers.example'", "end in a slash"),
        ("[sparql]\ntimeout = 3", "no setting 'timeout'"),
        ("[sparql]\ntimeout_s = -3", "cannot be negative"),
        ("sparql = 3", "no setting 'sparql'"),
        ("port = ", "not readable as TOML"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(WrongSetting) as error:
        load_settings(write(tmp_path, text), {})
    assert reason in str(error.value).replace("site_base: must", "must").replace(
        "port: must", "port must"
    )


def test_an_unreadable_environment_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="PAPERKIN_PORT"):
        load_settings(tmp_path, {"PAPERKIN_PORT": "eighty"})


def test_the_data_directory(tmp_path: Path) -> None:
    assert data_directory(tmp_path, {"PAPERKIN_DATA": "/elsewhere"}) == tmp_path
    assert data_directory(None, {"PAPERKIN_DATA": "/elsewhere"}) == Path("/elsewhere")
    assert data_directory(None, {}) == Path("paperkin-data")


@pytest.mark.parametrize("table", ["", "sparql", "ranking", "fetching"])
def test_every_setting_is_documented(table: str) -> None:
    written = DOCS.read_text(encoding="utf-8")
    target = getattr(Settings(), table) if table else Settings()
    for one in fields(target):
        if one.name not in {"sparql", "ranking", "fetching"}:
            assert f"`{one.name}`" in written, f"docs/settings.md says nothing of {one.name}"
