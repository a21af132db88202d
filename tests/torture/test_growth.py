"""A data directory that is published again and again stays within its disk budget."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

from kg.versions import Versions
from kg.versions.layout import numbers
from tests.torture import figures, stage
from tests.torture.forking import Acknowledge, Outcome, forked
from tests.torture.stage import Ground
from tests.torture.test_crashes import Theatre, shown
from web.room import measure

VERSIONS = 6


def published_within(ground: Ground, budget_bytes: int) -> Outcome:
    """Publish the same again within a budget; the value is what gave way."""

    def act(_acknowledge: Acknowledge) -> Any:
        from web.services import open_workshop

        ground.make_small()
        settings = replace(stage.SETTINGS, disk_budget_bytes=budget_bytes)
        with open_workshop(ground.data, settings, clock=stage.noon) as workshop:
            return list(workshop.publish(always=True).gave_way)

    return forked(act)


def test_the_budget_holds_over_many_versions(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    before = measure(ground.data).used_bytes
    published_within(ground, 0)
    after = measure(ground.data).used_bytes
    # Two versions are there, and half of a third has room.
    budget = after + (after - before) // 2
    gave_way = 0
    for _ in range(VERSIONS):
        outcome = published_within(ground, budget)
        assert not outcome.error, outcome.error
        assert measure(ground.data).used_bytes <= budget
        assert shown(ground)["unwell"] == []
        gave_way += bool(outcome.value)
    assert gave_way, "three do not fit"
    assert published_within(ground, 0).value == [], "without a budget nothing gives way"
    figures.add("growth", "versions within a budget", VERSIONS)


def test_a_version_that_proves_too_large_is_taken_back(theatre: Theatre) -> None:
    """How large the first version becomes is known only when it is written."""
    ground = theatre.trial("ingested")
    outcome = published_within(ground, measure(ground.data).used_bytes + 2_000_000)
    assert "BudgetTooSmall" in outcome.error
    assert not numbers(ground.data)
    assert not list(ground.data.rglob("*.partial"))
    assert not published_within(ground, 0).error


def test_a_version_that_somebody_reads_stays(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    before = shown(ground)
    with Versions(ground.data).lease() as read:
        outcome = published_within(ground, measure(ground.data).used_bytes + 1_000)
        assert "BudgetTooSmall" in outcome.error
        assert read.graph.is_dir()
    assert shown(ground) == before
    shutil.rmtree(ground.beside)
