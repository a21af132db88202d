"""Where the parts of a version lie, and the pointer file that names the current one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.durable import sync
from kg.errors import KgError

PARTIAL = ".partial"


class NothingPublished(KgError, LookupError):
    """The data directory has no published version yet.

    Args:
        data: the data directory.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(f"nothing has been published in {data} yet")
        self.data = data


class PointerDamaged(KgError, ValueError):
    """The pointer file does not say which version is current.

    Args:
        path: the pointer file.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} does not name a version: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Version:
    """One published pair of graph and index.

    Args:
        number: of the publishing, from 1, never given twice.
        change_number: last change of the catalogue that both contain.
        graph: directory of the graph store.
        index: directory of the index.
        published_at: when the version was made, in UTC.
        mapping_version: of the mapping that wrote the graph.
    """

    number: int
    change_number: int
    graph: Path
    index: Path
    published_at: datetime
    mapping_version: str


def pointer_file(data: Path) -> Path:
    """The file that names the current version."""
    return data / "CURRENT"


def graph_folder(data: Path, number: int) -> Path:
    """Where the graph of a version lies."""
    return data / "graph" / "versions" / str(number)


def index_folder(data: Path, number: int) -> Path:
    """Where the index of a version lies."""
    return data / "index" / "versions" / str(number)


def lease_file(data: Path, number: int) -> Path:
    """What readers of a version lock."""
    return data / "leases" / str(number)


def numbers(data: Path) -> set[int]:
    """Versions of which anything is there."""
    places = (graph_folder(data, 0), index_folder(data, 0), lease_file(data, 0))
    return {
        int(entry.name)
        for place in places
        if place.parent.is_dir()
        for entry in place.parent.iterdir()
        if entry.name.isdigit()
    }


def parse_pointer(data: Path, content: bytes) -> Version:
    """What the content of the pointer file says.

    Raises:
        PointerDamaged: it is not one of ours.
    """
    try:
        said = json.loads(content)
        if said.pop("crc32") != _crc32(said):
            raise ValueError("its sum is wrong")
        return Version(
            int(said["number"]),
            int(said["change_number"]),
            data / said["graph"],
            data / said["index"],
            datetime.fromisoformat(said["published_at"]),
            str(said["mapping_version"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PointerDamaged(pointer_file(data), repr(error)) from error


def _crc32(said: dict[str, object]) -> int:
    """A sum over what the pointer says: one turned bit must not name another version."""
    return zlib.crc32(json.dumps(said, sort_keys=True).encode())


def replace_pointer(data: Path, version: Version) -> None:
    """Make a version the current one, at once and for good."""
    said: dict[str, object] = {
        "number": version.number,
        "change_number": version.change_number,
        "graph": version.graph.relative_to(data).as_posix(),
        "index": version.index.relative_to(data).as_posix(),
        "published_at": version.published_at.isoformat(),
        "mapping_version": version.mapping_version,
    }
    temporary = data / f"CURRENT{PARTIAL}"
    content = json.dumps({**said, "crc32": _crc32(said)}, indent=2) + "\n"
    temporary.write_text(content, encoding="utf-8")
    sync(temporary)
    if pointer_file(data).is_dir():
        # No file of ours: it cannot be replaced, so it steps aside.
        pointer_file(data).rename(data / "CURRENT.folder")
    temporary.replace(pointer_file(data))
    sync(data)


def tree(folder: Path) -> Iterator[Path]:
    """Everything in a folder, and then the folder."""
    yield from folder.rglob("*")
    yield folder
