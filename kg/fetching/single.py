"""One work from whoever knows it best, without keeping anything."""

from __future__ import annotations

import io
from typing import Final

from kg.fetching.client import Client
from kg.fetching.errors import AccessDenied, BrokenAnswer, ServiceBusy, WrongAnswer
from kg.fetching.limits import FetchLimits
from kg.fetching.services import service_named
from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.sources import SOURCES

_ASKED: Final = {
    "arxiv": ("arxiv", "semantic-scholar"),
    "doi": ("openalex", "semantic-scholar"),
    "acl": ("semantic-scholar",),
    "openalex": ("openalex",),
    "s2": ("semantic-scholar",),
}
"""Which services are asked for a work of a scheme, the best first."""


def fetch_work(work_id: WorkId, client: Client, limits: FetchLimits) -> BibliographicRecord | None:
    """Fetch what is known of one work; nothing is ingested.

    Args:
        work_id: its id; one that only a source of ours knows (``local:…``) is known to nobody.
        client: asks.
        limits: addresses and keys.

    Returns:
        The record, or None when no service knows the work.

    Raises:
        FetchError: no service knows it, and at least one could not be asked.
    """
    problem: BrokenAnswer | WrongAnswer | ServiceBusy | AccessDenied | None = None
    for name in _ASKED.get(work_id.scheme, ()):
        service = service_named(name, limits)
        try:
            reply = client.ask(service.about_works([work_id]), service.interval_s)
        except (BrokenAnswer, WrongAnswer, ServiceBusy, AccessDenied) as error:
            problem = problem or error
            continue
        record = None if reply is None else _record(name, reply.body, reply.url, work_id)
        if record is not None:
            return record
    if problem is not None:
        raise problem
    return None


def _record(name: str, body: bytes, url: str, work_id: WorkId) -> BibliographicRecord | None:
    source = next(each for each in SOURCES if each.name == name)
    return next(
        (
            entry
            for entry in source().entries(io.BytesIO(body), url)
            if isinstance(entry, BibliographicRecord) and work_id in entry.ids and entry.title
        ),
        None,
    )
