"""arXiv: OAI-PMH for days, its query interface for queries and single papers.

References:
    info.arxiv.org/help/api/tou.html: at most one request every three seconds, one connection;
    info.arxiv.org/help/api/user-manual.html; openarchives.org/OAI/openarchivesprotocol.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import unescape

from kg.fetching.client import Request
from kg.fetching.errors import CannotFetch, ExpiredResume, WrongAnswer
from kg.fetching.services.base import Selection, Service
from kg.identifiers import WorkId

_XML: Final = ("application/atom+xml", "application/xml", "text/xml")
_PAGE = 200
_TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)</resumptionToken>")
_ERROR = re.compile(rb'<error\s+code="([A-Za-z]+)"[^>]*>([^<]{0,200})')
_ENTRY = re.compile(rb"<entry[\s>]")
_FAULT = re.compile(rb"<id>\s*https?://arxiv\.org/api/errors")


class ArxivService(Service):
    """Asks arXiv."""

    name = "arxiv"
    about = (
        "everything new or changed in --since to --until (--query then names a set such as cs), "
        "the answers of a --query such as cat:cs.CL, or single papers"
    )
    interval_s = 3.0
    batch = 100

    def requests(self, selection: Selection) -> list[Request]:
        """A harvest of days, a query, or batches of papers."""
        if selection.ids:
            return self.of_ids(selection.ids)
        if selection.since or selection.until:
            return [self._harvest(selection)]
        if selection.query:
            return [self._page(selection.query, 0)]
        raise CannotFetch(self.name, "it takes --since, --query or ids")

    def about_works(self, ids: Sequence[WorkId]) -> Request:
        """A batch of papers."""
        listed = ",".join(one.value for one in ids)
        return self._request(
            self.limits.arxiv_url, {"id_list": listed, "max_results": str(len(ids))}
        )

    def askable(self, ids: Sequence[WorkId]) -> WorkId | None:
        """It knows its own ids."""
        return next((one for one in ids if one.scheme == "arxiv"), None)

    def following(self, request: Request, body: bytes) -> Request | None:
        """The next page of a harvest or of a query."""
        asked = dict(parse_qsl(urlsplit(request.url).query))
        if "verb" in asked:
            return self._following_harvest(request, body)
        if _FAULT.search(body):
            raise WrongAnswer(request.url, "arXiv does not understand the query", 200)
        if "search_query" not in asked or len(_ENTRY.findall(body)) < _PAGE:
            return None
        return self._page(asked["search_query"], int(asked["start"]) + _PAGE)

    def _following_harvest(self, request: Request, body: bytes) -> Request | None:
        fault = _ERROR.search(body)
        if fault is not None and fault[1] != b"noRecordsMatch":
            said = f"{fault[1].decode()}: {fault[2].decode('utf-8', 'replace').strip()}"
            kind = ExpiredResume if fault[1] == b"badResumptionToken" else WrongAnswer
            raise kind(request.url, said, 200)
        token = _TOKEN.search(body)
        if token is None:
            return None
        text = unescape(token[1].decode("utf-8", "replace").strip())
        parameters = {"verb": "ListRecords", "resumptionToken": text}
        return self._request(self.limits.arxiv_oai_url, parameters)

    def _harvest(self, selection: Selection) -> Request:
        parameters = {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}
        if selection.since:
            parameters["from"] = selection.since.isoformat()
        if selection.until:
            parameters["until"] = selection.until.isoformat()
        if selection.query:
            parameters["set"] = selection.query
        return self._request(self.limits.arxiv_oai_url, parameters)

    def _page(self, query: str, start: int) -> Request:
        parameters = {
            "search_query": query,
            "start": str(start),
            "max_results": str(_PAGE),
            "sortBy": "submittedDate",
        }
        return self._request(self.limits.arxiv_url, parameters)

    def _request(self, url: str, parameters: dict[str, str]) -> Request:
        return Request(url=f"{url}?{urlencode(parameters)}", accepts=_XML)
