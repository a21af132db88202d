"""The services that can be asked: one module each, one list of them."""

from __future__ import annotations

from typing import Final

from kg.fetching.errors import CannotFetch
from kg.fetching.limits import FetchLimits
from kg.fetching.services.arxiv import ArxivService
from kg.fetching.services.base import Selection, Service, batches
from kg.fetching.services.hf_daily import HfDailyService
from kg.fetching.services.openalex import OpenAlexService
from kg.fetching.services.opencitations import OpenCitationsService
from kg.fetching.services.semantic_scholar import SemanticScholarService

__all__ = ["SERVICES", "Selection", "Service", "batches", "service_named", "service_names"]

SERVICES: Final[tuple[type[Service], ...]] = (
    HfDailyService,
    ArxivService,
    OpenAlexService,
    OpenCitationsService,
    SemanticScholarService,
)


def service_names() -> tuple[str, ...]:
    """Give the names of the services, in the order of the list."""
    return tuple(each.name for each in SERVICES)


def service_named(name: str, limits: FetchLimits) -> Service:
    """Give the service of that name.

    Raises:
        CannotFetch: there is none.
    """
    for each in SERVICES:
        if each.name == name:
            return each(limits)
    raise CannotFetch(name, f"there is no such service; there are {', '.join(service_names())}")
