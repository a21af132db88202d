"""The example corpus that ships with the program: facts about papers, no text of others."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

_FOLDERS = {"daily-papers": "daily_papers", "hf-daily": "hf_daily"}


def example_files() -> dict[str, list[Path]]:
    """The packaged files, by the source that reads them."""
    root = Path(str(resources.files(__name__)))
    return {
        source: sorted(one for one in (root / folder).iterdir() if one.is_file())
        for source, folder in _FOLDERS.items()
    }
