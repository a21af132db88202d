"""The parts of records that every source builds alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidIdentifier
from kg.sources.parts import (
    absolute_url,
    abstract,
    author_name,
    local_id,
    parse_date,
    parse_year,
    rejection,
    unique_names,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-02-03T10:00:00Z", date(2031, 2, 3)),
        ("2031.2.3", date(2031, 2, 3)),
        ("2031-02", None),
        ("2031-02-30", None),
        ("20310203", None),
        (None, None),
        (5, None),
    ],
)
def test_dates(text: object, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("value", "year"),
    [("May 2031", 2031), (2031, 2031), ("12031", None), ("1200", None), (None, None), (2.5, None)],
)
def test_years(value: object, year: int | None) -> None:
    assert parse_year(value) == year


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://example.org/a_(b)?c=d#e", True),
        ("HTTP://example.org", True),
        ("https://예시.example/길", True),
        ("/avatars/a.svg", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://example.org/a b", False),
        ('https://example.org/"x', False),
        ("http://[", False),
        (None, False),
    ],
)
def test_urls(url: object, is_good: bool) -> None:
    assert absolute_url(url) == (url if is_good else None)


def test_names() -> None:
    names = unique_names(map(author_name, ["Ada  Example", "Ada Example", ":", "Tide Team"]))
    assert [(name.name, name.is_organisation) for name in names] == [
        ("Ada Example", False),
        ("Tide Team", True),
    ]
    wrong = author_name("Ada", orcid="0000-0002-1825-0098")
    assert wrong is not None
    assert wrong.orcid is None
    two = [
        author_name("Ada", orcid=each) for each in ("0000-0002-1825-0097", "0000-0002-1694-233X")
    ]
    assert len(unique_names(two)) == 2


def test_local_ids() -> None:
    assert local_id("jsonl", " a\nb ").value == "jsonl/a b"
    assert local_id("bibtex", "k", "One", "2031") == local_id("bibtex", "k", "ONE", "2031")
    assert local_id("bibtex", "k", "One", "2031") != local_id("bibtex", "k", "Two", "2031")
    assert local_id("bibtex", "", "One").value.startswith("bibtex/")
    with pytest.raises(InvalidIdentifier):
        local_id("jsonl", " ")


def test_abstracts_and_rejections() -> None:
    assert abstract(" \n ", licence=None) == ()
    assert abstract("이 논문은 등대를 다룹니다.", licence=None)[0].language == "ko"
    assert len(rejection("x", 1, "No.", b"\xff" * 1000).excerpt) <= 200


@given(st.text(max_size=50))
def test_any_text_is_safe(text: str) -> None:
    author_name(text)
    parse_date(text)
    parse_year(text)
    absolute_url(text)
