"""OpenCitations: whom a work cites, work by work.

References:
    api.opencitations.net/index/v2: at most 180 requests a minute; a token is welcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urljoin

from kg.fetching.client import Request
from kg.fetching.errors import CannotFetch
from kg.fetching.services.base import JSON, Selection, Service
from kg.fetching.services.openalex import doi_of
from kg.identifiers import WorkId


class OpenCitationsService(Service):
    """Asks OpenCitations."""

    name = "opencitations"
    about = "the references of single works"
    interval_s = 0.35

    def requests(self, selection: Selection) -> list[Request]:
        """One request a work."""
        if not selection.ids:
            raise CannotFetch(self.name, "it takes ids only")
        return self.of_ids(selection.ids)

    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """The references of one work."""
        token = self.limits.opencitations_token
        path = f"references/doi:{quote(doi_of(ids[0]), safe='/:;()')}"
        return Request(
            url=urljoin(self.limits.opencitations_url, path),
            accepts=JSON,
            secret_headers={"authorization": token} if token else {},
            may_be_missing=True,
        )

    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """It knows DOIs; that of the published paper before that of arXiv."""
        usable = [one for one in ids if one.scheme in {"doi", "arxiv"}]
        return min(usable, key=lambda one: (one.scheme != "doi", one.value), default=None)
