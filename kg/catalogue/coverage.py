"""For how many works each kind of edge and fact is known: what enriching is for, in figures.

Works that are only cited do not count. Figures that stand in a table are counted there; the others
are read from the states of the works, of which only the fields that matter are decoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, Select, func, select

from kg.catalogue.tables import authorship, citation, identifier, work, work_concept, work_venue

FIGURES = (
    "works",
    "abstract",
    "authors",
    "authors in the byline's order",
    "authors with ORCID",
    "authors shared with another work",
    "DOI",
    "categories",
    "keywords",
    "venue",
    "concepts",
    "citations",
    "citations to held works",
    "citations from held works",
    "code",
    "votes",
    "comment",
    "withdrawn, retracted or superseded",
)
"""The figures in the order in which they are shown; the first is what the others are parts of."""


class _Authorship(msgspec.Struct):
    agent: str
    byline_position: int | None = None


class _Text(msgspec.Struct):
    field: str


class _Link(msgspec.Struct):
    kind: str


class _Covered(msgspec.Struct):
    """The fields of a work that are counted."""

    ids: tuple[str, ...]
    authorships: tuple[_Authorship, ...]
    texts: tuple[_Text, ...]
    links: tuple[_Link, ...]
    votes: tuple[msgspec.Raw, ...]
    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    status: str
    comment: str | None


# Made once: threads that make decoders at the same time disturb each other.
_decoder = msgspec.json.Decoder(_Covered)


def coverage(connection: Connection) -> dict[str, int]:
    """Count the works for which each kind of edge or fact is known, by the names of FIGURES."""
    counted: Counter[str] = Counter()
    query = select(work.c.state).where(work.c.is_stub == 0)
    for row in connection.execution_options(yield_per=500).execute(query):
        counted["works"] += 1
        counted.update(_known_of(_decoder.decode(row.state)))
    counted.update(_in_tables(connection))
    return {name: counted[name] for name in FIGURES}


def _known_of(one: _Covered) -> Iterator[str]:
    known = {
        "abstract": any(text.field == "abstract" for text in one.texts),
        "authors": one.authorships,
        "authors in the byline's order": any(
            each.byline_position is not None for each in one.authorships
        ),
        "authors with ORCID": any(each.agent.startswith("orcid:") for each in one.authorships),
        "DOI": any(each.startswith("doi:") for each in one.ids),
        "categories": one.categories,
        "keywords": one.keywords,
        "code": any(link.kind == "code" for link in one.links),
        "votes": one.votes,
        "comment": one.comment,
        "withdrawn, retracted or superseded": one.status != "current",
    }
    return (name for name, is_known in known.items() if is_known)


def _in_tables(connection: Connection) -> dict[str, int]:
    held = select(work.c.key).where(work.c.is_stub == 0)
    shared = (
        select(authorship.c.agent_key)
        .group_by(authorship.c.agent_key)
        .having(func.count(authorship.c.work_key.distinct()) > 1)
    )
    cited = citation.join(identifier, identifier.c.id == citation.c.cited_id)
    members: dict[str, Select[tuple[str]]] = {
        "authors shared with another work": select(authorship.c.work_key).where(
            authorship.c.agent_key.in_(shared)
        ),
        "venue": select(work_venue.c.work_key),
        "concepts": select(work_concept.c.work_key),
        "citations": select(citation.c.work_key),
        "citations to held works": select(citation.c.work_key)
        .select_from(cited)
        .where(identifier.c.work_key.in_(held)),
        "citations from held works": select(identifier.c.work_key).select_from(cited),
    }
    return {
        name: int(
            connection.execute(
                select(func.count()).select_from(held.where(work.c.key.in_(query)).subquery())
            ).scalar_one()
        )
        for name, query in members.items()
    }
