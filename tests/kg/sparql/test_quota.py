"""Accounts of clients, on a clock that the test moves."""

from __future__ import annotations

import pytest

from kg.sparql.errors import QueryRefused, QuotaExceeded
from kg.sparql.quota import Quota

from .conftest import MakeService


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_query_time_is_used_up_and_comes_back() -> None:
    clock = Clock()
    quota = Quota(seconds=60, errors=30, clock=clock)
    for _ in range(6):
        quota.admit("ada")
        quota.charge("ada", 12)
    with pytest.raises(QuotaExceeded) as caught:
        quota.admit("ada")
    assert (caught.value.what, caught.value.retry_after_s) == ("query time", 12)
    quota.admit("berta")
    clock.now += 12.5
    quota.admit("ada")
    assert quota.allowance("ada").remaining_s == 0.5
    clock.now += 3600
    allowance = quota.allowance("ada")
    assert (allowance.limit_s, allowance.remaining_s, allowance.reset_s) == (60, 60, 0)


def test_errors_are_counted_apart() -> None:
    clock = Clock()
    quota = Quota(seconds=60, errors=2, clock=clock)
    quota.charge_error("ada")
    quota.admit("ada")
    quota.charge_error("ada")
    with pytest.raises(QuotaExceeded) as caught:
        quota.admit("ada")
    assert (caught.value.what, caught.value.retry_after_s) == ("errors", 30)
    clock.now += 30
    quota.admit("ada")


def test_zero_means_no_limit() -> None:
    quota = Quota(seconds=0, errors=0)
    quota.charge("ada", 1e9)
    quota.charge_error("ada")
    quota.admit("ada")


def test_accounts_are_bounded() -> None:
    quota = Quota(seconds=60, errors=1, clock=Clock())
    for i in range(10_001):
        quota.charge_error(f"client{i}")
    quota.admit("client0")
    with pytest.raises(QuotaExceeded):
        quota.admit("client10000")


def test_the_service_keeps_the_quota_of_named_clients_only(make_service: MakeService) -> None:
    service = make_service(client_errors=1)
    for client in (None, None, "ada"):
        with pytest.raises(QueryRefused):
            service.evaluate("DROP ALL", client=client)
    with pytest.raises(QuotaExceeded):
        service.evaluate("ASK {}", client="ada")
    service.evaluate("ASK {}", client="berta").close()
    assert service.quota.allowance("berta").remaining_s < 60
