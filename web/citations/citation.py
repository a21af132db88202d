"""The content of a citation, before any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from kg.entities import Agent, Venue, Work
from kg.identifiers import WorkId, derived_doi, landing_url

_PARTICLES: Final = frozenset(
    {"af", "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du"}
    | {"el", "la", "le", "ten", "ter", "van", "von", "zu", "zur"}
)
_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in the parts that reference managers ask for; a team has only ``family``."""

    family: str
    given: str = ""
    suffix: str = ""
    is_team: bool = False

    @classmethod
    def of(cls, name: str, *, is_team: bool = False) -> PersonName:
        """Split a printed name: the last word and small particles before it are the family name.

        >>> PersonName.of("Ludwig van Beispiel Jr.")
        PersonName(family='van Beispiel', given='Ludwig', suffix='Jr.', is_team=False)
        """
        words = name.split()
        if is_team or len(words) < 2:
            return cls(name, is_team=is_team)
        if "," in name:
            family, _, given = name.partition(",")
            return cls(family.strip(), given.strip())
        suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""
        start = len(words) - 1
        while start > 1 and words[start - 1] in _PARTICLES:
            start -= 1
        return cls(" ".join(words[start:]), " ".join(words[:start]), suffix)

    @property
    def inverted(self) -> str:
        """``Family, Given`` or ``Family, Given, Suffix``, as RIS has it."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference list needs of a work.

    Args:
        key: a name for the entry, of characters that BibTeX allows.
        kind: where it appeared.
        title: plain.
        authors: in byline order, or none when that order is not known.
        listed: names as a source lists them, when the byline order is not known.
        complete: False when the source cut the list.
        year, issued_on: of publication, as far as known.
        container: name of the journal or proceedings, or None.
        doi: registered or derived from the arXiv id, or None.
        arxiv: bare arXiv id, or None.
        category: primary arXiv category, or None.
        url: where the work can be found.
        language: BCP 47 of the title.
    """

    key: str
    kind: Literal["preprint", "conference", "journal"]
    title: str
    authors: tuple[PersonName, ...]
    listed: tuple[str, ...]
    complete: bool
    year: int | None
    issued_on: date | None
    container: str | None
    doi: str | None
    arxiv: str | None
    category: str | None
    url: str | None
    language: str

    @property
    def note(self) -> str | None:
        """The names whose order is not known, with the sentence that says so."""
        if not self.listed:
            return None
        names = "; ".join(self.listed) + ("" if self.complete else "; and others")
        return f"Authors as listed by the source, not in byline order: {names}"


def citation_of(
    work: Work, agents: Mapping[str, Agent], venues: Mapping[str, Venue], fallback_url: str
) -> Citation:
    """Gather the content of a citation.

    Args:
        work: what is cited.
        agents, venues: those of the work, as far as held, by key.
        fallback_url: the page of the work here, for one that no register shows.
    """
    ids = {(found := WorkId.parse(text)).scheme: found for text in reversed(work.ids)}
    canonical = WorkId.parse(work.key)
    arxiv = ids.get("arxiv")
    kind, container = _appearance(work, venues)
    authors = _byline(work, agents)
    return Citation(
        key="".join(c if c.isalnum() or c in ".-_" else "-" for c in work.key),
        kind=kind,
        title=work.title,
        authors=authors,
        listed=() if authors else tuple(a.name for a in work.authorships),
        complete=work.authors_complete is not False,
        year=work.published_on.year if work.published_on else work.year,
        issued_on=work.published_on,
        container=container,
        doi=ids["doi"].value if "doi" in ids else (derived_doi(arxiv) if arxiv else None),
        arxiv=arxiv.value if arxiv else None,
        category=work.categories[0] if work.categories else None,
        url=landing_url(canonical) or fallback_url,
        language=work.title_language,
    )


def _byline(work: Work, agents: Mapping[str, Agent]) -> tuple[PersonName, ...]:
    placed = [
        (authorship.byline_position, authorship)
        for authorship in work.authorships
        if authorship.byline_position is not None
    ]
    if not placed or len(placed) < len(work.authorships):
        return ()
    placed.sort(key=lambda entry: entry[0])
    teams = {key for key, agent in agents.items() if agent.kind == "organisation"}
    return tuple(PersonName.of(a.name, is_team=a.agent in teams) for _, a in placed)


def _appearance(
    work: Work, venues: Mapping[str, Venue]
) -> tuple[Literal["preprint", "conference", "journal"], str | None]:
    for appearance in work.appearances:
        venue = venues.get(appearance.event or "") or venues.get(appearance.venue or "")
        series = venues.get(appearance.venue or "")
        if venue is None or (series or venue).kind == "preprint":
            continue
        is_journal = (series or venue).kind == "journal"
        return ("journal" if is_journal else "conference"), venue.name
    return "preprint", None
