"""Where the API stands."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "/api/v1"
