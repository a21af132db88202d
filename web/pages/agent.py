"""An agent: a person, a team, or only a name that several people may share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from kg.entities import Agent
from web.current import services, words
from web.linked_data import serve
from web.pages.cards import agent_names
from web.pages.feeds import feed_alternates
from web.pages.frame import Page, entity_frame, render
from web.pages.labels import Named
from web.pages.listing import ON_A_PAGE, WorkListing, works_of
from web.structured import agent_structure
from web.urls import entity_path

blueprint = Blueprint("agent", __name__)
_SHOWN_COLLEAGUES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPage(Page):
    """The page of an agent.

    Args:
        agent: who.
        works: theirs.
        colleagues: names that stand beside theirs most often, with how often.
    """

    agent: Agent
    works: WorkListing
    colleagues: tuple[tuple[Named, int], ...]


@blueprint.get("/agent/<path:tail>")
def agent(tail: str) -> Response:
    """An agent for people, or as data."""
    return serve("agent", tail, _page)


def _page(key: str) -> str:
    found = services().reader.agent(key)
    description = words().plain("agent.description", name=found.name)
    page = AgentPage(
        frame=entity_frame(
            "agent",
            key,
            found.name,
            feed_alternates(entity_path("agent", key).removeprefix("/")),
            description=description,
            structured=agent_structure(found, services().settings),
        ),
        agent=found,
        works=works_of("agent", key),
        colleagues=_colleagues(key),
    )
    return render("agent.html", page)


def _colleagues(key: str) -> tuple[tuple[Named, int], ...]:
    works = services().reader.works_of("agent", key, ON_A_PAGE).works
    counted: Counter[str] = Counter()
    names: dict[str, Named] = {}
    for work in works:
        for authorship, name in zip(work.authorships, agent_names(work), strict=True):
            if authorship.agent != key:
                counted[authorship.agent] += 1
                names.setdefault(authorship.agent, name)
    most = sorted(counted.items(), key=lambda entry: (-entry[1], names[entry[0]].text))
    return tuple((names[agent], count) for agent, count in most[:_SHOWN_COLLEAGUES])
