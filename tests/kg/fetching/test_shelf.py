"""Raw replies: whole or not there, once for equal content, gone after a while."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from kg.fetching.shelf import KeptReply, Shelf

NOW = datetime(2031, 2, 3, tzinfo=UTC)


def keep(shelf: Shelf, name: str, body: bytes, day: str = "2031-02-01") -> KeptReply:
    digest = hashlib.sha256(body).hexdigest()
    reply = KeptReply(name=name, sha256=digest, fetched_at=f"{day}T00:00:00+00:00", etag='"1"')
    shelf.keep(reply, body)
    return reply


def test_what_is_kept_comes_back(shelf: Shelf) -> None:
    reply = keep(shelf, "https://a.example/1", b"one" * 999)
    assert shelf.kept("https://a.example/1") == reply
    assert shelf.body(reply.sha256) == b"one" * 999
    assert shelf.kept("https://a.example/2") is None
    assert shelf.body("0" * 64) is None


def test_equal_bodies_are_kept_once(shelf: Shelf, tmp_path: Path) -> None:
    keep(shelf, "a", b"same")
    keep(shelf, "b", b"same")
    assert len(list(tmp_path.rglob("*.zst"))) == 1
    assert list(tmp_path.rglob("*.part")) == []


def test_damage_counts_as_absence(shelf: Shelf, tmp_path: Path) -> None:
    reply = keep(shelf, "a", b"body")
    next(tmp_path.rglob("*.zst")).write_bytes(b"damaged")
    assert shelf.body(reply.sha256) is None
    next(tmp_path.rglob("requests/*.json")).write_text('{"name": 1, "odd": 2}')
    assert shelf.kept("a") is None
    assert shelf.prune(NOW, 30) == 1


def test_old_replies_go(shelf: Shelf) -> None:
    old, new = keep(shelf, "old", b"old", "2030-01-01"), keep(shelf, "new", b"new")
    assert shelf.prune(NOW, 30) == 1
    assert shelf.body(old.sha256) is None
    assert shelf.kept("old") is None
    assert shelf.body(new.sha256) == b"new"
    assert shelf.prune(NOW, 0) == 1
    assert shelf.kept("new") is None


def test_clearing_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    keep(shelf, "a", b"body")
    shelf.set_progress("job", {"index": 1})
    assert shelf.progress("job") == {"index": 1}
    shelf.clear()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert shelf.progress("job") is None
