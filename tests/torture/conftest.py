"""What the suites of this folder share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.test_crashes import Theatre

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 1 << 30


@pytest.fixture(scope="session")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """Prepared states to try things on, made once for all tests.

    They lie in memory where there is room: a process that is killed leaves the same bytes there as
    on a disk, and what would be lost by the power alone is told by crash points around each sync.
    """
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM_BYTES:
        yield Theatre(tmp_path_factory.mktemp("theatre"))
        return
    with tempfile.TemporaryDirectory(prefix="paperkin-theatre-", dir=_MEMORY) as folder:
        yield Theatre(Path(folder))
