"""Large files on their way to the reader: whole or from where the last try broke off.

The server's own file wrapper is used, also for a part of a file, so that slow readers hold no
thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final, cast

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.wsgi import FileWrapper, wrap_file

from web.errors import UnsatisfiableRange

_BLOCK_BYTES: Final = 256 * 1024


def sent_file(path: Path, media_type: str, *, etag: str) -> Response:
    """Answer with a file that does not change under its tag.

    Args:
        path: of the file.
        media_type: as in ``Content-Type``.
        etag: strong validator of its bytes.

    Raises:
        FileNotFoundError: it is not there.
        UnsatisfiableRange: the part asked for lies beyond its end.
    """
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        answer = _content(path, media_type, etag)
    answer.set_etag(etag)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _content(path: Path, media_type: str, etag: str) -> Response:
    size = path.stat().st_size
    begin, end = _range(size, etag)
    answer = Response(content_type=media_type, status=200 if (begin, end) == (0, size) else 206)
    if request.method != "HEAD":
        file = path.open("rb")
        file.seek(begin)
        answer.response = _wrapped(file, end - begin, is_tail=end == size)
        answer.direct_passthrough = True
        answer.call_on_close(file.close)
    answer.content_length = end - begin
    if answer.status_code == 206:
        answer.content_range = ContentRange("bytes", begin, end, size)
    return answer


def _wrapped(file: IO[bytes], length: int, *, is_tail: bool) -> FileWrapper:
    if is_tail:
        return cast(FileWrapper, wrap_file(request.environ, file, _BLOCK_BYTES))
    return FileWrapper(cast(IO[bytes], _Part(file, length)), _BLOCK_BYTES)


def _range(size: int, etag: str) -> tuple[int, int]:
    """The first byte and the one after the last that are asked for."""
    asked, condition = request.range, request.if_range
    may = (condition.etag is None and condition.date is None) or condition.etag == etag
    if asked is None or not may or asked.units != "bytes" or len(asked.ranges) != 1:
        return 0, size
    found = asked.range_for_length(size)
    if found is None or found[1] is None:
        raise UnsatisfiableRange(size)
    return found[0], found[1]


class _Part:
    """The next bytes of a file, and no more."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        content = self._file.read(wanted)
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()
