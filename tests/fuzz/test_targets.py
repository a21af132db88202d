"""Every target takes the inputs its search begins with, and those that once made it fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.seeds import found
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_of_a_target_pass(name: str) -> None:
    for data in (b"", *TARGETS[name].seeds, *found(name)):
        TARGETS[name].run(data)


def test_a_find_belongs_to_its_target(tmp_path: Path) -> None:
    (tmp_path / "titles-crash-1").write_bytes(b"$")
    (tmp_path / "ids-timeout-2").write_bytes(b"arXiv:")
    assert (found("titles", tmp_path), found("ids", tmp_path)) == ((b"$",), (b"arXiv:",))
    assert found("names", tmp_path) == ()
