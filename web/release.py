"""Which release of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The version of the distribution, ``0`` where it is not installed."""
    try:
        return version("paperkin")
    except PackageNotFoundError:
        return "0"
