"""Agents: an id makes a person, a name does not."""

from __future__ import annotations

from dataclasses import replace

from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import FOAF
from tests.kg.invented import CLUSTER, PERSON
from tests.kg.mapping.expected import trig

IRIS = Iris()


def test_a_name_is_no_person() -> None:
    assert set(quads(CLUSTER, IRIS)) == trig("""
<g:agents> { <agent:name/a1> a foaf:Agent , paperkin:NameCluster ;
  foaf:name "Ada Quill" ; soa:alternativeName "A. Quill" . }
<g:compat> { <agent:name/a1> a soa:Author ; schema:name "Ada Quill" . }""")


def test_an_orcid_makes_a_person() -> None:
    assert set(quads(PERSON, IRIS)) == trig("""
<g:agents> { <agent:orcid/0000-0002-1825-0097> a foaf:Person ; foaf:name "Jin-ho Bae" ;
  datacite:orcid "0000-0002-1825-0097" ; owl:sameAs <https://orcid.org/0000-0002-1825-0097> . }
<g:compat> { <agent:orcid/0000-0002-1825-0097> a soa:Author ; schema:name "Jin-ho Bae" ;
  dbo:orcidId "https://orcid.org/0000-0002-1825-0097" . }""")


def test_a_team_is_an_organisation() -> None:
    team = replace(CLUSTER, kind="organisation")
    types = {quad.object for quad in quads(team, IRIS)}
    assert FOAF.Organization in types
    assert FOAF.Agent not in types
