"""What ``paperkin forget`` removes is in no byte of the data directory, however it is packed."""

from __future__ import annotations

import gzip
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture import figures, stage
from tests.torture.commanding import command
from tests.torture.forking import Acknowledge
from tests.torture.stage import Ground
from tests.torture.test_crashes import Theatre, run

NAME, TITLE = "Bo Warp", "Study 7: Mamba for kilns"
USERS_GRAPH = f"{stage.SITE}user/notes"


def spread(ground: Ground, _acknowledge: Acknowledge) -> object:
    """Let the name and the title stand wherever something of ours can write them."""
    from kg.catalogue.user_graphs import keep_user_graphs
    from kg.export import ExportOptions
    from kg.fetching.shelf import KeptReply
    from web.gathering import shelf_of
    from web.services import open_services

    said = f"{NAME} wrote {TITLE}"
    with ground.workshop() as workshop:
        keep_user_graphs(
            workshop._catalogue,
            {USERS_GRAPH: f'<{stage.SITE}a> <{stage.SITE}b> "{said}" <{USERS_GRAPH}> .\n'.encode()},
        )
        workshop.publish()
    reply = KeptReply(
        name="https://api.example/1", sha256="ab" * 32, fetched_at=stage.noon().isoformat()
    )
    shelf_of(ground.data).keep(reply, said.encode())
    (ground.data / "author-overrides.jsonl").write_text(json.dumps({"name": said}) + "\n")
    with open_services(ground.data, stage.SETTINGS) as services:
        for compression in ("gz", "zst"):
            options = ExportOptions(compression=compression, with_restricted=True)
            services.export(ground.data / "dumps" / compression, options)
        _snapshot(services)
    return True


def without_theirs(ground: Ground, _acknowledge: Acknowledge) -> object:
    """What the operator does about what was told."""
    from kg.catalogue.forget import compact
    from kg.catalogue.user_graphs import keep_user_graphs

    (ground.data / "author-overrides.jsonl").unlink()
    with ground.workshop() as workshop:
        keep_user_graphs(workshop._catalogue, {USERS_GRAPH: b""})
        compact(workshop._catalogue)
        workshop.rebuild()
        workshop._publisher.remove_older()
    return True


def _snapshot(services: object) -> None:
    from kg.feed.errors import FeedNotReady

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            services.feed.snapshot()  # type: ignore[attr-defined]
        except FeedNotReady:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("no snapshot of the feed within a minute")


def contents(data: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as it is, and what is packed or laid out in it, by where it stands."""
    import zstandard

    for path in sorted(one for one in data.rglob("*") if one.is_file()):
        raw, name = path.read_bytes(), str(path.relative_to(data))
        yield name, raw
        if raw.startswith(b"\x1f\x8b"):
            yield f"{name} unpacked", gzip.decompress(raw)
        elif raw.startswith(b"\x28\xb5\x2f\xfd"):
            with path.open("rb") as file:
                yield f"{name} unpacked", zstandard.ZstdDecompressor().stream_reader(file).read()
        elif raw.startswith(b"SQLite format 3"):
            with sqlite3.connect(path) as database:
                yield f"{name} rows", "\n".join(database.iterdump()).encode()
    for current in sorted(data.glob("graph/**/CURRENT")):
        yield f"{current.parent.relative_to(data)} quads", _quads(current.parent)


def _quads(folder: Path) -> bytes:
    import pyoxigraph

    store = pyoxigraph.Store.read_only(str(folder))
    return b"".join(f"{quad}\n".encode() for quad in store)


def standing(ground: Ground, words: str) -> list[str]:
    """Where these words stand in the data directory."""

    def look(_acknowledge: Acknowledge) -> object:
        return [name for name, content in contents(ground.data) if _in(words, content)]

    found: list[str] = run(lambda _ground, acknowledge: look(acknowledge), ground).value
    return found


def _in(words: str, content: bytes) -> bool:
    hexed = words.encode().hex().encode()  # as SQLite tells its blobs
    return any(form in content for form in (words.encode(), hexed, hexed.upper()))


@pytest.mark.parametrize(
    ("words", "arguments"),
    [(NAME, (NAME, "--name")), (TITLE, ("arxiv:3104.00007",))],
    ids=["a name", "a work"],
)
def test_what_is_forgotten_stands_nowhere(
    theatre: Theatre, words: str, arguments: tuple[str, ...]
) -> None:
    ground = theatre.trial("pending")
    run(stage.publish, ground)
    run(spread, ground)
    before = standing(ground, words)
    kinds = ("catalogue.sqlite", "graph/", "feed/", "dumps/gz", "dumps/zst", "raw/")
    for kind in kinds:
        assert any(name.startswith(kind) for name in before), (kind, before)
    began_at = time.time()
    seen = command(ground, "forget", *arguments, "--yes")
    assert seen.code == 0, seen.words
    after = standing(ground, words)
    # Their writers' own: not changed behind their backs, but told.
    theirs = ("author-overrides.jsonl", "catalogue.sqlite", "graph/")
    assert all(name.startswith(theirs) for name in after), after
    assert "author-overrides.jsonl" in seen.words
    assert USERS_GRAPH in seen.words
    run(without_theirs, ground)
    assert standing(ground, words) == []
    # A store that deletes keeps packed blocks for a while, so there is no store of before.
    tables = [one for one in ground.data.rglob("*.sst") if one.stat().st_mtime < began_at - 1]
    assert tables == []
    figures.add("places of an erased name", words, f"{len(before)} before, {len(after)} after")
