"""Semantic Scholar: papers by id in batches, or by a query.

References:
    api.semanticscholar.org/api-docs: one request a second with a key, a pool shared by everybody
    without; at most 500 papers in a batch and 10 MB in an answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from kg.fetching.client import Request
from kg.fetching.errors import CannotFetch, WrongAnswer
from kg.fetching.services.base import JSON, Selection, Service
from kg.identifiers import WorkId

_OF_LISTS: Final = (
    "externalIds,corpusId,title,abstract,year,venue,publicationVenue,publicationDate,journal,"
    "authors,openAccessPdf"
)
_OF_WORKS: Final = f"{_OF_LISTS},authors.name,authors.externalIds,references.externalIds"
_PREFIXES: Final = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL"}


class SemanticScholarService(Service):
    """Asks Semantic Scholar."""

    name = "semantic-scholar"
    about = "papers that a --query finds, published in --since to --until, or single papers"
    interval_s = 1.1
    batch = 50

    def requests(self, selection: Selection) -> list[Request]:
        """A query, or batches of papers."""
        if selection.ids:
            return self.of_ids(selection.ids)
        if not selection.query:
            raise CannotFetch(self.name, "it takes a --query or ids")
        parameters = {"query": selection.query, "fields": _OF_LISTS}
        if selection.since or selection.until:
            days = (str(day or "") for day in (selection.since, selection.until))
            parameters["publicationDateOrYear"] = ":".join(days)
        return [self._request(f"paper/search/bulk?{urlencode(parameters)}")]

    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """A batch of papers."""
        body = json.dumps({"ids": [_spelled(one) for one in ids]}).encode()
        return self._request(f"paper/batch?{urlencode({'fields': _OF_WORKS})}", body)

    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """It knows all registers but OpenAlex."""
        order = ("s2", "arxiv", "doi", "acl")
        usable = [one for one in ids if one.scheme in order]
        return min(usable, key=lambda one: order.index(one.scheme), default=None)

    def following(self, request: Request, body: bytes) -> Request | None:
        """The next thousand of a query."""
        if request.body is not None:
            return None
        try:
            token = json.loads(body).get("token")
        except (ValueError, AttributeError, RecursionError) as error:
            raise WrongAnswer(request.url, "this is no list of Semantic Scholar", 200) from error
        if not token:
            return None
        asked = dict(parse_qsl(urlsplit(request.url).query))
        return self._request(f"paper/search/bulk?{urlencode({**asked, 'token': str(token)})}")

    def _request(self, path: str, body: bytes | None = None) -> Request:
        key = self.limits.semantic_scholar_key
        return Request(
            url=urljoin(self.limits.semantic_scholar_url, path),
            accepts=JSON,
            body=body,
            secret_headers={"x-api-key": key} if key else {},
        )


def _spelled(work_id: WorkId) -> str:
    """An id as Semantic Scholar spells it."""
    if work_id.scheme == "s2":
        return work_id.value if len(work_id.value) == 40 else f"CorpusId:{work_id.value}"
    return f"{_PREFIXES[work_id.scheme]}:{work_id.value}"
