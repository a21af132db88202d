"""Decoders: made one at a time, for msgspec is not safe against two that begin together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from kg.catalogue import codec
from kg.entities import Agent, Work


def test_decoders_are_made_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made side by side they ended the process: SIGSEGV at the first load of a server."""
    making, most = 0, 0

    class Watched:
        def __init__(self, _cls: object) -> None:
            nonlocal making, most
            making += 1
            most = max(most, making)
            time.sleep(0.01)
            making -= 1

        def decode(self, _body: bytes) -> None:
            return None

    monkeypatch.setattr(codec, "_decoders", {})
    monkeypatch.setattr(msgspec.json, "Decoder", Watched)
    at_once(*(lambda cls=cls: codec.decode(b"{}", cls) for cls in (Work, Agent, Work, Agent)))
    assert most == 1


def at_once(*acts: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
