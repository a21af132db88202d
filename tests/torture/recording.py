"""Plugin of pytest (``-p tests.torture.recording``): each test's end is told to the report.

With ``PAPERKIN_TORTURE_RESUME`` set, tests that a stopped run has done are left out.
"""

from __future__ import annotations

import os

import pytest

from tests.torture.report import Line, done, tell, this_part

RESUME_VARIABLE = "PAPERKIN_TORTURE_RESUME"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is done."""
    if not os.environ.get(RESUME_VARIABLE):
        return
    known = done(this_part())
    left_out = [item for item in items if item.nodeid in known]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.nodeid not in known]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell how a test ended: a call that ended, or a step around it that went wrong."""
    if report.when != "call" and report.passed:
        return
    outcome = "skipped" if report.skipped else "fell" if report.failed else "passed"
    tell(
        Line(
            part=this_part(),
            unit=report.nodeid,
            outcome=outcome,
            seconds=round(report.duration, 3),
            words=report.longreprtext[-4_000:] if outcome == "fell" else "",
        )
    )
