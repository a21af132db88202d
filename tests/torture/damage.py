"""Ways in which a file can go wrong, and the files of an installation that can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.torture.stage import Ground


def empty(path: Path) -> None:
    """What a lost write leaves."""
    path.write_bytes(b"")


def halved(path: Path) -> None:
    """What an interrupted copy leaves."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flipped(path: Path) -> None:
    """One bit of the middle turned over, as failing disks and memory do."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(bytes(content))


def begun_otherwise(path: Path) -> None:
    """The first bytes overwritten, as a tool that mistook the file would."""
    content = path.read_bytes()
    path.write_bytes(b"%!mistaken\n" + content[11:])


def removed(path: Path) -> None:
    """Gone."""
    path.unlink()


def made_a_folder(path: Path) -> None:
    """A folder where a file belongs."""
    path.unlink()
    path.mkdir()


WAYS: tuple[Callable[[Path], None], ...] = (
    empty,
    halved,
    flipped,
    begun_otherwise,
    removed,
    made_a_folder,
)

FILES: dict[str, str] = {
    "catalogue": "catalogue.sqlite",
    "pointer": "CURRENT",
    "graph pointer": "graph/versions/1/CURRENT",
    "graph manifest": "graph/versions/1/MANIFEST-*",
    "graph table": "graph/versions/1/*.sst",
    "index manifest": "index/versions/1/manifest.json",
    "index array": "index/versions/1/texts.inverted.values.npy",
    "index strings": "index/versions/1/ids.blob.npy",
    "primary pointer": "graph/primary/CURRENT",
    "primary manifest": "graph/primary/MANIFEST-*",
    "primary log": "graph/primary/*.log",
    "feed state": "feed/state.json",
}
"""Every kind of file that a data directory holds, as a pattern below it."""


def largest(ground: Ground, pattern: str) -> Path:
    """The largest file of a kind: where something stands to be damaged."""
    return max(ground.data.glob(pattern), key=lambda path: path.stat().st_size)
