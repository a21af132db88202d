"""Every target takes the inputs its search begins with, and those that once made it fall."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_of_a_target_pass(name: str) -> None:
    for data in (b"", *TARGETS[name].seeds):
        TARGETS[name].run(data)
