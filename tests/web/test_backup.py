"""A backup that is damaged is refused by name, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from web.backup import BadBackup, restore_backup, write_backup
from web.services import open_catalogue, open_workshop
from web.settings import Settings


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with open_workshop(folder / "data", Settings()):
        pass
    catalogue = open_catalogue(folder / "data", Settings())
    write_backup(folder / "data", catalogue, folder / "whole.tar.gz")
    catalogue.close()
    return folder / "whole.tar.gz"


def test_what_is_whole_is_restored(backup: Path, tmp_path: Path) -> None:
    restore_backup(backup, tmp_path / "data")
    assert (tmp_path / "data" / "catalogue.sqlite").is_file()
    with pytest.raises(FileExistsError):
        restore_backup(backup, tmp_path / "data")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95])
def test_what_is_cut_leaves_nothing(backup: Path, tmp_path: Path, share: float) -> None:
    content = backup.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(content[: int(share * len(content))])
    with pytest.raises(BadBackup, match=r"cut\.tar\.gz"):
        restore_backup(cut, tmp_path / "data")
    assert not (tmp_path / "data" / "catalogue.sqlite").exists()
    restore_backup(backup, tmp_path / "data")
