"""Preferences of clients, against the words of RFC 9110."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.negotiation import choose_language, choose_media_type, preferences

OFFERED = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/*", "text/html"),
        ("application/*", "application/ld+json"),
        ("text/html;q=0.2, text/turtle;q=0.7", "text/turtle"),
        ("text/*;q=0.9, text/html;q=0.1, application/ld+json;q=0.5", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
        ("image/png, application/pdf", None),
        ("TEXT/Turtle ; Q=1.0", "text/turtle"),
        ("text/turtle;q=2", None),
        ("text/turtle;level=1;q=0", None),
        ("text/turtle;level=1;q=0.5", "text/turtle"),
        (", ,;q=1", None),
    ],
)
def test_media_type(accept: str | None, chosen: str | None) -> None:
    assert choose_media_type(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.5", "ko"),
        ("en-GB", "en"),
        ("fr", None),
        ("fr, *;q=0.1", "en"),
        ("en;q=0, *", "ko"),
        (None, None),
    ],
)
def test_language(accept: str | None, chosen: str | None) -> None:
    assert choose_language(accept, ("en", "ko")) == chosen


@given(st.text(max_size=200))
def test_no_header_breaks_the_reader(header: str) -> None:
    for preference in preferences(header):
        assert 0 <= preference.quality <= 1
    assert choose_media_type(header, OFFERED) in (*OFFERED, None)
