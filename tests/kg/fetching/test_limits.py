"""Limits that cannot be kept are refused when they are set."""

from __future__ import annotations

import pytest

from kg.fetching.limits import FetchLimits


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("attempts", 0, "more than 0"), ("timeout_s", -1.0, "more than 0"), ("redirects", -1, "0 or")],
)
def test_impossible_limits_are_refused(name: str, value: float, words: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be {words}"):
        FetchLimits(**{name: value})  # type: ignore[arg-type]


def test_no_pause_and_no_redirect_are_possible() -> None:
    assert FetchLimits(pause_factor=0, redirects=0).redirects == 0
