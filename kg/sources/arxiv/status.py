"""What the authors' comment says about the state of the work."""

from __future__ import annotations

import re

from kg.records import WorkStatus

_PAPER = (
    r"(?:paper|article|manuscript|submission|preprint|work|version|draft|report|letter|note|thesis)"
)
_WITHDRAWN = re.compile(
    rf"\b(?:{_PAPER}|it|this)\b[^.;]{{0,60}}\b(?:has been|have been|was|is(?: being| now)?)"
    r"[^.;]{0,20}\bwithdrawn\b"
    r"|^\W{0,3}withdrawn\b(?!\s+from)|\bwithdrawn (?:by|due to|because|since|as|for)\b"
    rf"|\b(?:we|authors?)\b[^.;]{{0,30}}\bwithdraw(?:s|n|ing)?\b[^.;]{{0,20}}\b{_PAPER}\b",
    re.IGNORECASE,
)
_WITHDRAWN_ELSEWHERE = re.compile(r"\bwithdrawn from\b", re.IGNORECASE)
_RETRACTED = re.compile(
    rf"\b(?:{_PAPER}|it|this)\b[^.;]{{0,60}}\b(?:has been|was|is)[^.;]{{0,20}}\bretracted\b"
    r"|^\W{0,3}retracted\b",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    r"\b(?:superseded|subsumed|replaced) by\b|\bsupersedes? this (?:paper|version|article)\b",
    re.IGNORECASE,
)


def stated_status(comment: str, abstract: str = "") -> WorkStatus:
    """Read the state of the work from its comment, and from an abstract that says nothing else.

    >>> stated_status("This paper has been withdrawn by the author due to an error in Lemma 2")
    'withdrawn'
    >>> stated_status("Superseded by arXiv:2405.17258"), stated_status("10 pages")
    ('superseded', 'current')
    """
    said = f"{comment}. {abstract if len(abstract) < 300 else ''}".strip(". ")
    if _RETRACTED.search(said):
        return "retracted"
    if _WITHDRAWN.search(said) and not _WITHDRAWN_ELSEWHERE.search(said):
        return "withdrawn"
    return "superseded" if _SUPERSEDED.search(comment) else "current"
