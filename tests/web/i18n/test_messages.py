"""The words of the interface: complete in both languages, and every one used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import web
from web.i18n import LANGUAGES, translator

_WEB = Path(web.__file__).parent
_LITERAL_KEY = re.compile(
    r"""(?:\bt|words\(\)|words\(\)\.plain|\.plain|translate)\(['"]([\w.-]+)['"]"""
)
_PLURAL = re.compile(r"\.(one|other)$")


def _keys(language: str) -> set[str]:
    return {_PLURAL.sub("", key) for key in translator(language).messages}  # type: ignore[arg-type]


def _fields(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_both_languages_have_the_same_messages() -> None:
    english, korean = _keys("en"), _keys("ko")
    assert english - korean == set()
    assert korean - english == set()


def test_both_languages_ask_for_the_same_values() -> None:
    korean = translator("ko").messages
    for key, message in translator("en").messages.items():
        other = korean.get(key) or korean[_PLURAL.sub("", key)]
        assert _fields(other) <= _fields(message) | {"n"}, key
        assert _fields(message) <= _fields(other) | {"n"}, key


def test_no_message_can_break_out_of_an_attribute() -> None:
    for language in LANGUAGES:
        for key, message in translator(language).messages.items():
            assert '"' not in message, key


def test_every_literal_key_exists() -> None:
    known = _keys("en")
    for path in [*_WEB.glob("**/*.py"), *_WEB.glob("templates/*.html")]:
        for key in _LITERAL_KEY.findall(path.read_text(encoding="utf-8")):
            # A key that ends in a mark is the beginning of one put together.
            is_start = key.endswith((".", "-")) and any(one.startswith(key) for one in known)
            assert key in known or is_start, f"{path.name}: {key}"


def test_values_are_escaped_and_messages_are_not() -> None:
    said = translator("en")("search.title-for", query="<b>")
    assert "&lt;b&gt;" in said
    assert "<a href" in translator("en")("search.hint-ask")


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 papers"), (1, "1 paper"), (1234, "1,234 papers")]
)
def test_counts(number: int, said: str) -> None:
    assert translator("en")("count.works", n=number) == said


def test_korean_particles_fit_the_word() -> None:
    say = translator("ko")
    assert say("ask.unknown-id", id="arxiv:2405.17258").startswith("arxiv:2405.17258은")
    assert say("agent.description", name="Ada Muster").startswith("Ada Muster가")
