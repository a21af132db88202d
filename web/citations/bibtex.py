"""BibTeX, in UTF-8, as bibtexparser and Biber read it."""

from __future__ import annotations

import re
from typing import Final

from web.citations.citation import Citation, PersonName

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_CAPITAL_INSIDE = re.compile(r"\S+[A-Z]\S*|[A-Z]\d\S*")
_TYPES: Final = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]


def bibtex(citation: Citation) -> str:
    """Write one entry, ended by a line feed."""
    lines = [f"  {name} = {value}" for name, value in _fields(citation)]
    return f"@{_TYPES[citation.kind]}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """Write a text so that TeX prints it as it is.

    >>> escaped("100% of R&D")
    '100\\\\% of R\\\\&D'
    """
    return "".join(_SPECIAL.get(character, character) for character in text)


def _fields(citation: Citation) -> list[tuple[str, str]]:
    container = {"conference": "booktitle", "journal": "journal"}.get(citation.kind, "howpublished")
    month = citation.issued_on.month if citation.issued_on else None
    fields = [
        ("title", _braced(_title(citation.title))),
        ("author", _braced(_authors(citation))),
        ("year", _braced(str(citation.year or ""))),
        ("month", _MONTHS[month - 1] if month else "{}"),
        (container, _braced(escaped(citation.container or ""))),
        ("eprint", _braced(citation.arxiv or "")),
        ("archiveprefix", "{arXiv}" if citation.arxiv else "{}"),
        ("primaryclass", _braced(citation.category or "" if citation.arxiv else "")),
        ("doi", _braced(citation.doi or "")),
        ("url", _braced(citation.url or "")),
        ("note", _braced(escaped(citation.note or ""))),
    ]
    return [(name, value) for name, value in fields if value != "{}"]


def _braced(text: str) -> str:
    return "{" + text + "}"


def _title(title: str) -> str:
    """Protect words with a capital inside (LoRA, GPT-4) from styles that write titles small."""
    return " ".join(
        _braced(escaped(word)) if _CAPITAL_INSIDE.fullmatch(word) else escaped(word)
        for word in title.split(" ")
    )


def _authors(citation: Citation) -> str:
    names = [_name(name) for name in citation.authors]
    if names and not citation.complete:
        names.append("others")
    return " and ".join(names)


def _name(name: PersonName) -> str:
    if name.is_team or not name.given:
        return _braced(escaped(name.family))
    parts = (name.family, name.suffix, name.given)
    return ", ".join(escaped(part) for part in parts if part)
