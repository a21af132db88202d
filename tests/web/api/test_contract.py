"""The API against its own description: answers fit their schemas, wrong input is refused."""

from __future__ import annotations

import os
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from tests.torture import figures
from web.api.operation import OPERATIONS

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
CASES_EACH = int(os.environ.get("PAPERKIN_API_CASES_EACH", "40"))


@pytest.fixture(scope="module")
def schema(app: Flask) -> Any:
    """The description as it is served."""
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_operation_keeps_its_word(schema: Any, name: str, mode: str) -> None:
    operation = schema.find_operation_by_id(name)
    generation = getattr(schemathesis.GenerationMode, mode)

    cases = 0

    @settings(
        max_examples=CASES_EACH,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=generation))
    def check(case: Any) -> None:
        nonlocal cases
        cases += 1
        case.call_and_validate()

    if mode == "NEGATIVE" and not _can_be_wrong(operation):
        pytest.skip("every text is a possible id, so nothing that is sent can be wrong")
    check()
    figures.add("API cases", f"{name}, {mode.lower()}", cases)


def _can_be_wrong(operation: Any) -> bool:
    described = OPERATIONS[operation.definition.raw["operationId"]]
    return described.body is not None or any(p.place == "query" for p in described.parameters)
