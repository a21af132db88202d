"""Cases as pytest parameters; one that skips with the reason where the suites are absent."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.errors import KgError

from .manifests import Case, Suite

_CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("PAPERKIN_SHARED", _CHECKOUT.parent / "shared")) / "w3c-rdf-tests"
SUITE = Suite(FOLDER)


def parameters(*manifests: str, wanted: Callable[[Case], bool]) -> list[object]:
    """The wanted cases of manifests, named by their IRIs."""
    if not FOLDER.is_dir():
        reason = f"W3C suites not present: no folder {FOLDER} (set PAPERKIN_SHARED)"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    found = {str(case): case for case in SUITE.cases(*manifests) if wanted(case)}
    return [pytest.param(case, id=name) for name, case in found.items()]


def expect(case: Case, known: Mapping[str, str], check: Callable[[], None]) -> None:
    """Run a check; a case with a known reason must fail, so that the list stays true."""
    parts = [part for part in known if str(case).endswith(part) or f"{part}-" in str(case)]
    if not parts:
        return check()
    with pytest.raises((AssertionError, KgError, pytest.fail.Exception)):
        check()
    return pytest.xfail(known[parts[0]])
