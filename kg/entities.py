"""The resolved things of the catalogue: frozen values, standard library only.

Each kind of entity has a ``key`` that is stable and global (see :mod:`kg.iris`); the graph is a
pure function of these values (:mod:`kg.mapping`), and so is what the recommender is fed.
Every tuple has a deterministic order, so that equal knowledge gives equal values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kg.records import LinkKind, Sentence, WorkStatus

ConceptKind = Literal["method", "task", "dataset", "model", "metric", "hardware", "concept"]
Role = Literal["introduces", "uses", "compares", "evaluates", "trains", "extends", "mentions"]
LinkStatus = Literal["available", "promised"]
AgentKind = Literal["name-cluster", "person", "organisation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRef:
    """Which record of which source contributed, with the hash of its normalised form."""

    source: str
    key: str
    sha256: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """One name on one work, resolved to an agent.

    Args:
        listed_position: from 1, in the shown list.
        name: as listed.
        agent: key of the agent.
        byline_position: from 0 (as ``soa:position``), or None when the byline is not known.
    """

    listed_position: int
    name: str
    agent: str
    byline_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkText:
    """A title, an abstract or a summary, and where it came from.

    Args:
        key: unique in the work and safe in an IRI: ``title``, ``abstract-arxiv-en``,
            ``summary-daily-papers-2024-05-28-ko``.
        field: ``title``, ``abstract`` or ``summary``.
        language: BCP 47.
        sentences: in order; a title has one.
        source: the source that gave it.
        licence: IRI of its licence, or None when unknown.
        generated: True for machine-made text.
    """

    key: str
    field: Literal["title", "abstract", "summary"]
    language: str
    sentences: tuple[Sentence, ...]
    source: str
    licence: str | None = None
    generated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: text, sentence (from 1), half-open range of code points in it."""

    text: str
    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A concept named in a text.

    Args:
        concept: key of the concept.
        kind: kind of the concept.
        role: what the work does with it, as far as the sentence tells.
        place: where.
        surface: the words as they stand there.
        confidence: in [0, 1].
        rule: name of the rule or model that decided.
    """

    concept: str
    kind: ConceptKind
    role: Role
    place: Place
    surface: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedResult:
    """A number that a text states.

    Args:
        metric: what was measured, in words (``accuracy``, ``speed-up``).
        value: as written, without unit (``69.32``, ``1/100``, ``1024x1024``).
        number: decimal text where the value is one number, else None.
        unit: ``%``, ``x``, ``FPS`` …, or None.
        dataset: key of the concept measured on, or None.
        baseline: key of the concept compared with, or None.
        baseline_text: the words for a baseline that is no concept (``all tokens``), or None.
        scope: what part (``15 retrieval tasks``), or None.
        comparator: ``up to``, ``at least``, ``about`` or None.
        place: where the evidence stands.
        evidence: the words that say it, exactly as they stand.
        confidence: in [0, 1].
    """

    metric: str
    value: str
    number: str | None
    unit: str | None = None
    dataset: str | None = None
    baseline: str | None = None
    baseline_text: str | None = None
    scope: str | None = None
    comparator: str | None = None
    place: Place
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLink:
    """A link of a work: stated by a source or found in its prose (then with its place).

    Args:
        url: absolute http(s) URL, ended where URL characters end.
        kind: code, model, project …
        status: available, or only promised.
        place: where it was found, or None for a stated link.
        surface: the words around it as they stand, or None.
    """

    url: str
    kind: LinkKind
    status: LinkStatus = "available"
    place: Place | None = None
    surface: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What was found in the texts of one work, by one version of the extraction."""

    mentions: tuple[Mention, ...] = ()
    results: tuple[StatedResult, ...] = ()
    links: tuple[WorkLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptEdge:
    """The plain statement that a work has to do with a concept (the best of its mentions).

    Args:
        concept: key of the concept.
        kind: its kind.
        role: the strongest role.
        confidence: of that role, in [0, 1].
    """

    concept: str
    kind: ConceptKind
    role: Role
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteReading:
    """Votes as one list gave them on one day."""

    series: str
    read_on: date
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """Where a work appeared: a venue with its edition, or only the words.

    Args:
        venue: key of the venue, or None when the words are not certain.
        event: key of the edition, or None.
        text: the source's words.
        year: of the edition, or None.
    """

    venue: str | None
    event: str | None
    text: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkVersion:
    """One version of the text, number from 1."""

    number: int
    issued_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The paper as such, whoever describes it.

    Args:
        key: canonical id (``arxiv:2405.17258``).
        ids: every id known, sorted, the canonical one among them.
        title, title_source, title_language: as in the record.
        authorships: in shown order.
        authors_complete: False when the list is cut, None when untold.
        texts: title first, then abstracts, then summaries; by key within.
        concepts: sorted by kind, then key.
        links: stated and found.
        votes: dated readings, oldest first.
        picture_url, video_url: of the newest listing that has one.
        appearances: venues.
        cites: canonical ids, sorted.
        records: what contributed, sorted.
        is_stub: True for a work known only because another cites it.
    """

    key: str
    ids: tuple[str, ...]
    title: str
    title_source: str
    title_language: str = "en"
    authorships: tuple[Authorship, ...] = ()
    authors_complete: bool | None = None
    texts: tuple[WorkText, ...] = ()
    concepts: tuple[ConceptEdge, ...] = ()
    links: tuple[WorkLink, ...] = ()
    votes: tuple[VoteReading, ...] = ()
    picture_url: str | None = None
    video_url: str | None = None
    published_on: date | None = None
    year: int | None = None
    appearances: tuple[Appearance, ...] = ()
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    versions: tuple[WorkVersion, ...] = ()
    status: WorkStatus = "current"
    comment: str | None = None
    records: tuple[RecordRef, ...] = ()
    is_stub: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Everything extracted from one work, with its evidence; ``key`` is the work's."""

    key: str
    mentions: tuple[Mention, ...]
    results: tuple[StatedResult, ...]
    extractor: str
    texts: tuple[WorkText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person, team or organisation, or only a name shared by authorships.

    Args:
        key: ``orcid:…``, a source's id (``acl-person:yang-liu-icsi``) or ``name:<hash>``.
        name: the shown form, the most frequent one.
        kind: what the evidence allows to say.
        names: every form seen, sorted.
        orcid: or None.
    """

    key: str
    name: str
    kind: AgentKind
    names: tuple[str, ...]
    orcid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label in a language (BCP 47)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A method, task, dataset, model, metric, hardware or general concept.

    Args:
        key: slug (``diffusion-model``).
        kind: what it is.
        pref: preferred labels, one a language, English first.
        alt: other labels.
        definition: one English sentence, or empty.
        broader, related: keys.
        exact_match, close_match: IRIs in other graphs.
        ambiguous: labels that need context before they count.
        introduced_by: key of the work that introduces it, or None.
        is_coined: True when it was found in texts and does not belong to the shipped scheme.
    """

    key: str
    kind: ConceptKind
    pref: tuple[Label, ...]
    alt: tuple[Label, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    introduced_by: str | None = None
    is_coined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A series or journal (``key``: acronym slug or ISSN) or one edition of it.

    Args:
        key: ``neurips``, ``issn:…``; an edition ends in its year (``neurips/2024``).
        name: full name, or the acronym where that is all that is known.
        acronym: or None.
        kind: ``conference``, ``workshop``, ``journal``, ``preprint`` or ``event`` (an edition).
        series: key of the venue of which this is an edition, or None.
        year: of the edition, or None.
    """

    key: str
    name: str
    acronym: str | None = None
    kind: Literal["conference", "workshop", "journal", "preprint", "event"] = "conference"
    series: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueItem:
    """One place in an issue."""

    position: int
    work: str
    votes: int | None = None
    picture_url: str | None = None
    video_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A series' list for a day; ``key`` is ``<series>/<day>``."""

    key: str
    series: str
    issued_on: date
    items: tuple[IssueItem, ...]
    records: tuple[RecordRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file, or the answer of a service, as one ingest run read it.

    Args:
        key: SHA-256 of its bytes, in lower-case hexadecimal digits.
        source: the source that read it.
        location: file or URL.
        read_at: when, with a time zone.
        records: how many records it gave.
        licence: IRI of the licence of its contents, or None when unknown.
        graphs: names of the graphs that it fed (:mod:`kg.graphs`), sorted.
    """

    key: str
    source: str
    location: str
    read_at: datetime
    records: int
    licence: str | None = None
    graphs: tuple[str, ...] = ()


Entity = Work | Claims | Agent | Concept | Venue | Issue | SourceFile
EntityKind = Literal["work", "claims", "agent", "concept", "venue", "issue", "file"]
