"""Kept answers: each is made once, however many ask for it at the same time."""

from __future__ import annotations

import threading

from web.page_cache import KeptAnswer, PageCache

ANSWER = KeptAnswer(b"page", ())


def test_only_the_first_is_told_to_make_an_answer() -> None:
    cache = PageCache(100)
    assert cache.get_or_make("a", 0.0) == (None, True)
    assert cache.get_or_make("a", 0.0) == (None, False)
    assert cache.get_or_make("b", 0.0) == (None, True)
    cache.put("a", ANSWER)
    cache.made("a")
    assert cache.get_or_make("a", 0.0) == (ANSWER, False)


def test_others_wait_until_it_is_made() -> None:
    cache, found = PageCache(100), []
    assert cache.get_or_make("a", 0.0) == (None, True)
    waiting = threading.Thread(target=lambda: found.append(cache.get_or_make("a", 60.0)))
    waiting.start()
    cache.put("a", ANSWER)
    cache.made("a")
    waiting.join(60.0)
    assert found == [(ANSWER, False)]


def test_what_could_not_be_made_is_made_by_the_next() -> None:
    cache = PageCache(100)
    assert cache.get_or_make("a", 0.0) == (None, True)
    cache.made("a")
    assert cache.get_or_make("a", 0.0) == (None, True)
