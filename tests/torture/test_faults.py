"""Injected faults: each is told with its place and remedy, nothing hangs, nothing wrong is served.

A fault is judged by what a person sees of the commands: an exit code, no traceback, words that name
what is broken, a way back that leads to the same content as before.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.torture import stage
from tests.torture.commanding import Seen, as_nobody, command, limited_files
from tests.torture.damage import FILES, WAYS, largest
from tests.torture.forking import forked
from tests.torture.stage import Ground
from tests.torture.test_crashes import Theatre, run, shown

FAILED, WRONG_USAGE, REJECTIONS, BUSY = 1, 2, 3, 4
TOOLS = ("rebuild", "restore", "publish", "ingest")


def assert_told(seen: Seen, *words: str) -> None:
    """It failed on purpose, in few lines, and named what it should."""
    assert "Traceback" not in seen.words, seen.words
    assert seen.code in {FAILED, WRONG_USAGE, BUSY}, seen
    for word in words:
        assert word in seen.words, seen.words


def right_answers(ground: Ground) -> Any:
    """What is served: every related list and the result of a query over everything."""

    def ask(acknowledge: Callable[[object], None]) -> object:
        from kg.errors import KgError
        from recommender.errors import RecommenderError

        try:
            return answers(acknowledge)
        except (KgError, RecommenderError) as error:
            return {"refused": str(error)}

    def answers(_acknowledge: Callable[[object], None]) -> object:
        from web.services import open_services

        with open_services(ground.data, stage.SETTINGS) as services:
            lists = {
                one: [
                    (result.id, round(result.score, 9)) for result in services.related(one).results
                ]
                for one in services.recommender.ids()
            }
            query = "SELECT ?w ?t { ?w dcterms:title ?t } ORDER BY ?w ?t"
            with services.queries.evaluate(query) as answer:
                told = b"".join(answer.chunks()).decode()
        return [lists, told]

    outcome = forked(ask)
    assert not outcome.error, outcome.error
    return outcome.value


@pytest.fixture(scope="session")
def truth(theatre: Theatre) -> Any:
    """The answers of the undamaged installation, and the hash of its content."""
    answers = right_answers(theatre.prepared("backed-up"))
    assert "refused" not in answers
    return {
        "answers": answers,
        "dump": run(stage.dump_hash, theatre.trial("backed-up")).value,
    }


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_file(
    theatre: Theatre, truth: Any, kind: str, way: Callable[[Path], None]
) -> None:
    ground = theatre.trial("backed-up")
    way(largest(ground, FILES[kind]))

    doctor = command(ground, "doctor")
    assert "Traceback" not in doctor.words, doctor.words

    served = right_answers(ground)
    if "refused" in served:
        # What cannot be served is said, and the doctor finds it and tells the way back.
        assert served["refused"]
        assert doctor.code == FAILED, (doctor.words, served)
        assert "->" in doctor.words
    else:
        assert served == truth["answers"], "something wrong was served"

    bring_back(ground, kind)
    assert run(stage.dump_hash, ground).value == truth["dump"]
    shutil.rmtree(ground.beside)


def bring_back(ground: Ground, kind: str) -> None:
    """Follow the remedy: a catalogue comes from its backup, all else is made anew."""
    if kind == "catalogue":
        shutil.rmtree(ground.data)
        seen = command(ground, "restore", str(ground.beside / "backup.tar.gz"))
    else:
        seen = command(ground, "rebuild")
    assert seen.code == 0, seen.words


OPERATIONS = {
    "ingest": ("ingest", "jsonl", "{corpus}/second.jsonl", "--no-publish"),
    "publish": ("publish",),
    "rebuild": ("rebuild",),
    "export": ("export", "{beside}/dump"),
    "backup": ("backup", "{beside}/second.tar.gz"),
}


def ordered(ground: Ground, operation: str) -> list[str]:
    return [
        part.format(corpus=ground.corpus, beside=ground.beside) for part in OPERATIONS[operation]
    ]


@pytest.mark.parametrize("size_bytes", [0, 4_096, 100_000])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_full_disk(theatre: Theatre, operation: str, size_bytes: int) -> None:
    state = "pending" if operation == "publish" else "published"
    ground = theatre.trial(state)
    before = shown(ground)
    seen = command(ground, *ordered(ground, operation), change=limited_files(size_bytes))
    if seen.code != 0:
        assert_told(seen)
        assert any(word in seen.words for word in ("space", "too large", "full")), seen.words
    after = shown(ground)
    assert after["unwell"] == []
    assert set(before["works"]) <= set(after["works"])
    # With room again it goes through.
    again = command(ground, *ordered(ground, operation))
    assert again.code == 0, again.words


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_directory_that_cannot_be_written(theatre: Theatre, operation: str) -> None:
    ground = theatre.trial("published")
    seen = command(ground, *ordered(ground, operation), change=as_nobody)
    if operation == "backup" and seen.code == 0:
        return
    assert_told(seen)
    assert "right to" in seen.words or "ermission" in seen.words, seen.words
    assert shown(ground)["unwell"] == []


def test_another_process_holds_the_database(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    other = sqlite3.connect(ground.data / "catalogue.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    seen = command(ground, *ordered(ground, "ingest"))
    other.close()
    assert seen.code == BUSY, seen
    assert "another process" in seen.words
    assert command(ground, *ordered(ground, "ingest")).code == 0


def test_two_at_once(theatre: Theatre) -> None:
    ground = theatre.trial("published")

    def first(acknowledge: Callable[[object], None]) -> object:
        with ground.workshop():
            seen = command(ground, *ordered(ground, "ingest"))
        return [seen.code, seen.words]

    code, words = forked(first).value
    assert code == BUSY
    assert "process" in words


@pytest.mark.parametrize("revision", ["9999", "nonsense", ""])
def test_a_catalogue_of_a_newer_version(theatre: Theatre, revision: str) -> None:
    ground = theatre.trial("published")
    database = sqlite3.connect(ground.data / "catalogue.sqlite")
    database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    database.commit()
    database.close()
    for operation in ("ingest", "publish"):
        seen = command(ground, *ordered(ground, operation))
        assert_told(seen, "catalogue.sqlite", "install the version")
    # What is published can still be read.
    assert "Traceback" not in command(ground, "doctor").words


def test_a_graph_of_another_mapping_is_made_anew(theatre: Theatre, truth: Any) -> None:
    ground = theatre.trial("backed-up")

    def older(acknowledge: Callable[[object], None]) -> object:
        import kg.graph

        kg.graph.MAPPING_VERSION = "an older one"  # type: ignore[assignment, misc]
        with ground.workshop() as workshop:
            return workshop.publish().version

    assert run(lambda _ground, acknowledge: older(acknowledge), ground).value == 2
    assert command(ground, "publish").code == 0
    assert run(stage.dump_hash, ground).value == truth["dump"]


@pytest.mark.parametrize("year", [1970, 2030, 2200])
def test_a_clock_that_jumps(theatre: Theatre, year: int) -> None:
    ground = theatre.trial("published")

    def jumped(_acknowledge: Callable[[object], None]) -> object:
        from web.services import open_workshop

        moment = stage.noon().replace(year=year)
        ground.make_small()
        with open_workshop(ground.data, stage.SETTINGS, clock=lambda: moment) as workshop:
            workshop.ingest("jsonl", [ground.corpus / "second.jsonl"])
            return workshop.publish().version

    outcome = forked(jumped)
    assert not outcome.error, outcome.error
    assert outcome.value == 2
    assert shown(ground)["works"] == theatre.end("ingest")["works"]
    assert shown(ground)["unwell"] == []


WRONG_SETTINGS = {
    "no toml": "threads = = 3",
    "unknown": "thraeds = 3",
    "type": 'threads = "many"',
    "too small": "versions_kept = 0",
    "base": 'entity_base = "ftp://somewhere"',
    "bytes": "\udcff",
}


@pytest.mark.parametrize("kind", WRONG_SETTINGS)
def test_wrong_settings_stop_at_once(theatre: Theatre, kind: str) -> None:
    ground = theatre.trial("published")
    path = ground.data / "settings.toml"
    path.write_bytes(WRONG_SETTINGS[kind].encode("utf-8", "surrogateescape"))
    seen = command(ground, "publish")
    assert seen.code == WRONG_USAGE, seen
    assert "Traceback" not in seen.words
    named = ("settings.toml", "entity_base", "versions_kept", "threads")
    assert any(name in seen.words for name in named), seen.words


WRONG_PLACES: dict[str, Callable[[Path], None]] = {
    "a file": lambda path: path.write_text("not a folder"),
    "below a file": lambda path: path.parent.write_text("not a folder"),
    "a link to nowhere": lambda path: path.symlink_to(path.with_name("nowhere")),
}


@pytest.mark.parametrize("place", WRONG_PLACES)
def test_a_data_directory_that_is_none(theatre: Theatre, place: str) -> None:
    ground = theatre.trial("published")
    data = ground.beside / "wrong" / "data"
    if place != "below a file":
        data.parent.mkdir()
    WRONG_PLACES[place](data)
    for words in (("doctor",), ("status",), ("publish",)):
        seen = command(ground, *words, "--data", str(data))
        assert "Traceback" not in seen.words, seen.words
        if place == "a link to nowhere" and words != ("doctor",):
            continue
        assert seen.code in {FAILED, WRONG_USAGE}, (words, seen)


WRONG_INPUT: dict[str, Callable[[Path], None]] = {
    "no file": lambda path: None,
    "a folder of nothing": lambda path: path.mkdir(),
    "not json": lambda path: path.write_text("{\n"),
    "other bytes": lambda path: path.write_bytes(bytes(range(256)) * 20),
    "a bomb of brackets": lambda path: path.write_text("[" * 200_000 + "\n"),
    "a wrong archive": lambda path: path.write_bytes(b"\x1f\x8b\x08" + b"\0" * 40),
    "one good line in bad ones": lambda path: path.write_text(
        '{"id": "arxiv:3105.00001", "title": "One", "authors": []}\n{"id": 3}\nnull\n'
    ),
}


@pytest.mark.parametrize("kind", WRONG_INPUT)
def test_input_that_cannot_be_read(theatre: Theatre, kind: str) -> None:
    ground = theatre.trial("published")
    path = ground.beside / "input.jsonl"
    WRONG_INPUT[kind](path)
    before = shown(ground)["works"]
    seen = command(ground, "ingest", "jsonl", str(path), "--no-publish", "--json")
    assert "Traceback" not in seen.words, seen.words
    after = shown(ground)["works"]
    if kind == "one good line in bad ones":
        assert seen.code == REJECTIONS
        assert after == sorted([*before, "arxiv:3105.00001"])
        assert [one["line"] for one in json.loads(seen.out)["rejected"]] == [2, 3]
    else:
        assert seen.code in {FAILED, WRONG_USAGE, REJECTIONS} or kind == "a folder of nothing", seen
        assert after == before


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\x1f\x8b\x08\0\0\0\0\0\0\0"], ids=["empty", "zip", "cut"]
)
def test_a_backup_that_is_none(theatre: Theatre, content: bytes) -> None:
    ground = theatre.trial("published")
    path = ground.beside / "wrong.tar.gz"
    path.write_bytes(content)
    seen = command(ground, "restore", str(path), "--data", str(ground.beside / "elsewhere"))
    assert_told(seen, "wrong.tar.gz")
    elsewhere = ground.beside / "elsewhere"
    assert not elsewhere.exists() or not any(elsewhere.iterdir())
