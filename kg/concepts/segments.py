"""Sentences inside a text, and stretches that are no prose (URLs, code)."""

from __future__ import annotations

import re
from functools import lru_cache

_END = re.compile(r"(?<=[.!?。])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9가-힣])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|Fig|Figs|Eq|Sec|Tab|Dr|Prof|approx|resp|w\.r\.t|a\.k\.a|No)"
    r"|\b[A-Z])\.$"
)
_NO_PROSE = re.compile(
    r"\[[^\]\[]*\]\(\s*https?://[^)\s]*\)"
    r"|(?:https?://|www\.)[\x21-\x7e]+"
    r"|\b(?:[\w-]{1,40}\.){1,5}(?:com|org|io|ai|net|edu)(?:/[\x21-\x7e]*)?"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|<[A-Za-z/][^<>]{0,20}>"
)


@lru_cache(maxsize=1 << 12)
def sentence_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the sentences of a text, in order, without the space between.

    >>> text = "We use BERT, cf. Fig. 2. It works."
    >>> [text[a:b] for a, b in sentence_ranges(text)]
    ['We use BERT, cf. Fig. 2.', 'It works.']
    """
    ranges = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text, start, match.start()):
            continue
        ranges.append((start, match.start()))
        start = match.end()
    if start < len(text):
        ranges.append((start, len(text)))
    return tuple(ranges)


def blank_no_prose(text: str) -> str:
    """The text with URLs, addresses and tags made unreadable, every place kept.

    >>> blank_no_prose("see https://x.org/a now")
    'see ￼￼￼￼￼￼￼￼￼￼￼￼￼￼￼ now'
    """
    if "/" not in text and "@" not in text and "<" not in text and "." not in text:
        return text
    return _NO_PROSE.sub(lambda match: "\ufffc" * len(match.group()), text)
