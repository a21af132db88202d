"""An agent: what the evidence allows to say, and not more."""

from __future__ import annotations

from pyoxigraph import Quad

from kg import graphs
from kg.entities import Agent
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, plain
from kg.vocab import DATACITE, DBO, FOAF, OWL, PAPERKIN, RDF, SCHEMA, SOA

_ORCID = "https://orcid.org/"


def agent_quads(agent: Agent, iris: Iris) -> list[Quad]:
    """Map an agent; a name without an id or a decision never becomes a person."""
    sheet, node = Sheet(), iris.agent(agent.key)
    graph, compat = iris.graph(graphs.AGENTS), iris.graph(graphs.COMPAT)
    name = plain(agent.name)
    if agent.kind == "name-cluster":
        sheet.add(graph, node, RDF.type, FOAF.Agent)
        sheet.add(graph, node, RDF.type, PAPERKIN.NameCluster)
    else:
        is_person = agent.kind == "person"
        sheet.add(graph, node, RDF.type, FOAF.Person if is_person else FOAF.Organization)
    sheet.add(graph, node, FOAF.name, name)
    for other in agent.names:
        if plain(other) != name:
            sheet.add(graph, node, SOA.alternativeName, plain(other))
    if agent.orcid:
        sheet.add(graph, node, DATACITE.orcid, plain(agent.orcid))
        sheet.add(graph, node, OWL.sameAs, address(_ORCID + agent.orcid))
        sheet.add(compat, node, DBO.orcidId, plain(_ORCID + agent.orcid))
    sheet.add(compat, node, RDF.type, SOA.Author)
    sheet.add(compat, node, SCHEMA.name, name)
    return sheet.quads()
