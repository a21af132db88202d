"""Publishing survives a crash at every step; readers keep what they read."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.stores.errors import StoreBusy
from kg.stores.lock import WriterLock
from kg.versions import NothingPublished, PointerDamaged, Publisher, Version, Versions
from kg.versions.layout import parse_pointer

NOON = datetime(2024, 5, 28, 12, tzinfo=UTC)


def publisher(data: Path, keep: int = 3) -> Publisher:
    return Publisher(data, keep=keep, clock=lambda: NOON)


def publish(data: Path, change_number: int, keep: int = 3) -> Version:
    def backup(folder: Path) -> None:
        folder.mkdir()
        (folder / "content").write_text(str(change_number))

    def index(folder: Path) -> None:
        (folder / "content").write_text(str(change_number))

    return publisher(data, keep).publish(change_number, backup, index, "m1")


def content(version: Version) -> tuple[str, str]:
    return (version.graph / "content").read_text(), (version.index / "content").read_text()


def folders(data: Path) -> set[str]:
    return {p.relative_to(data).as_posix() for p in data.glob("*/versions/*")}


def test_nothing_is_published_at_first(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        Versions(tmp_path).current()
    with pytest.raises(LookupError):
        Versions(tmp_path).lease()


def test_a_version_says_what_it_is(tmp_path: Path) -> None:
    published = publish(tmp_path, 17)
    with Versions(tmp_path).lease() as version:
        assert version == published
        assert (version.number, version.change_number, version.mapping_version) == (1, 17, "m1")
        assert version.published_at == NOON
        assert content(version) == ("17", "17")


def test_the_pointer_is_readable_and_relative(tmp_path: Path) -> None:
    publish(tmp_path, 17)
    said = json.loads((tmp_path / "CURRENT").read_text())
    assert (said["graph"], said["index"]) == ("graph/versions/1", "index/versions/1")
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)
    assert content(Versions(moved).current()) == ("17", "17")


def test_a_reader_notices_a_newer_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(tmp_path, 1)
    assert versions.current() is versions.current()
    publish(tmp_path, 2)
    assert versions.current().change_number == 2


def test_three_versions_are_kept_and_numbers_never_return(tmp_path: Path) -> None:
    for change in range(1, 6):
        publish(tmp_path, change)
    assert folders(tmp_path) == {f"{p}/versions/{n}" for p in ("graph", "index") for n in (3, 4, 5)}
    assert {p.name for p in (tmp_path / "leases").iterdir()} == {"3", "4", "5"}


def test_a_leased_version_stays_until_released(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    lease = Versions(tmp_path).lease()
    for change in range(2, 6):
        publish(tmp_path, change, keep=1)
    assert content(lease.version) == ("1", "1")
    assert publisher(tmp_path).remove_older() == [1]
    lease.release()
    lease.release()
    assert publisher(tmp_path).remove_older() == []
    assert folders(tmp_path) == {"graph/versions/5", "index/versions/5"}


def test_the_lease_of_a_killed_process_falls(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    program = (
        "import os, signal, sys; from pathlib import Path; from kg.versions import Versions\n"
        "lease = Versions(Path(sys.argv[1])).lease(); print('leased', flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"leased\n"
        publish(tmp_path, 2)
        assert publisher(tmp_path).remove_older() == [1]
        reader.kill()
    assert publisher(tmp_path).remove_older() == []


def test_one_publisher_at_a_time(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "publish.lock", tmp_path), pytest.raises(StoreBusy):
        publish(tmp_path, 1)
    publish(tmp_path, 1)


def test_a_pointer_of_someone_else(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("MANIFEST-000005\n")
    with pytest.raises(PointerDamaged, match="CURRENT"):
        Versions(tmp_path).lease()


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_turned_bit_never_names_another_version(tmp_path: Path, place: int, bit: int) -> None:
    data = tmp_path / "turned"
    if not data.exists():
        publish(data, 17)
    version = Versions(data).current()
    content = bytearray((data / "CURRENT").read_bytes())
    content[place % len(content)] ^= 1 << bit
    with contextlib.suppress(PointerDamaged):
        assert parse_pointer(data, bytes(content)) == version


def test_publishing_goes_on_over_a_damaged_pointer(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(PointerDamaged):
        Versions(tmp_path).current()
    assert publish(tmp_path, 3).number == 3
    (tmp_path / "CURRENT").write_bytes(b"\0")
    assert publish(tmp_path, 4).number == 4


def test_a_pointer_to_nowhere_ends(tmp_path: Path) -> None:
    version = publish(tmp_path, 1)
    (version.graph / "content").unlink()
    version.graph.rmdir()
    with pytest.raises(NothingPublished):
        Versions(tmp_path).lease()


class Crash(BaseException):
    """Stands for the end of the process."""


def crash_at(monkeypatch: pytest.MonkeyPatch, step: int) -> Callable[[], bool]:
    """Let the given call of any function that publishing does to the disk be the last one."""
    calls = 0

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= step:
                raise Crash
            return original(*args, **kwargs)

        return call

    for owner, name in [
        (os, "fsync"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "mkdir"),
        (Path, "unlink"),
        (Path, "write_text"),
        (Path, "touch"),
    ]:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    return lambda: calls >= step


def test_a_crash_at_every_step_leaves_a_whole_version(tmp_path: Path) -> None:
    step, crashed = 1, True
    while crashed:
        data = tmp_path / str(step)
        data.mkdir()
        publish(data, 1, keep=1)
        with pytest.MonkeyPatch.context() as patch:
            happened = crash_at(patch, step)
            with contextlib.suppress(Crash):
                publish(data, 2, keep=1)
            crashed = happened()
        with Versions(data).lease() as version:
            assert content(version) == (str(version.change_number),) * 2
        assert publish(data, 3, keep=1).change_number == 3
        assert len(folders(data)) == 2
        step += 1
    assert step > 15


def test_readers_and_a_publisher_at_the_same_time(tmp_path: Path) -> None:
    publish(tmp_path, 1, keep=1)
    wrong: list[tuple[str, str]] = []
    stop = threading.Event()

    def read() -> None:
        versions = Versions(tmp_path)
        while not stop.is_set():
            with versions.lease() as version:
                if content(version) != (str(version.change_number),) * 2:
                    wrong.append(content(version))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for change in range(2, 60):
        publish(tmp_path, change, keep=1)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
