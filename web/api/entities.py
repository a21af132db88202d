"""Agents, concepts, venues and issues, with their works."""

from __future__ import annotations

from flask import Blueprint, Response

from web.api.operation import Parameter, answered, operation
from web.api.parameters import AFTER, KIND, LANG, LIMIT, key
from web.api.prefix import PREFIX
from web.api.values import (
    agent_value,
    concept_value,
    issue_row,
    issue_value,
    venue_value,
    work_brief,
)
from web.api.works import works_answer
from web.current import absolute, services
from web.urls import with_query

blueprint = Blueprint("api_entities", __name__, url_prefix=PREFIX)
_AGENT = key("an agent, such as name:… or orcid:…")
_CONCEPT = key("a concept: its slug")
_VENUE = key("a venue or of one edition of it")
_ISSUE = key("an issue, such as daily-papers/2024-05-28")
_PREFIX_TEXT = Parameter(
    "q",
    "The beginning of a title, label or name.",
    {"type": "string", "maxLength": 200, "pattern": "\\S"},
    "query",
    True,
)


@operation(blueprint, "/agents/<path:id>", answer="Agent", parameters=[_AGENT], statuses=[410])
def get_agent(id: str) -> Response:  # noqa: A002
    """An agent: a person, a team, or only a name."""
    return answered(agent_value(services().reader.agent(id)))


@operation(
    blueprint,
    "/agents/<path:id>/works",
    answer="WorkList",
    parameters=[_AGENT, AFTER, LIMIT],
    statuses=[410],
)
def list_works_of_agent(id: str, after: str | None, limit: int) -> Response:  # noqa: A002
    """The works that list an agent, newest first."""
    services().reader.agent(id)
    return _works("agent", id, after, limit)


@operation(
    blueprint, "/concepts/<path:id>", answer="Concept", parameters=[_CONCEPT, LANG], statuses=[410]
)
def get_concept(id: str, lang: str | None) -> Response:  # noqa: A002, ARG001
    """A concept with its labels and its place in the hierarchy."""
    return answered(concept_value(services().reader.concept(id)))


@operation(
    blueprint,
    "/concepts/<path:id>/works",
    answer="WorkList",
    parameters=[_CONCEPT, AFTER, LIMIT],
    statuses=[410],
)
def list_works_of_concept(id: str, after: str | None, limit: int) -> Response:  # noqa: A002
    """The works that deal with a concept or a narrower one, newest first."""
    services().reader.concept(id)
    return _works("concept", id, after, limit)


@operation(blueprint, "/concepts", answer="ConceptList", parameters=[KIND, AFTER, LIMIT, LANG])
def list_concepts(kind: str | None, after: str | None, limit: int, lang: str | None) -> Response:
    """The concepts that works name, the most named first."""
    rows = services().reader.concepts(kind, limit, after)
    following = rows[-1][0].key if len(rows) == limit else None
    path = with_query(f"{PREFIX}/concepts", kind=kind, after=following, limit=limit, lang=lang)
    document = {
        "concepts": [{**concept_value(concept), "works": count} for concept, count in rows],
        "next": following,
    }
    return answered(document, following=absolute(path) if following else None)


@operation(blueprint, "/venues/<path:id>", answer="Venue", parameters=[_VENUE], statuses=[410])
def get_venue(id: str) -> Response:  # noqa: A002
    """A venue, or one edition of it."""
    return answered(venue_value(services().reader.venue(id)))


@operation(
    blueprint,
    "/venues/<path:id>/works",
    answer="WorkList",
    parameters=[_VENUE, AFTER, LIMIT],
    statuses=[410],
)
def list_works_of_venue(id: str, after: str | None, limit: int) -> Response:  # noqa: A002
    """The works that appeared at a venue, newest first."""
    services().reader.venue(id)
    return _works("venue", id, after, limit)


@operation(blueprint, "/issues", answer="IssueList", parameters=[AFTER, LIMIT])
def list_issues(after: str | None, limit: int) -> Response:
    """The issues, newest first."""
    rows = services().reader.issues(limit, _known_issue(after))
    following = rows[-1].key if len(rows) == limit else None
    path = with_query(f"{PREFIX}/issues", after=following, limit=limit)
    document = {"issues": [issue_row(row) for row in rows], "next": following}
    return answered(document, following=absolute(path) if following else None)


@operation(blueprint, "/issues/<path:id>", answer="Issue", parameters=[_ISSUE], statuses=[410])
def get_issue(id: str) -> Response:  # noqa: A002
    """An issue with its works in their places."""
    return answered(issue_value(services().reader.issue(id)))


@operation(blueprint, "/suggest", answer="Suggestions", parameters=[_PREFIX_TEXT, LANG])
def suggest(q: str, lang: str | None) -> Response:  # noqa: ARG001
    """What the beginning of a title, label or name could mean."""
    found = services().reader.suggest(q)
    document = {
        "works": [work_brief(work) for work in found.works],
        "concepts": [concept_value(concept) for concept in found.concepts],
        "agents": [agent_value(agent) for agent in found.agents],
    }
    return answered(document)


def _works(kind: str, key: str, after: str | None, limit: int) -> Response:
    page = services().reader.works_of(kind, key, limit, after)
    return works_answer(page, f"{PREFIX}/{kind}s/{key}/works", limit)


def _known_issue(after: str | None) -> str | None:
    """The cursor, when it names an issue that is held.

    Raises:
        UnknownEntity: it does not.
    """
    return services().reader.issue(after).key if after else None
