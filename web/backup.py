"""Backups: everything that cannot be made anew, in one file.

Graph, index and dumps follow from the catalogue and are made again when a backup is restored.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from kg.catalogue import Catalogue
from kg.catalogue.backup import copy_catalogue, fill_catalogue
from kg.durable import sync
from web.errors import WebError

_CATALOGUE = "catalogue.sqlite"
_UNPACKING = "restoring.partial"
_BESIDE = ("settings.toml", "author-overrides.jsonl", "concepts.ttl")


class BadBackup(WebError, ValueError):
    """A file that is no backup of ours.

    Args:
        path: the file.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is no backup that can be restored: {reason}")
        self.path = path
        self.reason = reason


def write_backup(data: Path, catalogue: Catalogue, target: Path) -> int:
    """Write a backup while the data directory is in use.

    Args:
        data: the data directory.
        catalogue: its opened catalogue.
        target: a file that does not exist yet.

    Returns:
        The size of the file in bytes; it has reached the disk.

    Raises:
        FileExistsError: the target exists.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / _CATALOGUE
        copy_catalogue(catalogue, copy)
        with tarfile.open(partial, "w:gz", compresslevel=6) as archive:
            archive.add(copy, _CATALOGUE)
            for name in _BESIDE:
                if (data / name).is_file():
                    archive.add(data / name, name)
    sync(partial)
    partial.rename(target)
    return target.stat().st_size


def restore_backup(source: Path, data: Path, catalogue: str = "") -> None:
    """Make a data directory from a backup; it is published by the next ``publish``.

    A backup is the same file whatever the catalogue lives in, so this is also the way from an
    SQLite file to a server and back.

    Args:
        source: the backup.
        data: a folder that is empty or not there yet.
        catalogue: the setting of that name; an address of a server fills the database there.

    Raises:
        CatalogueNotEmpty: the server's database holds a catalogue already.
        FileExistsError: the data directory has something in it.
        BadBackup: the file is none of ours, or is damaged.
    """
    if not _can_be_filled(data):
        raise FileExistsError(f"{data} is not empty; restore to another place")
    unpacking = data / _UNPACKING
    try:
        _unpack(source, unpacking)
        _take_out(unpacking, data)
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise BadBackup(source, str(error)) from error
    finally:
        shutil.rmtree(unpacking, ignore_errors=True)
    # Opening it proves that the file is a catalogue that this version can read.
    restored = Catalogue(data / _CATALOGUE)
    try:
        if catalogue:
            _move(restored, catalogue)
    finally:
        restored.close()
    if catalogue:
        (data / _CATALOGUE).unlink()


def _move(restored: Catalogue, address: str) -> None:
    server = Catalogue(address)
    try:
        fill_catalogue(server, restored)
    finally:
        server.close()


def _can_be_filled(data: Path) -> bool:
    """Nothing is there, or only what a restore left that was interrupted."""
    is_interrupted = (data / _UNPACKING).is_dir() and not (data / _CATALOGUE).exists()
    return is_interrupted or not data.exists() or not any(data.iterdir())


def _unpack(source: Path, folder: Path) -> None:
    """Unpack into a folder of its own: what is half unpacked must not look like a catalogue."""
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(source, "r:gz") as archive:
        members = [one for one in archive if one.isfile() and one.name in _wanted()]
        if _CATALOGUE not in {one.name for one in members}:
            raise BadBackup(source, "there is no catalogue in it")
        folder.mkdir(parents=True)
        for member in members:
            archive.extract(member, folder, filter="data")


def _take_out(folder: Path, data: Path) -> None:
    """Move what was unpacked to its place, the catalogue last: with it the data are restored."""
    for name in (*_BESIDE, _CATALOGUE):
        if (folder / name).is_file():
            sync(folder / name)
            (folder / name).rename(data / name)


def _wanted() -> set[str]:
    return {_CATALOGUE, *_BESIDE}
