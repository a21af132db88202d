"""Killed at numbered points and at random: nothing promised is lost, nothing half is seen.

How many points is decided by ``PAPERKIN_TORTURE``: ``quick`` (the default) or ``night``.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.torture import figures, stage
from tests.torture.forking import Outcome, evenly, forked
from tests.torture.stage import Act, Ground

NIGHT = os.environ.get("PAPERKIN_TORTURE", "quick") == "night"
SEEDS = (1, 2) if NIGHT else (1,)

PREPARED: dict[str, tuple[Act, ...]] = {
    "empty": (),
    "ingested": (stage.ingest_first,),
    "published": (stage.ingest_first, stage.publish),
    "pending": (stage.ingest_first, stage.publish, stage.ingest_second),
    "older": (stage.ingest_first, stage.publish, stage.make_older),
    "backed-up": (stage.ingest_first, stage.publish, stage.back_up),
}
"""States to start from, each made by uninterrupted operations."""

OPERATIONS: dict[str, tuple[str, tuple[Act, ...], int, int]] = {
    # name: state before, operations, points quick and night (these for each seed)
    "first ingest": ("empty", (stage.ingest_first,), 5, 9),
    "first publish": ("ingested", (stage.publish,), 5, 10),
    "ingest": ("published", (stage.ingest_second,), 6, 10),
    "publish": ("pending", (stage.publish,), 8, 15),
    "rebuild": ("published", (stage.rebuild,), 4, 8),
    "export": ("published", (stage.export,), 3, 5),
    "backup": ("published", (stage.back_up,), 3, 5),
    "restore": ("backed-up", (stage.restore,), 4, 7),
    "forget": ("published", (stage.forget,), 5, 8),
    "migration": ("older", (stage.migrate,), 4, 8),
}
PUBLISHING = {stage.publish, stage.rebuild, stage.restore, stage.forget}
"""Operations after which nothing is left to publish."""
KILLS_EACH = 10 if NIGHT else 6
KILL_ROUNDS = range(1, 7) if NIGHT else range(1, 2)


class Theatre:
    """Prepared states, copied for each trial."""

    def __init__(self, folder: Path) -> None:
        # What every child needs is made once, here, where nothing is open.
        stage.warm()
        self._folder = folder
        self._corpus = folder / "corpus"
        stage.write_corpus(self._corpus)
        self._trials = 0
        self._ends: dict[str, Any] = {}
        self._shown: dict[str, Any] = {}

    def prepared(self, name: str) -> Ground:
        ground = self._ground(self._folder / "prepared" / name)
        if not ground.beside.exists():
            ground.beside.mkdir(parents=True)
            for act in PREPARED[name]:
                run(act, ground)
        return ground

    def shown_before(self, name: str) -> Any:
        """What a prepared state shows; of a copy, for to open an older catalogue changes it."""
        if name not in self._shown:
            self._shown[name] = shown(self.trial(name))
        return self._shown[name]

    def trial(self, name: str) -> Ground:
        self._trials += 1
        source = self.prepared(name)
        target = self._folder / f"trial-{self._trials}"
        shutil.copytree(source.beside, target)
        return self._ground(target)

    def end(self, operation: str) -> Any:
        """Content after the operation and a publish when nothing interrupts them."""
        if operation not in self._ends:
            ground = self.trial(OPERATIONS[operation][0])
            self._ends[operation] = content_after(operation, ground)
        return self._ends[operation]

    def whole(self, operation: str) -> Outcome:
        """The operation from its beginning to its end: how many crash points, how long."""
        before, acts, _, _ = OPERATIONS[operation]
        ground = self.trial(before)
        whole = run(together(acts), ground)
        shutil.rmtree(ground.beside)
        return whole

    def _ground(self, beside: Path) -> Ground:
        return Ground(beside / "data", self._corpus, beside)


def together(acts: tuple[Act, ...]) -> Act:
    def act(ground: Ground, acknowledge: Callable[[object], None]) -> object:
        return [one(ground, acknowledge) for one in acts]

    return act


def run(act: Act, ground: Ground, **how: Any) -> Outcome:
    outcome = forked(lambda acknowledge: act(ground, acknowledge), **how)
    assert not outcome.error, outcome.error
    return outcome


def shown(ground: Ground) -> Any:
    return run(stage.state, ground).value


def content_after(operation: str, ground: Ground) -> Any:
    """Do the operation, publish what it left to publish, and say what is there then."""
    acts = OPERATIONS[operation][1]
    for act in acts:
        run(act, ground)
    if acts[-1] not in PUBLISHING:
        run(stage.publish, ground)
    place = stage.restored(ground) if operation == "restore" else ground
    return run(stage.content, place).value


def judge(theatre: Theatre, operation: str, ground: Ground, killed: Outcome) -> None:
    """What must be true after a kill, and after the operation is done again."""
    before = theatre.shown_before(OPERATIONS[operation][0])
    end = theatre.end(operation)
    after = shown(ground)
    assert after["unwell"] == [], killed.last_point
    assert_nothing_half(before, after, end, killed)
    assert content_after(operation, ground) == end, killed.last_point


def assert_nothing_half(before: Any, after: Any, end: Any, killed: Outcome) -> None:
    assert set(after["works"]) <= set(before["works"]) | set(end["works"])
    for promise in killed.acknowledged:
        if isinstance(promise, list):
            assert after["published"]["version"] >= promise[1]
            assert after["published"]["change_number"] >= promise[2]
        if promise in {"first", "second"} if isinstance(promise, str) else False:
            assert set(end["works"]) <= set(after["works"])
    published = after["published"]
    if published is None:
        assert before["published"] is None
        return
    # Graph and index are of one and the same state, which is one of the two.
    assert published["graph"] == sum(one.startswith("arxiv:") for one in published["index"])
    known = [before["published"]["index"]] if before["published"] else []
    assert published["index"] in [*known, end["index"]]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_killed_at_numbered_points(theatre: Theatre, operation: str, seed: int) -> None:
    state, acts, quick, night = OPERATIONS[operation]
    points = theatre.whole(operation).points
    chosen = evenly(points, night if NIGHT else quick, seed)
    for number in chosen:
        ground = theatre.trial(state)
        killed = run(together(acts), ground, kill_at=number)
        assert killed.was_killed, f"point {number} of {points} was not reached"
        judge(theatre, operation, ground, killed)
        shutil.rmtree(ground.beside)
    figures.add("crash points", f"{operation}, of {points}, seed {seed}", len(chosen))


@pytest.mark.parametrize("round_", KILL_ROUNDS)
@pytest.mark.parametrize("operation", ["first ingest", "ingest", "publish", "rebuild", "forget"])
def test_killed_at_random(theatre: Theatre, operation: str, round_: int) -> None:
    state, acts, _, _ = OPERATIONS[operation]
    longest = theatre.whole(operation).seconds
    kills, chance = 0, random.Random(f"{operation} {round_}")
    while kills < KILLS_EACH:
        ground = theatre.trial(state)
        killed = run(together(acts), ground, kill_after_s=chance.uniform(0.0, longest))
        # What ended before its time says how long it takes at most: the next ones are hit.
        longest = longest if killed.was_killed else min(longest, killed.seconds)
        judge(theatre, operation, ground, killed)
        shutil.rmtree(ground.beside)
        kills += killed.was_killed
    figures.add("random kills", f"{operation}, round {round_}", kills)
