"""Messages between the service and a worker: length-prefixed, over two pipes.

A request is one JSON object. An answer is any number of ``DATA`` frames and then one ``END`` or
``ERROR`` frame, so that an answer that broke off is never taken for a whole one.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

DATA, END, ERROR, READY = b"D", b"E", b"X", b"R"
_HEADER = struct.Struct(">cI")
_READ_BYTES = 256 * 1024

Message = dict[str, Any]


def write_frame(fd: int, kind: bytes, payload: bytes) -> None:
    """Write one frame whole, waiting for the reader if need be."""
    write_frames(fd, (kind, payload))


def write_frames(fd: int, *frames: tuple[bytes, bytes]) -> None:
    """Write frames whole and at once, so that the reader is woken once for all of them."""
    packed = [_HEADER.pack(kind, len(payload)) + payload for kind, payload in frames]
    rest = memoryview(b"".join(packed))
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_message(fd: int, kind: bytes, message: Message) -> None:
    """Write one frame of JSON."""
    write_frame(fd, kind, json.dumps(message).encode())


class FrameReader:
    """Reads frames from a pipe, never longer than asked.

    Args:
        fd: the reading end.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._buffer = bytearray()
        self._poll = select.poll()
        self._poll.register(fd, select.POLLIN)

    def read(self, deadline: float | None = None) -> tuple[bytes, bytes]:
        """The next frame as kind and payload.

        Args:
            deadline: on ``time.monotonic``; None waits for ever.

        Raises:
            EOFError: the writer is gone.
            TimeoutError: the deadline passed.
        """
        while (frame := self._whole()) is None:
            self._wait(deadline)
            self._read_some()
        return frame

    def ready(self) -> list[tuple[bytes, bytes]]:
        """The frames that are whole, after one look at the pipe; waits for nothing.

        Raises:
            EOFError: the writer is gone.
        """
        if self._poll.poll(0):
            self._read_some()
        found = []
        while (frame := self._whole()) is not None:
            found.append(frame)
        return found

    def _whole(self) -> tuple[bytes, bytes] | None:
        if len(self._buffer) < _HEADER.size:
            return None
        kind, size = _HEADER.unpack_from(self._buffer)
        end = _HEADER.size + size
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return kind, payload

    def _read_some(self) -> None:
        chunk = os.read(self.fd, _READ_BYTES)
        if not chunk:
            raise EOFError
        self._buffer += chunk

    def _wait(self, deadline: float | None) -> None:
        if deadline is None:
            return
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not self._poll.poll(left_s * 1000):
            raise TimeoutError
