"""Fetching from the services that know works: politely, within bounds, nothing lost on the way.

- :class:`Client` makes one request at a time, at the pace that the service asks for.
- :mod:`kg.fetching.services` has one module a service: which requests answer what.
- :func:`walk` gives the replies to a selection, from where the last run broke off.
- :class:`Shelf` keeps raw replies beside the catalogue.
- :func:`fetch_work` fetches one work and keeps nothing.

What comes back is read by the sources of :mod:`kg.sources`, like any file.

Rejected: a library for HTTP with a pool of connections. What is needed is the opposite of its
strengths: one request in three seconds, to an address that was checked before it is used.
"""

from __future__ import annotations

from kg.fetching.client import Client, Reply, Request
from kg.fetching.errors import CannotFetch, FetchError, ServiceBusy
from kg.fetching.limits import FetchLimits
from kg.fetching.services import SERVICES, Selection, Service, service_named, service_names
from kg.fetching.shelf import Shelf
from kg.fetching.single import fetch_work
from kg.fetching.walking import walk

__all__ = [
    "SERVICES",
    "CannotFetch",
    "Client",
    "FetchError",
    "FetchLimits",
    "Reply",
    "Request",
    "Selection",
    "Service",
    "ServiceBusy",
    "Shelf",
    "fetch_work",
    "service_named",
    "service_names",
    "walk",
]
