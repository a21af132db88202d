"""The kinds of thing that can be reconciled: their names, their ids, what can be told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.catalogue.errors import GoneEntity, MovedEntity, UnknownEntity
from kg.entities import Agent, Concept, Venue, Work
from kg.errors import InvalidIdentifier
from kg.identifiers import landing_url
from kg.identifiers.work import WorkId
from web.contract import Reader
from web.pages.labels import concept_label, year_of
from web.urls import entity_path, work_key_of

Thing = Work | Agent | Venue | Concept
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Property:
    """Something that can be told of a kind: its name in words, and how it is read."""

    name: str
    values: Callable[[Any, Reader], Iterable[Value]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its name in words, all names of one, and what can be told of it."""

    name: str
    names: Callable[[Any], tuple[str, ...]]
    properties: Mapping[str, Property]


def _text(value: object) -> list[Value]:
    return [] if value is None else [{"str": str(value)}]


def _number(value: float | None) -> list[Value]:
    return [] if value is None else [{"float": value}]


def _ids(work: Work, scheme: str) -> list[Value]:
    prefix = f"{scheme}:"
    return [{"str": one.removeprefix(prefix)} for one in work.ids if one.startswith(prefix)]


def _authors(work: Work, _reader: Reader) -> list[Value]:
    return [{"id": id_of("agent", one.agent), "name": one.name} for one in work.authorships]


def _venues(work: Work, reader: Reader) -> list[Value]:
    found = reader.venues_by_key(one.venue for one in work.appearances if one.venue)
    return [{"id": id_of("venue", key), "name": one.name} for key, one in found.items()]


def _concepts(work: Work, reader: Reader) -> list[Value]:
    found = reader.concepts_by_key(edge.concept for edge in work.concepts)
    return [
        {"id": id_of("concept", key), "name": concept_label(one, "en").text}
        for key, one in found.items()
    ]


def _broader(concept: Concept, reader: Reader) -> list[Value]:
    found = reader.concepts_by_key(concept.broader)
    return [
        {"id": id_of("concept", key), "name": concept_label(one, "en").text}
        for key, one in found.items()
    ]


def _labels(concept: Concept) -> tuple[str, ...]:
    return tuple(label.text for label in (*concept.pref, *concept.alt)) or (concept.key,)


def _page(work: Work) -> list[Value]:
    return _text(landing_url(WorkId.parse(work.key)))


KINDS: Final[Mapping[str, Kind]] = {
    "work": Kind(
        "work",
        lambda work: (work.title,),
        {
            "title": Property("title", lambda work, _: _text(work.title)),
            "year": Property("year", lambda work, _: _number(year_of(work))),
            "arxiv": Property("arXiv id", lambda work, _: _ids(work, "arxiv")),
            "doi": Property("DOI", lambda work, _: _ids(work, "doi")),
            "author": Property("author", _authors),
            "venue": Property("venue", _venues),
            "concept": Property("concept", _concepts),
            "page": Property("landing page", lambda work, _: _page(work)),
        },
    ),
    "agent": Kind(
        "person, team or organisation",
        lambda agent: (agent.name, *agent.names),
        {
            "name": Property("name", lambda agent, _: _text(agent.name)),
            "orcid": Property("ORCID iD", lambda agent, _: _text(agent.orcid)),
        },
    ),
    "venue": Kind(
        "venue",
        lambda venue: tuple(filter(None, (venue.name, venue.acronym))),
        {
            "name": Property("name", lambda venue, _: _text(venue.name)),
            "acronym": Property("acronym", lambda venue, _: _text(venue.acronym)),
            "kind": Property("kind", lambda venue, _: _text(venue.kind)),
            "year": Property("year", lambda venue, _: _number(venue.year)),
        },
    ),
    "concept": Kind(
        "method, task, dataset, model, metric or hardware",
        _labels,
        {
            "kind": Property("kind", lambda concept, _: _text(concept.kind)),
            "label_en": Property(
                "English label", lambda concept, _: _text(concept_label(concept, "en").text)
            ),
            "label_ko": Property(
                "Korean label", lambda concept, _: _text(concept_label(concept, "ko").text)
            ),
            "broader": Property("broader concept", _broader),
        },
    ),
}
"""The kinds by id."""


def kind_of(thing: Thing) -> str:
    """The id of a thing's kind."""
    return type(thing).__name__.lower()


def name_of(thing: Thing) -> str:
    """What a thing is called first of all."""
    return KINDS[kind_of(thing)].names(thing)[0]


def id_of(kind: str, key: str) -> str:
    """The id of a thing: its path on every installation, without the slash before it.

    >>> id_of("work", "arxiv:2405.17258")
    'work/arxiv/2405.17258'
    """
    return entity_path(kind, key)[1:]


def thing_of(text: str, reader: Reader) -> Thing | None:
    """The thing of an id, or None when there is none."""
    kind, _, rest = text.partition("/")
    try:
        match kind:
            case "work":
                return reader.work(work_key_of(rest))
            case "agent":
                return reader.agent(rest.replace("/", ":", 1))
            case "venue" | "event":
                return reader.venue(rest)
            case "concept":
                return reader.concept(rest)
    except (UnknownEntity, GoneEntity, MovedEntity, InvalidIdentifier):
        return None
    return None


def description_of(thing: Thing) -> str:
    """One line that tells things of one name apart."""
    match thing:
        case Work():
            names = ", ".join(one.name for one in thing.authorships[:3])
            year = year_of(thing)
            return " · ".join(filter(None, (names, str(year) if year else "", thing.key)))
        case Agent():
            return thing.orcid or thing.kind
        case Venue():
            return " · ".join(filter(None, (thing.acronym, thing.kind)))
        case Concept():
            return thing.definition or thing.kind
