"""Names of graphs and what their licences allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import graphs

BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("licence", "slug"),
    [
        (BY, "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by/4.0", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.en", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", "cc-by-nc-nd-4.0"),
        ("https://creativecommons.org/licenses/by-sa/3.0/de/", "cc-by-sa-3.0-de"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("http://creativecommons.org/publicdomain/mark/1.0/", "pdm-1.0"),
        (None, "unknown"),
    ],
)
def test_slugs_of_licences(licence: str | None, slug: str) -> None:
    assert graphs.licence_slug(licence) == slug
    assert graphs.licence_slug(graphs.licence_of_slug(slug)) == slug


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_other_licence_survives(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    slug = graphs.licence_slug("https://licences.example/" + text)
    assert "/" not in slug
    assert graphs.licence_of_slug(slug) == ("https://licences.example/" + text).strip()


@pytest.mark.parametrize(
    ("licence", "is_open"),
    [
        (BY, True),
        ("https://creativecommons.org/licenses/by-sa/4.0/", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", True),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False),
        ("https://creativecommons.org/licenses/by-nd/4.0/", False),
        ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", False),
        ("https://opendatacommons.org/licenses/odbl/1-0/", True),
        ("https://www.apache.org/licenses/LICENSE-2.0", True),
        (None, False),
    ],
)
def test_open_licences(licence: str | None, is_open: bool) -> None:
    assert graphs.is_open(licence) == is_open
    assert graphs.may_be_given_away(graphs.texts(licence, "en")) == is_open


def test_facts_are_published_and_free_link_sets_stay_apart() -> None:
    assert all(graphs.may_be_given_away(name) for name in graphs.FIXED)
    assert not graphs.is_published(graphs.links("wikidata"))
    assert graphs.licence_of("texts/cc-by-4.0/ko") == BY
