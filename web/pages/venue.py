"""A venue, or one edition of it, with the works that appeared there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from kg.entities import Venue
from web.current import services
from web.linked_data import serve
from web.pages.feeds import feed_alternates
from web.pages.frame import Page, entity_frame, render
from web.pages.labels import Named
from web.pages.listing import WorkListing, works_of
from web.structured import venue_structure
from web.urls import entity_path

blueprint = Blueprint("venue", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuePage(Page):
    """The page of a venue or an edition; ``series`` is that of an edition."""

    venue: Venue
    series: Named | None
    works: WorkListing


@blueprint.get("/venue/<path:tail>")
@blueprint.get("/event/<path:tail>", endpoint="event")
def venue(tail: str) -> Response:
    """A venue for people, or as data."""
    return serve("venue", tail, _page)


def _page(key: str) -> str:
    reader = services().reader
    found = reader.venue(key)
    series = reader.venues_by_key([found.series]).get(found.series) if found.series else None
    page = VenuePage(
        frame=entity_frame(
            "venue",
            key,
            found.name,
            feed_alternates(f"venue/{key}"),
            structured=venue_structure(found, services().settings),
        ),
        venue=found,
        series=Named(series.name, entity_path("venue", series.key)) if series else None,
        works=works_of("venue", key),
    )
    return render("venue.html", page)
