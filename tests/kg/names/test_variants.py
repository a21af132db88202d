"""Candidates for one person among printed names."""

from __future__ import annotations

import pytest

from kg.names import NameVariant, find_variants, variant_evidence


@pytest.mark.parametrize(
    ("left", "right", "evidence"),
    [
        ("J. Doe", "Jane Doe", ("initials",)),
        ("Jane B. Doe", "Jane Doe", ("middle name",)),
        ("J. B. Doe", "Jane Doe", ("initials", "middle name")),
        ("Doe Jane", "Jane Doe", ("order",)),
        ("Kai Wei Oh", "Kaiwei Oh", ("spacing",)),
        ("Jürgen Doe", "Juergen Doe", ("umlaut",)),
        ("Jane Doe", "JANE DOE", ()),
        ("Jane Doe", "John Doe", ()),
        ("Jane Doe", "Jane Roe", ()),
        ("Jane", "Jane Doe", ()),
    ],
)
def test_evidence(left: str, right: str, evidence: tuple[str, ...]) -> None:
    assert variant_evidence(left, right) == evidence
    assert variant_evidence(right, left) == evidence


def test_pairs_are_found_among_many() -> None:
    names = [
        "Jane Doe",
        "J. Doe",
        "Doe Jane",
        "John Roe",
        "Jürgen Muster",
        "Juergen Muster",
        "JANE DOE",
    ]
    assert list(find_variants(names)) == [
        NameVariant("doe jane", "jane doe", ("order",)),
        NameVariant("j doe", "jane doe", ("initials",)),
        NameVariant("juergen muster", "jurgen muster", ("umlaut",)),
    ]


def test_blocks_that_say_nothing_are_left_out() -> None:
    names = [f"J{number:03d} Doe" for number in range(300)] + ["J Doe"]
    assert list(find_variants(names)) == []
