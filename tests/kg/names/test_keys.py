"""Keys of printed names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidIdentifier
from kg.names import agent_key, given_first, name_key

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=40)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("José Mañas", "jose manas"),
        ("JOSE  MANAS", "jose manas"),
        ("J.K. Doe", "j k doe"),
        ("Łukasz Øre-Åsen", "lukasz ore-asen"),
        ("Moreno D’Oro", "moreno d'oro"),
        ("Ada Example†*", "ada example"),
        ("Eric~Example", "eric example"),
        ("Young-Jun_Example", "young-jun example"),
        ("01. AI", "01 ai"),
        ("김하나", "김하나"),
        ("がく", "がく"),
        ("Андрей", "андрей"),
        ("Straße", "strasse"),
        ("- '", "- '"),
        (":", ":"),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert name_key(name) == key


def test_what_makes_another_name() -> None:
    assert (
        len({name_key(name) for name in ("Ada B Doe", "Ada Doe", "Doe Ada", "A-da Doe", "A Doe")})
        == 5
    )


@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert name_key(f"  {name} ") == key


@given(NAMES)
def test_agents_of_equal_keys_are_equal(name: str) -> None:
    assert agent_key(name) == agent_key(name_key(name))
    assert len(agent_key(name)) == len("name:") + 16


def test_agents_with_an_orcid() -> None:
    assert agent_key("Ada", "https://orcid.org/0000-0002-1825-0097") == "orcid:0000-0002-1825-0097"
    with pytest.raises(InvalidIdentifier):
        agent_key("Ada", "0000-0002-1825-0098")


@pytest.mark.parametrize(
    ("printed", "turned"),
    [
        ("Doe, Jane", "Jane Doe"),
        ("van der Doe, Jane A.", "Jane A. van der Doe"),
        ("Doe, Jr., John", "John Doe, Jr."),
        ("Jane Doe", "Jane Doe"),
        ("Doe,", "Doe,"),
        ("John Doe, Jr.", "John Doe, Jr."),
        ("Doe, III", "III Doe"),
        ("John Doe, Jane", "Jane John Doe"),
    ],
)
def test_family_names_in_front(printed: str, turned: str) -> None:
    assert given_first(printed) == turned
