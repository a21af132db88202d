"""The dumps that a site offers: ``dumps/<change number>/``, whole or not there.

The newest two stay, so that a download that began before a new one was written can go on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from kg.export.errors import UnknownSelection, VersionBehind
from kg.export.manifest import DESCRIPTION, MANIFEST, FileEntry, Manifest

_KEPT = 2
_PARTIAL = ".partial"


def dumps_folder(data: Path) -> Path:
    """Where the dumps of a data directory lie."""
    return data / "dumps"


def write_offer(data: Path, change_number: int, write: Callable[[Path], Manifest]) -> Manifest:
    """Have dumps written, and offer them when they are whole.

    Args:
        data: the data directory.
        change_number: of the version that they show.
        write: fills the folder that it is given.
    """
    home = dumps_folder(data)
    partial, target = home / f"{change_number}{_PARTIAL}", home / str(change_number)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    manifest = write(partial)
    if target.exists():
        shutil.rmtree(target)
    partial.rename(target)
    for number in offered(data)[:-_KEPT]:
        shutil.rmtree(home / str(number))
    return manifest


def offered(data: Path) -> list[int]:
    """Change numbers of the dumps that are there, the newest last."""
    home = dumps_folder(data)
    if not home.is_dir():
        return []
    return sorted(int(entry.name) for entry in home.iterdir() if entry.name.isdigit())


def withdraw(data: Path, change_number: int) -> None:
    """Offer the dumps of a change no longer; nothing happens when there are none."""
    shutil.rmtree(dumps_folder(data) / str(change_number), ignore_errors=True)


def read_manifest(data: Path, change_number: int) -> Manifest:
    """The manifest of dumps that are offered.

    Raises:
        UnknownSelection: there are none of that change.
    """
    path = dumps_folder(data) / str(change_number) / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnknownSelection(f"dump of change {change_number}") from None
    known = {one.name for one in fields(FileEntry)}
    files = (
        FileEntry(**{name: value for name, value in one.items() if name in known})
        for one in said.pop("files")
    )
    return Manifest(**said, files=tuple(files))


def offered_file(data: Path, change_number: int, name: str) -> tuple[Path, FileEntry | None]:
    """A file that is offered, with its entry; the manifest and the description have none.

    Raises:
        UnknownSelection: there is no such file.
    """
    manifest = read_manifest(data, change_number)
    entry = next((one for one in manifest.files if one.name == name), None)
    path = dumps_folder(data) / str(change_number) / name
    if entry is None and name not in {MANIFEST, DESCRIPTION}:
        raise UnknownSelection(name, [one.name for one in manifest.files])
    return path, entry


def require_same_change(in_catalogue: int, published: int) -> None:
    """Refuse to tell two states as one.

    Raises:
        VersionBehind: the catalogue has gone on since the version was published.
    """
    if in_catalogue != published:
        raise VersionBehind(in_catalogue, published)
