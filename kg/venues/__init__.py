"""From the words that name a venue to the venue: only what is certain becomes one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities import Appearance, Venue
from kg.records import VenueStatement


def appearance_of(statement: VenueStatement) -> Appearance:
    """Where a statement says that a work appeared; uncertain words stay words."""
    return Appearance(venue=None, event=None, text=statement.text, year=statement.year)


def venues_named(appearances: Sequence[Appearance]) -> tuple[Venue, ...]:
    """The venues and editions that these appearances name, each once, sorted by key."""
    return ()
