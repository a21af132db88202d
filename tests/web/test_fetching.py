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
        f'semantic_scholar_url = "{player.base}s2/"\nopenalex_url = "{player.base}oa/"\n'
        f'opencitations_url = "{player.base}oc/"\n'
        "on_ask = true\nattempts = 1\npause_factor = 0\n"
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


def play_all(asked: Any) -> None:
    """Every service knows a little more of the first of two works."""
    if asked.path.startswith("/arxiv"):
        entry = (
            "<entry><id>http://arxiv.org/abs/{}v1</id><title>Tides</title><author><name>Ada Example"
            "</name></author><summary>We study tides.</summary><category term='cs.LG'/></entry>"
        )
        entries = "".join(entry.format(f"3102.0000{number}") for number in (1, 2))
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
        asked.answer(feed, content_type="application/atom+xml")
    elif asked.path.startswith("/oa/"):
        author = {"display_name": "Ada Example", "orcid": "https://orcid.org/0000-0002-1825-0097"}
        place = {"landing_page_url": "https://arxiv.org/abs/3102.00001"}
        work = {
            "id": "https://openalex.org/W1000001",
            "display_name": "Tides",
            "authorships": [{"author": author}],
            "locations": [place],
            "referenced_works": ["https://openalex.org/W1000002"],
        }
        asked.answer(json.dumps({"meta": {"next_cursor": None}, "results": [work]}))
    elif asked.path.startswith("/s2/"):
        asked.answer("[null, null]")
    elif asked.path.startswith("/oc/"):
        row = {"citing": "doi:10.48550/arxiv.3102.00001", "cited": "doi:10.48550/arxiv.3102.00002"}
        asked.answer(json.dumps([row] if "00001" in asked.path else []))
    else:
        asked.answer(status=404)


def test_enriching_asks_everybody_once_and_counts_what_is_known(
    data: Path, player: Player, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ['{"id": "arxiv:3102.00001", "title": "T"}', '{"id": "arxiv:3102.00002", "title": "U"}']
    (tmp_path / "papers.jsonl").write_text("\n".join(lines))
    more = ("--no-publish", "--json", "--data", data)
    assert run(capsys, "ingest", "jsonl", tmp_path / "papers.jsonl", *more)[0] == 0
    player.play = play_all
    code, out, _ = run(capsys, "enrich", *more)
    report = json.loads(out)
    assert code == 0
    assert {name: one["asked"] for name, one in report["services"].items()} == {
        "arxiv": 2,
        "openalex": 2,
        "semantic-scholar": 2,
        "opencitations": 2,
        "hf-daily": 2,
    }
    known, before = report["works_with"], report["works_with_before"]
    assert (before["works"], before["abstract"], before["citations"]) == (2, 0, 0)
    assert known["abstract"] == known["categories"] == known["authors in the byline's order"] == 2
    assert known["citations"] == known["citations to held works"] == 1
    assert known["citations from held works"] == 1
    asked_before = len(player.asked)
    code, out, _ = run(capsys, "enrich", *more)
    assert (code, len(player.asked)) == (0, asked_before)
    player.asked.clear()
    code, out, _ = run(capsys, "enrich", "hf-daily", "--again-after", "0", "--most", "1", *more)
    assert player.paths() == ["/papers/3102.00001"]


def test_enriching_goes_on_after_a_service_that_fails(
    data: Path, player: Player, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "papers.jsonl").write_text('{"id": "arxiv:3102.00001", "title": "T"}')
    more = ("--no-publish", "--data", data)
    assert run(capsys, "ingest", "jsonl", tmp_path / "papers.jsonl", *more)[0] == 0

    def play(asked: Any) -> None:
        if asked.path.startswith("/oa/"):
            asked.answer(status=429, Retry_After="9999")
        else:
            play_all(asked)

    player.play = play
    code, out, err = run(capsys, "enrich", *more)
    assert code == 4
    assert "in 9999 s" in err
    assert "abstract  (+2)" in out
    player.play = play_all
    player.asked.clear()
    assert run(capsys, "enrich", *more)[0] == 0
    # Of the work that the first answers brought along, the services are asked only now.
    asked_again = [path for path in player.paths() if "00001" in path]
    assert [path.split("/")[1] for path in asked_again] == ["oa"]
