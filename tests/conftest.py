"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; its tests skip where it is absent."""
    folder = Path(os.environ.get("PAPERKIN_SHARED", _CHECKOUT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"real data not present: no folder {folder} (set PAPERKIN_SHARED)")
    return folder
