"""Hugging Face daily papers: one list a day, and a page a paper.

References:
    huggingface.co/docs/hub/rate-limits: 500 requests in five minutes without a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from kg.fetching.client import Request
from kg.fetching.errors import CannotFetch
from kg.fetching.services.base import JSON, Selection, Service, days_between
from kg.identifiers import WorkId

_MOST_DAYS = 2_000


class HfDailyService(Service):
    """Asks Hugging Face."""

    name = "hf-daily"
    about = "the lists of the days --since to --until (today by default), or single papers"
    interval_s = 1.0

    def requests(self, selection: Selection) -> list[Request]:
        """One request a day, or one a paper."""
        if selection.ids:
            return self.of_ids(selection.ids)
        if selection.query:
            raise CannotFetch(self.name, "it takes days or ids, no query")
        since, until = days_between(self.name, selection, datetime.now(UTC).date())
        count = (until - since).days + 1
        if count > _MOST_DAYS:
            raise CannotFetch(self.name, f"at most {_MOST_DAYS} days are fetched at once")
        return [
            self._request(f"daily_papers?date={since + timedelta(days=day)}&limit=100")
            for day in range(count)
        ]

    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """A paper's own page."""
        return self._request(f"papers/{ids[0].value}")

    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """It knows arXiv ids of the present form."""
        return next((one for one in ids if one.scheme == "arxiv" and "/" not in one.value), None)

    def _request(self, path: str) -> Request:
        url = urljoin(self.limits.hf_daily_url, path)
        return Request(url=url, accepts=JSON, may_be_missing=True)
