"""``paperkin fetch``, and the site's question for a work that is not held."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "kg/fetching"))

from playing import Player, playing

from kg.fetching import FetchLimits
from kg.fetching.errors import FetchError
from kg.identifiers import WorkId
from web.cli import main
from web.services import open_services
from web.settings import Settings


@pytest.fixture
def player() -> Iterator[Player]:
    with playing(lambda asked: asked.answer("[]")) as player:
        yield player


@pytest.fixture
def data(tmp_path: Path, player: Player) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text(
        "[fetching]\n"
        'allowed_hosts = "127.0.0.1"\n'
        f'hf_daily_url = "{player.base}"\narxiv_url = "{player.base}arxiv"\n'
        f'semantic_scholar_url = "{player.base}s2/"\n'
        "on_ask = true\nattempts = 1\n"
    )
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    captured = capsys.readouterr()
    assert isinstance(end.value.code, int)
    return end.value.code, captured.out, captured.err


def paper(number: int) -> dict[str, Any]:
    authors = [{"name": "Ada Example"}, {"name": "Bo Muster"}]
    return {"paper": {"id": f"3102.0000{number}", "title": f"Tides {number}", "authors": authors}}


def test_a_day_is_fetched_ingested_and_not_fetched_twice(
    data: Path, player: Player, capsys: pytest.CaptureFixture[str]
) -> None:
    player.play = lambda asked: asked.answer(json.dumps([paper(1), paper(2)]), ETag='"1"')
    day = ("--since", "2031-02-01", "--until", "2031-02-01")
    command = ("fetch", "hf-daily", *day, "--no-publish", "--json", "--data", data)
    code, out, _ = run(capsys, *command)
    assert (code, json.loads(out)["added"]) == (0, 2)
    assert len(list((data / "raw").rglob("*.zst"))) == 1
    player.play = lambda asked: asked.answer(status=304, content_type=None)
    code, out, _ = run(capsys, *command)
    assert (code, json.loads(out)["unchanged"]) == (0, 2)
    assert player.asked[-1].headers["if-none-match"] == '"1"'
    with open_services(data) as services:
        runs = services.reader.runs()
        assert [one.source for one in runs] == ["hf-daily", "hf-daily"]
        assert runs[0].location.startswith(player.base)


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("hf-daily", "--since", "2031-02-01"), 429, 4),
        (("hf-daily", "--since", "2031-02-01"), 403, 1),
        (("hf-daily", "--since", "2031-02-02", "--until", "2031-02-01"), 200, 2),
        (("opencitations",), 200, 2),
        (("hf-daily", "no id"), 200, 2),
        (("nobody",), 200, 2),
    ],
)
def test_what_goes_wrong_has_a_code_and_a_reason(
    data: Path,
    player: Player,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    status: int,
    code: int,
) -> None:
    player.play = lambda asked: asked.answer(status=status, Retry_After="9999")
    found, _, err = run(capsys, "fetch", *arguments, "--no-publish", "--data", data)
    assert found == code
    assert err.strip()
    assert "Traceback" not in err


def test_a_rejection_names_the_address_it_came_from(
    data: Path, player: Player, capsys: pytest.CaptureFixture[str]
) -> None:
    player.play = lambda asked: asked.answer(json.dumps([paper(1), {"paper": {"id": "odd"}}]))
    command = ("fetch", "hf-daily", "--since", "2031-02-01", "--until", "2031-02-01")
    code, out, _ = run(capsys, *command, "--no-publish", "--json", "--data", data)
    assert code == 3
    assert json.loads(out)["rejected"][0]["location"].startswith(player.base)


def test_the_site_fetches_a_work_only_where_that_is_allowed(data: Path, player: Player) -> None:
    player.play = lambda asked: asked.answer(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>http://arxiv.org/abs/3102.00001v1</id><title>Tides</title></entry></feed>",
        content_type="application/atom+xml",
    )
    work = WorkId("arxiv", "3102.00001")
    with open_services(data) as services:
        record = services.fetch_work(work)
        assert record is not None
        assert record.title == "Tides"
        player.play = lambda asked: asked.answer(status=500)
        with pytest.raises(FetchError):
            services.fetch_work(work)
    before = len(player.asked)
    with open_services(data, replace(Settings(), fetching=FetchLimits())) as services:
        assert services.fetch_work(work) is None
    assert len(player.asked) == before
    assert not (data / "raw").exists()
