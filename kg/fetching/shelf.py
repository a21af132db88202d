"""Raw replies beside the catalogue: compressed, named by their content, kept for a while.

``raw/replies/ab/abcd….zst`` holds a body under its SHA-256, ``raw/requests/….json`` says what was
asked, when, which body came and by what it can be asked for again only if it changed, and
``raw/jobs/….json`` where an unfinished fetching goes on. Files are written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import zstandard

_LEVEL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReply:
    """What is known of the last reply to a request.

    Args:
        name: of the request.
        sha256: of the body.
        fetched_at: ISO 8601, with time zone.
        etag, last_modified: validators of the service, or None.
    """

    name: str
    sha256: str
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None


class Shelf:
    """The folder of raw replies.

    Args:
        folder: made when something is put there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def kept(self, name: str) -> KeptReply | None:
        """What is known of the last reply to a request, or None; damaged notes count as none."""
        found = _read_json(self._request_path(name))
        try:
            reply = KeptReply(**found) if isinstance(found, dict) else None
        except TypeError:
            return None
        return reply if reply is not None and reply.name == name else None

    def body(self, sha256: str) -> bytes | None:
        """The body of that hash, or None when it is gone or damaged."""
        try:
            packed = self._body_path(sha256).read_bytes()
            body = zstandard.ZstdDecompressor().decompress(packed)
        except (OSError, zstandard.ZstdError):
            return None
        return body if hashlib.sha256(body).hexdigest() == sha256 else None

    def keep(self, reply: KeptReply, body: bytes) -> None:
        """Put a body and what is known of it on the shelf."""
        path = self._body_path(reply.sha256)
        if not path.exists():
            _write(path, zstandard.ZstdCompressor(_LEVEL).compress(body))
        self.note(reply)

    def note(self, reply: KeptReply) -> None:
        """Write down what is known of a reply whose body is there."""
        _write_json(self._request_path(reply.name), asdict(reply))

    def progress(self, job: str) -> dict[str, object] | None:
        """Where an unfinished job goes on, or None."""
        found = _read_json(self._job_path(job))
        return found if isinstance(found, dict) else None

    def set_progress(self, job: str, progress: dict[str, object] | None) -> None:
        """Remember where a job goes on; None when it is done."""
        if progress is None:
            self._job_path(job).unlink(missing_ok=True)
        else:
            _write_json(self._job_path(job), progress)

    def prune(self, now: datetime, kept_days: int) -> int:
        """Remove replies that are older than allowed; gives how many bodies went."""
        oldest = (now - timedelta(days=kept_days)).isoformat()
        wanted: set[str] = set()
        for path, reply in self._requests():
            if kept_days == 0 or reply.fetched_at < oldest:
                path.unlink(missing_ok=True)
            else:
                wanted.add(reply.sha256)
        gone = [path for path in self._bodies() if path.stem not in wanted]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def shrink(self, wanted_bytes: int) -> None:
        """Remove the oldest replies until so many bytes are free, or none is left."""
        for path, reply in sorted(self._requests(), key=lambda kept: kept[1].fetched_at):
            if wanted_bytes <= 0:
                return
            body = self._body_path(reply.sha256)
            for one in (path, body):
                wanted_bytes -= one.stat().st_size if one.exists() else 0
                one.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove every reply: what was fetched may name whom somebody wants forgotten."""
        for folder in ("replies", "requests", "jobs"):
            for path in sorted((self._folder / folder).rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)

    def _requests(self) -> Iterator[tuple[Path, KeptReply]]:
        for path in sorted((self._folder / "requests").glob("*.json")):
            found = _read_json(path)
            try:
                yield path, KeptReply(**found)  # type: ignore[arg-type]
            except TypeError:
                path.unlink(missing_ok=True)

    def _bodies(self) -> list[Path]:
        return sorted((self._folder / "replies").glob("*/*.zst"))

    def _request_path(self, name: str) -> Path:
        return self._folder / "requests" / f"{_hashed(name)}.json"

    def _job_path(self, job: str) -> Path:
        return self._folder / "jobs" / f"{_hashed(job)}.json"

    def _body_path(self, sha256: str) -> Path:
        return self._folder / "replies" / sha256[:2] / f"{sha256}.zst"


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:40]


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write_json(path: Path, value: object) -> None:
    _write(path, json.dumps(value, ensure_ascii=False).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
