"""What a reader brings along: a reference list, read entry by entry and matched with what is held.

A list is matched by ids first, then by titles; an entry that is not held still has words, and words
can be compared. Nothing of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from kg.identifiers import find_work_id, find_work_ids
from kg.records import BibliographicRecord
from kg.sources.auto import Auto
from web.contract import Reader

MOST_ENTRIES: Final = 2_000
MOST_SEEDS: Final = 200
MOST_WORDS: Final = 20_000
_LOCAL: Final = "local:"
_BEGINS_LIKE_BIBTEX: Final = re.compile(r"\s*@[A-Za-z]{3,20}\s*\{")
_EPRINT: Final = re.compile(r"eprint\s*=\s*[{\"]\s*([^}\"]{1,100})", re.IGNORECASE)
_RIS_TITLE: Final = re.compile(r"^(?:TI|T1)  - (.+)$", re.MULTILINE)
_RIS_ENTRY: Final = re.compile(r"^ER  -.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list: its ids, its title, and its words beyond the title."""

    ids: tuple[str, ...]
    title: str
    prose: str = ""

    @property
    def name(self) -> str:
        """What to call it: its title, else its first id."""
        return self.title or (self.ids[0] if self.ids else "")


@dataclass(frozen=True, slots=True)
class Library:
    """A list as far as it is held.

    Args:
        held: keys of the works that were recognised, each once.
        unheld: the other entries.
    """

    held: tuple[str, ...]
    unheld: tuple[Reference, ...]

    @property
    def words(self) -> str:
        """The words of the entries that are not held, to be compared as a text."""
        texts = (f"{one.title}. {one.prose}".strip(". ") for one in self.unheld)
        return "\n".join(filter(None, texts))[:MOST_WORDS]


def is_reference_list(text: str) -> bool:
    """Tell whether a pasted text is BibTeX or RIS rather than prose.

    >>> is_reference_list("@article{a, title={B}}"), is_reference_list("We study diffusion.")
    (True, False)
    """
    return bool(_BEGINS_LIKE_BIBTEX.match(text) or _RIS_ENTRY.search(text))


def references(body: bytes, name: str = "") -> list[Reference]:
    """Read a list in any form that a source reads, in RIS, or as a text with ids in it.

    Args:
        body: of the file.
        name: of the file; its suffix helps to tell the form.
    """
    text = body.decode("utf-8-sig", "replace")
    if _RIS_ENTRY.search(text):
        found = list(_of_ris(text))
    else:
        entries = Auto().entries(BytesIO(body), name)
        records = (one for one in entries if isinstance(one, BibliographicRecord))
        found = [_of_record(one) for one in records]
    told = {one for entry in found for one in entry.ids}
    found += [Reference((one,), "") for one in _ids_in(text) if one not in told]
    return found[:MOST_ENTRIES]


def library_of(entries: Sequence[Reference], reader: Reader) -> Library:
    """Match a list with what is held: by any of an entry's ids, else by its title."""
    by_id = reader.find_all([one for entry in entries for one in entry.ids])
    untold = [entry.title for entry in entries if entry.title and not _by_id(entry, by_id)]
    by_title = reader.titled(untold)
    held: dict[str, None] = {}
    unheld: list[Reference] = []
    for entry in entries:
        key = _by_id(entry, by_id) or by_title.get(entry.title)
        if key is not None:
            held[key] = None
        elif entry.name:
            unheld.append(entry)
    return Library(tuple(held)[:MOST_SEEDS], tuple(unheld))


def _by_id(entry: Reference, held: dict[str, str]) -> str | None:
    return next((held[one] for one in entry.ids if one in held), None)


def _of_record(record: BibliographicRecord) -> Reference:
    ids = tuple(str(one) for one in record.ids if not str(one).startswith(_LOCAL))
    prose = " ".join(sentence.text for text in record.prose for sentence in text.sentences)
    return Reference(ids, record.title, prose)


def _of_ris(text: str) -> Iterator[Reference]:
    for entry in _RIS_ENTRY.split(text):
        title = _RIS_TITLE.search(entry)
        ids = _distinct(str(one) for one in find_work_ids(entry))
        if title or ids:
            yield Reference(ids, title.group(1).strip() if title else "")


def _ids_in(text: str) -> tuple[str, ...]:
    """Every id in a text; BibTeX has bare arXiv ids in a field of their own."""
    bare = (find_work_id(value) for value in _EPRINT.findall(text))
    return _distinct(str(one) for one in (*bare, *find_work_ids(text)) if one is not None)


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
