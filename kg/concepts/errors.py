"""What can go wrong with concepts.

KgError
└── SchemeUnreadable   also a ValueError
"""

from __future__ import annotations

from kg.errors import KgError


class SchemeUnreadable(KgError, ValueError):
    """A concept scheme is missing or is not valid.

    Args:
        location: the file asked for.
        reason: what the parser said.
    """

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(f"cannot read the concept scheme {location}: {reason}")
        self.location = location
        self.reason = reason
