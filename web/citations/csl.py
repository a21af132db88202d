"""CSL-JSON, the form that citeproc, Zotero and pandoc read.

References:
    Citation Style Language 1.0.2, schema ``csl-data.json``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from web.citations.citation import Citation, PersonName

_TYPES: Final = {
    "preprint": "article",
    "conference": "paper-conference",
    "journal": "article-journal",
}


def csl_json(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Give the items of a bibliography as plain JSON values."""
    return [_item(citation) for citation in citations]


def _item(citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation.key,
        "type": _TYPES[citation.kind],
        "title": citation.title,
        "author": [_name(name) for name in citation.authors],
        "issued": _issued(citation),
        "container-title": citation.container,
        "publisher": "arXiv" if citation.kind == "preprint" and citation.arxiv else None,
        "number": f"arXiv:{citation.arxiv}" if citation.arxiv else None,
        "DOI": citation.doi,
        "URL": citation.url,
        "language": citation.language,
        "note": citation.note,
    }
    return {name: value for name, value in item.items() if value}


def _issued(citation: Citation) -> dict[str, Any] | None:
    if citation.issued_on is not None:
        day = citation.issued_on
        return {"date-parts": [[day.year, day.month, day.day]]}
    return {"date-parts": [[citation.year]]} if citation.year else None


def _name(name: PersonName) -> dict[str, str]:
    if name.is_team or not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}
