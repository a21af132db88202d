"""What the suites of this folder share."""

from __future__ import annotations

import pytest

from tests.torture.test_crashes import Theatre


@pytest.fixture(scope="session")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Theatre:
    """Prepared states to try things on, made once for all tests."""
    return Theatre(tmp_path_factory.mktemp("theatre"))
