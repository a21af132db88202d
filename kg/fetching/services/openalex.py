"""OpenAlex: works by id, by day of publication, or by a filter of its own.

References:
    developers.openalex.org: at most 100 works a page and 100 values in one filter, cursors for
    long lists; a free key is wanted, without one only a few requests a day are answered. Ten
    requests a second are allowed and we make five.
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

_PAGE = 100
_FIELDS: Final = (
    "id,doi,ids,title,display_name,publication_year,publication_date,language,authorships,"
    "is_authors_truncated,abstract_inverted_index,referenced_works,primary_location,locations,"
    "best_oa_location,keywords,topics,is_retracted"
)


class OpenAlexService(Service):
    """Asks OpenAlex."""

    name = "openalex"
    about = (
        "works published in --since to --until that a --query (an OpenAlex filter such as "
        "topics.id:T10181) selects, or single works"
    )
    interval_s = 0.2
    batch = 50

    def requests(self, selection: Selection) -> list[Request]:
        """A filtered list, or batches of works."""
        if selection.ids:
            by_scheme = [
                [one for one in selection.ids if (one.scheme == "openalex") == is_own]
                for is_own in (True, False)
            ]
            return [request for ids in by_scheme if ids for request in self.of_ids(ids)]
        days = (("from", selection.since), ("to", selection.until))
        parts = [f"{end}_publication_date:{day}" for end, day in days if day]
        if not selection.query:
            raise CannotFetch(self.name, "it takes a --query (an OpenAlex filter) or ids")
        return [self._page(",".join([selection.query, *parts]), "*")]

    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """A batch of works, all known by OpenAlex's ids or all by DOIs."""
        if ids[0].scheme == "openalex":
            return self._page("openalex:" + "|".join(one.value for one in ids), "*")
        return self._page("doi:" + "|".join(map(doi_of, ids)), "*")

    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """It knows DOIs, arXiv works by theirs, and its own ids."""
        usable = [one for one in ids if one.scheme in {"doi", "arxiv"} and _fits_in_filter(one)]
        own = [one for one in ids if one.scheme == "openalex"]
        return next(iter([*own, *sorted(usable, key=lambda one: one.scheme != "doi")]), None)

    def following(self, request: Request, body: bytes) -> Request | None:
        """The next page, as long as there is a cursor and something on the page."""
        try:
            page = json.loads(body)
            cursor, results = page["meta"].get("next_cursor"), page["results"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise WrongAnswer(request.url, "this is no page of OpenAlex", 200) from error
        if not cursor or not results or len(results) < _PAGE:
            return None
        asked = dict(parse_qsl(urlsplit(request.url).query))
        return self._page(asked.get("filter", ""), str(cursor))

    def _page(self, chosen: str, cursor: str) -> Request:
        parameters = {
            "filter": chosen,
            "per_page": str(_PAGE),
            "cursor": cursor,
            "select": _FIELDS,
        }
        key = self.limits.openalex_key
        return Request(
            url=urljoin(self.limits.openalex_url, f"works?{urlencode(parameters)}"),
            accepts=JSON,
            secret_query={"api_key": key} if key else {},
        )


def doi_of(work_id: WorkId) -> str:
    """The DOI by which a service knows a work.

    >>> doi_of(WorkId("arxiv", "2405.17258"))
    '10.48550/arxiv.2405.17258'
    """
    return f"10.48550/arxiv.{work_id.value}" if work_id.scheme == "arxiv" else work_id.value


def _fits_in_filter(work_id: WorkId) -> bool:
    """A comma or a bar would end the value."""
    return not set(",|") & set(work_id.value)
