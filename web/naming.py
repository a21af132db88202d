"""What to call the nodes of an explanation: one look-up for a whole ranked list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.entities import Concept
from recommender.model import Result
from web.contract import Reader
from web.i18n import Language
from web.pages.labels import concept_label, short_title
from web.urls import KEYWORD, entity_path, kind_of_node, with_query


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph as a reader may see it."""

    key: str
    kind: str
    text: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Names:
    """Nodes by key, and the concepts among them."""

    nodes: dict[str, Node]
    concepts: dict[str, Concept]

    def of(self, key: str) -> Node:
        """The node; a free keyword leads to a search for it."""
        if key in self.nodes:
            return self.nodes[key]
        word = key.removeprefix(KEYWORD)
        return Node(key, "keyword", word, with_query("/search", q=word))

    def wider(self, text: str) -> set[str]:
        """The words for every topic above the one that is called so, as far as they are known."""
        above: set[str] = set()
        ahead = [key for key, node in self.nodes.items() if node.text == text]
        while ahead:
            concept = self.concepts.get(ahead.pop())
            for key in concept.broader if concept else ():
                if key not in above:
                    above.add(key)
                    ahead.append(key)
        return {self.nodes[key].text for key in above if key in self.nodes} - {text}

    def meeting_point(self, between: tuple[str, ...]) -> str:
        """The node at which two works meet: the widest concept on the way, else the first node.

        A path climbs from a stated concept to wider ones and may come down again.
        """
        place = 0
        while place + 1 < len(between):
            concept = self.concepts.get(between[place])
            if concept is None or between[place + 1] not in concept.broader:
                break
            place += 1
        return between[place]


def names_for(results: Iterable[Result], reader: Reader, language: Language) -> Names:
    """Look up every node in the evidence of some results."""
    keys: dict[str, set[str]] = {"work": set(), "agent": set(), "concept": set(), "keyword": set()}
    for node in {node for one in results for piece in one.evidence for node in piece.nodes}:
        keys[kind_of_node(node)].add(node)
    concepts = reader.concepts_by_key(sorted(keys["concept"])) if keys["concept"] else {}
    agents = reader.agents_by_key(sorted(keys["agent"])) if keys["agent"] else {}
    works = reader.works(sorted(keys["work"]))
    named = [(key, "agent", agent.name) for key, agent in agents.items()]
    named += [(work.key, "work", short_title(work.title)) for work in works]
    named += [
        (key, "concept", concept_label(concept, language).text) for key, concept in concepts.items()
    ]
    nodes = {key: Node(key, kind, text, entity_path(kind, key)) for key, kind, text in named}
    return Names(nodes, concepts)
