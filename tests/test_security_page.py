"""The page on security names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

_TESTS = Path(__file__).parent
_PAGE = _TESTS.parent / "docs" / "security.md"


def test_every_named_test_is_there() -> None:
    rows = [line for line in _PAGE.read_text(encoding="utf-8").splitlines() if line.count("|") == 4]
    named = {path for row in rows for path in re.findall(r"`([\w/.]+)`", row.split("|")[3])}
    assert len(named) > 20
    assert [path for path in sorted(named) if not (_TESTS / path).exists()] == []
