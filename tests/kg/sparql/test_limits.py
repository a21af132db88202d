"""Every limit explains itself."""

from __future__ import annotations

import pytest

from kg.sparql.limits import Limits


def test_every_limit_has_unit_default_and_help() -> None:
    for limit in Limits.table():
        assert limit.metadata["unit"]
        assert limit.metadata["help"].endswith(".")
        assert limit.default is not None


def test_the_published_defaults() -> None:
    limits = Limits()
    assert (limits.query_bytes, limits.body_bytes, limits.depth) == (65_536, 2_000_000, 200)
    assert (limits.timeout_s, limits.token_timeout_s) == (10, 60)
    assert (limits.result_rows, limits.result_bytes) == (100_000, 64_000_000)


def test_zero_workers_means_by_the_machine() -> None:
    assert Limits().worker_count >= 3
    assert Limits(workers=1).worker_count == 1
    assert Limits().heavy_count >= 1


def test_what_may_wait_is_counted() -> None:
    assert Limits(workers=2, paused=3, queue=4).most_waiting == 9


def test_negative_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="timeout_s"):
        Limits(timeout_s=-1)


@pytest.mark.parametrize(
    "name", ["service_timeout_s", "service_bytes", "service_rows", "service_workers"]
)
def test_limits_of_other_endpoints_are_more_than_nothing(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be more than 0"):
        Limits(**{name: 0})


@pytest.mark.parametrize("endpoint", ["ftp://a.example/", "a.example", "file:///etc/passwd"])
def test_other_endpoints_are_reached_by_http_alone(endpoint: str) -> None:
    with pytest.raises(ValueError, match="no address with http"):
        Limits(service_endpoints=endpoint)
