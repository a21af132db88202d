"""Sentences inside a text, and stretches that are no prose (URLs, code)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_END = re.compile(r"[.!?。][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9가-힣])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|Fig|Figs|Eq|Sec|Tab|Dr|Prof|approx|resp|w\.r\.t|a\.k\.a|No)"
    r"|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 8
_LONGEST_SENTENCE = 2000  # code points; a text without full stops is cut, so that work stays linear
_NO_PROSE = re.compile(
    r"\[[^\]\[]*\]\(\s*https?://[^)\s]*\)"
    r"|(?:https?://|www\.)[\x21-\x7e]+"
    r"|\b(?:[\w-]{1,40}+\.){1,5}(?:com|org|io|ai|net|edu)(?:/[\x21-\x7e]*)?"
    r"|[\w.+-]++@[\w-]+\.[\w.]+"
    r"|<[A-Za-z/][^<>]{0,20}>"
)


# One of these stands in whatever is no prose: looking for them is much cheaper.
_SIGNS = ("://", "www.", "@", "<")
# A control character, which no text has: a text in ASCII stays one and is read more quickly.
BLANK = "\x1a"
_DOMAIN = re.compile(r"\.(?:com|org|io|ai|net|edu)")


@lru_cache(maxsize=1 << 12)
def sentence_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the sentences of a text, in order, without the space between.

    >>> text = "We use BERT, cf. Fig. 2. It works."
    >>> [text[a:b] for a, b in sentence_ranges(text)]
    ['We use BERT, cf. Fig. 2.', 'It works.']
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.start() + 1
        if _ABBREVIATION.search(text, max(start, end - _LONGEST_ABBREVIATION), end):
            continue
        ranges += _pieces(text, start, end)
        start = match.end()
    if start < len(text):
        ranges += _pieces(text, start, len(text))
    return tuple(ranges)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at spaces where it is too long to be one."""
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut + (text[cut] == " ")
    if start < end:
        yield start, end


def blank_no_prose(text: str) -> str:
    """The text with URLs, addresses and tags made unreadable, every place kept.

    >>> blank_no_prose("see https://x.org/a now").replace(BLANK, "_")
    'see _______________ now'
    """
    found = [at for sign in _SIGNS if (at := text.find(sign)) >= 0]
    if domain := _DOMAIN.search(text):
        found.append(domain.start())
    if not found:
        return text
    # What is no prose begins in the word of its first sign, or at the bracket of its link.
    first = min(found)
    link = text.rfind("[", 0, first) if "](" in text else -1
    start = link if link >= 0 else text.rfind(" ", 0, first) + 1
    return text[:start] + _NO_PROSE.sub(lambda match: BLANK * len(match.group()), text[start:])
