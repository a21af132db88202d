"""A saved index: .npy files and a JSON manifest, written whole or not at all.

No pickle, so opening an index never runs code. The manifest names every file with its shape,
type and SHA-256, the format's version, the parameters and the version of what was indexed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.arrays import arrays_of, index_from
from recommender.errors import (
    IndexDamaged,
    IndexExists,
    IndexIncompatible,
    IndexMissing,
    InvalidParameter,
)
from recommender.index import Index
from recommender.parameters import Parameters

FORMAT = "paperkin-recommender"
FORMAT_VERSION = 4
MANIFEST = "manifest.json"


def save_index(index: Index, folder: Path, version: int | str | None) -> None:
    """Write an index beside its place, sync it, then move it there.

    Raises:
        IndexExists: when the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise IndexExists(folder, "there is something here already")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(index, partial, version)
        partial.chmod(0o755)
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _sync(folder.parent)


def load_index(folder: Path, *, mmap: bool, verify: bool) -> tuple[Index, int | str | None]:
    """Open a saved index and what it is as of.

    Raises:
        IndexMissing: when there is none.
        IndexIncompatible: when its format is older or newer than this one.
        IndexDamaged: when a file is missing or not what was written.
    """
    manifest = _read_manifest(folder)
    try:
        entries: dict[str, dict[str, Any]] = manifest["arrays"]
        arrays = {
            name: _read_array(folder, name, entry, mmap=mmap, verify=verify)
            for name, entry in entries.items()
        }
        parameters = Parameters.from_dict(manifest["parameters"])
        return index_from(arrays, manifest["names"], parameters), manifest["version"]
    except (KeyError, TypeError, AttributeError, InvalidParameter) as error:
        raise IndexDamaged(folder, f"the manifest does not fit: {error}") from error


def _write(index: Index, folder: Path, version: int | str | None) -> None:
    arrays, names = arrays_of(index)
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "version": version,
        "works": index.corpus.n_works,
        "parameters": index.parameters.as_dict(),
        "names": names,
        "arrays": {name: _write_array(folder, name, array) for name, array in arrays.items()},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)


def _write_array(folder: Path, name: str, array: NDArray[Any]) -> dict[str, Any]:
    path = folder / f"{name}.npy"
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return {
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "bytes": path.stat().st_size,
        "sha256": _digest(path),
    }


def _read_array(
    folder: Path, name: str, entry: Mapping[str, Any], *, mmap: bool, verify: bool
) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    if not path.is_file():
        raise IndexDamaged(folder, f"{path.name} is missing")
    if path.stat().st_size != entry["bytes"]:
        raise IndexDamaged(folder, f"{path.name} has not the size it was written with")
    if verify and _digest(path) != entry["sha256"]:
        raise IndexDamaged(folder, f"{path.name} has not the checksum it was written with")
    whole = mmap and 0 not in entry["shape"]
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r" if whole else None, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise IndexDamaged(folder, f"{path.name} is not an array: {error}") from error
    if array.dtype.str != entry["dtype"] or list(array.shape) != entry["shape"]:
        raise IndexDamaged(folder, f"{path.name} has not the shape or type it was written with")
    return array.view(np.ndarray)


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise IndexMissing(folder, "there is no saved index here")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexDamaged(folder, f"{MANIFEST} is not JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise IndexDamaged(folder, f"{MANIFEST} does not describe an index")
    found = manifest.get("format_version")
    if found != FORMAT_VERSION:
        newer = isinstance(found, int) and found > FORMAT_VERSION
        advice = "newer: upgrade the software" if newer else "older: build the index again"
        raise IndexIncompatible(
            folder, f"format {found}, this software reads {FORMAT_VERSION} ({advice})"
        )
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
