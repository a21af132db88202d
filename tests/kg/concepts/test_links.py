from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.links import find_links, kind_of_url


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        ("코드는 https://github.com/o/Q-1에서", "https://github.com/o/Q-1", "code"),
        ("모델: https://huggingface.co/o/q-v1,", "https://huggingface.co/o/q-v1", "model"),
        ("(see https://q.github.io/x_(y)).", "https://q.github.io/x_(y)", "project"),
        ("Project page: [https://q.ex/](https://q.ex/).", "https://q.ex/", "project"),
        (
            "https://huggingface.co/datasets/o/q, and",
            "https://huggingface.co/datasets/o/q",
            "dataset",
        ),
        ("Try https://huggingface.co/spaces/o/q!", "https://huggingface.co/spaces/o/q", "demo"),
        ("Code: github.com/o/q.", "https://github.com/o/q", "code"),
        (r"see \url{https://q.example/a\_b}", "https://q.example/a_b", "other"),
        ("video https://youtu.be/abc;", "https://youtu.be/abc", "video"),
    ],
)
def test_a_link_ends_where_it_should(text: str, url: str, kind: str) -> None:
    (link,) = find_links("t", 1, text)
    assert (link.url, link.kind) == (url, kind)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("코드는 https://github.com/o/q 에서 제공됩니다.", "available"),
        ("모델은 https://huggingface.co/o/q-v1에서 제공될 예정입니다.", "promised"),
        ("Code will be released at https://github.com/o/q.", "promised"),
        ("We will release nothing. Code: https://github.com/o/q.", "available"),
    ],
)
def test_a_link_is_promised_when_its_clause_says_so(text: str, status: str) -> None:
    (link,) = find_links("t", 1, text)
    assert link.status == status


def test_surfaces_hold_what_is_glued_to_the_link() -> None:
    (glued,) = find_links("t", 1, "모델은 https://q.example/a-v1에서 나온다")
    assert glued.surface == "https://q.example/a-v1에서"
    (spaced,) = find_links("t", 1, "코드는 https://q.example/a 에서 나온다")
    assert spaced.surface == "https://q.example/a 에서"


@given(st.text(alphabet="ahtps:/.()[]가 ,!\\_-") | st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    for link in find_links("t", 1, text):
        assert link.place is not None
        assert text[link.place.start : link.place.end] == link.surface
        assert link.url.startswith("http")
        kind_of_url(link.url)


def test_two_links_in_one_sentence() -> None:
    found = find_links("t", 1, "Code at https://github.com/o/q and demo at https://d.example/x.")
    assert [link.kind for link in found] == ["code", "demo"]
