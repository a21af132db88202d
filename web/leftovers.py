"""Where an erased name still stands because somebody wrote it there by hand.

Graphs of users and the operator's own files are not changed behind their writers' backs: they are
named, so that the operator can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_OWN_FILES: Final = ("*.jsonl", "*.toml", "*.ttl", "*.json")


def still_named(data: Path, graphs: Mapping[str, bytes], words: Iterable[str]) -> list[str]:
    """Files of the operator and graphs of users in which some of these words stand.

    Args:
        data: the data directory; only the files directly in it are the operator's.
        graphs: contents of users' graphs by IRI.
        words: names or titles as they were printed.
    """
    sought = [one.encode() for one in words]
    own = sorted(path for pattern in _OWN_FILES for path in data.glob(pattern) if path.is_file())
    places = [(str(path.relative_to(data)), path.read_bytes()) for path in own]
    places += graphs.items()
    return [name for name, content in places if any(one in content for one in sought)]
