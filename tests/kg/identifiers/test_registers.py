"""Check digits of ORCID iDs and ISSNs."""

from __future__ import annotations

import pytest

from kg.errors import InvalidIdentifier
from kg.identifiers import find_orcid, parse_issn, parse_orcid


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "0000000218250097",
        " orcid.org/0000-0002-1825-0097",
    ],
)
def test_spellings_of_an_orcid(text: str) -> None:
    assert parse_orcid(text) == "0000-0002-1825-0097"


def test_check_digit_x() -> None:
    assert parse_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert parse_issn("2434-561x") == "2434-561X"


@pytest.mark.parametrize(
    "text", ["0000-0002-1825-0098", "0000-0002-1825", "", "x", "0000-0002-1825-00977"]
)
def test_wrong_orcids_are_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse_orcid(text)


def test_every_single_wrong_digit_is_noticed() -> None:
    good = "0000000218250097"
    for place in range(15):
        for digit in set("0123456789") - {good[place]}:
            assert find_orcid(good[:place] + digit + good[place + 1 :]) is None


def test_an_orcid_is_found_in_words() -> None:
    assert find_orcid("Ada Example (0000-0002-1825-0097), Berlin") == "0000-0002-1825-0097"
    assert find_orcid("call 0000-0002-1825-0098") is None


@pytest.mark.parametrize("text", ["0378-5954", "0378", "", "ISSN"])
def test_wrong_issns_are_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse_issn(text)
