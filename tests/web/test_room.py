"""The disk budget holds, what gives way does so in its order, and nothing else ever goes."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from kg.export.offering import offered
from kg.feed.pages import begin_feed, snapshot_path, write_page
from kg.fetching.shelf import KeptReply
from kg.versions import Versions
from tests.web.site import SITE
from web.cli import main
from web.doctor import examine
from web.gathering import shelf_of
from web.room import (
    BudgetTooSmall,
    KeepVersions,
    admit_dumps,
    make_room,
    measure,
)
from web.services import open_services, open_workshop
from web.settings import Settings

REPLY = b"what a service once said " * 40


@pytest.fixture
def data(data_folder: Path, tmp_path: Path) -> Path:
    """A copy of the published site, without the dumps that other tests offer there."""
    without_dumps = shutil.ignore_patterns("dumps")
    return Path(shutil.copytree(data_folder, tmp_path / "data", ignore=without_dumps))


def publish_anew(data: Path, budget_bytes: int) -> None:
    chosen = Settings(site_base=SITE, disk_budget_bytes=budget_bytes, processes=1)
    with open_workshop(data, chosen) as workshop:
        workshop.publish(always=True)


def fill(data: Path) -> None:
    """Put something of everything that gives way, but versions, into a data directory."""
    for change in (3, 5):
        (data / "dumps" / str(change)).mkdir(parents=True)
        (data / "dumps" / str(change) / "dump").write_bytes(b"d" * 1_000)
    shelf = shelf_of(data)
    for day in (1, 2):
        body = REPLY + bytes([day])
        digest = hashlib.sha256(body).hexdigest()
        moment = f"2031-02-0{day}T00:00:00+00:00"
        shelf.keep(KeptReply(name=str(day), sha256=digest, fetched_at=moment), body)
    shutil.rmtree(data / "feed", ignore_errors=True)
    (data / "feed").mkdir()
    state = begin_feed(data / "feed", 0, "a test", "1")
    for number in (1, 2, 3):
        write_page(data / "feed", state, number - 1, number, ["# a page\n" * 100])
    snapshot_path(data / "feed", state, 2).write_bytes(b"s" * 1_000)


def what_stands(data: Path) -> tuple[list[int], int, int, int, int]:
    """Dumps, snapshots, replies, versions, pages."""
    return (
        offered(data),
        len(list(data.glob("feed/*/snapshot-*"))),
        len(list(data.glob("raw/replies/*/*"))),
        len(list(data.glob("versions/*"))),
        len(list(data.glob("feed/*/*.rdfp"))),
    )


def test_a_file_that_versions_share_counts_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "one").write_bytes(b"1" * 100)
    os.link(tmp_path / "a" / "one", tmp_path / "b" / "one")
    (tmp_path / "b" / "two").write_bytes(b"2" * 7)
    (tmp_path / "b" / "away").symlink_to("/etc/passwd")
    room = measure(tmp_path)
    assert room.used_bytes == 107
    assert sum(room.parts.values()) == 107
    assert room.parts["b"] >= 7
    assert "no budget" in str(room)
    assert "(214%)" in str(measure(tmp_path, 50))


GIVING_WAY = [
    # bytes short, and what stands then
    (0, ([3, 5], 1, 2, 4, 3)),
    (1, ([3, 5], 1, 2, 2, 3)),
    (2_001, ([5], 1, 2, 2, 3)),
    (3_001, ([], 1, 2, 2, 3)),
    (4_001, ([], 0, 2, 2, 3)),
    (5_001, ([], 0, 1, 2, 3)),
]


@pytest.mark.parametrize(("short", "stands"), GIVING_WAY)
def test_one_gives_way_after_the_other_and_no_more_than_is_short(
    tmp_path: Path, short: int, stands: tuple[list[int], int, int, int, int]
) -> None:
    fill(tmp_path)
    keep = keep_of(tmp_path)
    gave = make_room(tmp_path, measure(tmp_path).used_bytes, short, "a test", keep, kept=3)
    assert what_stands(tmp_path) == stands
    assert bool(gave) == bool(short)


def test_the_last_page_and_the_last_version_stay(tmp_path: Path) -> None:
    fill(tmp_path)
    keep = keep_of(tmp_path)
    with pytest.raises(BudgetTooSmall, match=r"a test needs 0\.0 MB"):
        make_room(tmp_path, 1, 0, "a test", keep, kept=3)
    assert what_stands(tmp_path) == ([], 0, 0, 1, 1)


def keep_of(data: Path) -> KeepVersions:
    """Four versions of a thousand bytes each, and what removes them."""
    for number in range(1, 5):
        (data / "versions").mkdir(exist_ok=True)
        (data / "versions" / str(number)).write_bytes(b"v" * 1_000)

    def keep(count: int) -> None:
        for path in sorted((data / "versions").iterdir())[:-count]:
            path.unlink()

    return keep


def test_what_must_stay_is_never_removed(data: Path) -> None:
    fill(data)
    (data / "settings.toml").write_text("")
    (data / "notes.txt").write_text("the operator's own")
    kept = {name: (data / name).read_bytes() for name in ("settings.toml", "notes.txt")}
    shown = Versions(data).current()
    with pytest.raises(BudgetTooSmall, match="disk_budget_bytes") as refused:
        publish_anew(data, 1)
    assert refused.value.room.used_bytes > 1
    assert Versions(data).current() == shown
    assert {name: (data / name).read_bytes() for name in kept} == kept
    assert offered(data) == []
    assert not list((data / "raw").rglob("*.zst"))
    assert not list(data.rglob("*.partial"))
    with open_services(data) as services:
        assert services.counts()["work"]


def test_nothing_is_read_into_a_full_budget(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "arxiv:3105.00001", "title": "One more", "authors": []}\n')
    (data / "settings.toml").write_text("disk_budget_bytes = 1000\n")
    with pytest.raises(SystemExit) as end:
        main(["ingest", "jsonl", str(more), "--data", str(data)])
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "reading a file needs" in said
    assert "-> raise disk_budget_bytes" in said
    finding = next(one for one in examine(data) if one.subject == "disk budget")
    assert not finding.is_well
    assert "0.0 MB" in finding.seen


@pytest.mark.parametrize("is_enough", [True, False])
def test_dumps_are_offered_only_within_the_budget(data: Path, is_enough: bool) -> None:
    (data / "dumps" / "1").mkdir(parents=True)
    (data / "dumps" / "1" / "old").write_bytes(b"0" * 5_000)
    without = measure(data).used_bytes - 5_000
    (data / "dumps" / "7").mkdir()
    (data / "dumps" / "7" / "new").write_bytes(b"1" * 9_000)
    if is_enough:
        admit_dumps(data, without + 9_000, 7)
        assert offered(data) == [7]
    else:
        with pytest.raises(BudgetTooSmall, match=r"offering dumps needs 0\.0 MB"):
            admit_dumps(data, without + 8_999, 7)
        assert offered(data) == []


def test_status_says_how_much_is_used(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERKIN_DISK_BUDGET_BYTES", str(10**9))
    with pytest.raises(SystemExit):
        main(["status", "--data", str(data)])
    assert "of 1,000.0 MB (" in capsys.readouterr().out
