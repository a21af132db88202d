"""A playing server and a client whose clock is the test's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from playing import Player, playing

from kg.fetching import Client, FetchLimits, Shelf


@dataclass
class Clock:
    """A clock that only moves when somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def monotonic(self) -> float:
        return self.now

    def clock(self) -> datetime:
        return datetime(2031, 2, 3, tzinfo=UTC) + timedelta(seconds=self.now)


@pytest.fixture
def player() -> Iterator[Player]:
    """A server that answers an empty list until the test says otherwise."""
    with playing(lambda asked: asked.answer("[]")) as player:
        yield player


@pytest.fixture
def time() -> Clock:
    """The client's clock."""
    return Clock()


@pytest.fixture
def limits(player: Player) -> FetchLimits:
    """Every service is the playing server."""
    return FetchLimits(
        allowed_hosts="127.0.0.1",
        timeout_s=20.0,
        silence_s=10.0,
        hf_daily_url=f"{player.base}hf/",
        arxiv_url=f"{player.base}arxiv/query",
        arxiv_oai_url=f"{player.base}arxiv/oai",
        openalex_url=f"{player.base}openalex/",
        opencitations_url=f"{player.base}oc/",
        semantic_scholar_url=f"{player.base}s2/",
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "raw")


@pytest.fixture
def client(limits: FetchLimits, shelf: Shelf, time: Clock) -> Client:
    return Client(
        limits,
        shelf,
        agent="paperkin/test",
        clock=time.clock,
        monotonic=time.monotonic,
        sleep=time.sleep,
    )
