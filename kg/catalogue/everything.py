"""All entities at once, as the index is built from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.catalogue.changes import all_entities
from kg.catalogue.opening import Catalogue
from kg.entities import Agent, Concept, Venue, Work


@dataclass(slots=True)
class Everything:
    """What the index is made from, each kind sorted by key."""

    works: list[Work] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)


def everything(catalogue: Catalogue) -> Everything:
    """One consistent view of the works and what they are linked to."""
    found = Everything()
    with catalogue.reading() as connection:
        for entity in all_entities(connection, ("work", "concept", "agent", "venue")):
            match entity:
                case Work():
                    found.works.append(entity)
                case Concept():
                    found.concepts.append(entity)
                case Agent():
                    found.agents.append(entity)
                case Venue():
                    found.venues.append(entity)
    return found
