"""Marks of Markdown and LaTeX quotes in a title.

Emphasis follows CommonMark's flanking rules, and more strictly: a mark must stand at the edge of a
word on both ends, so that ``A*``, ``C*-algebra``, ``2*3*4`` and ``snake_case_name`` survive.
"""

from __future__ import annotations

import re

_EDGE_BEFORE = r"(?<![\w*_])"
_EDGE_AFTER = r"(?![\w*_])"
_MARKS = (
    (re.compile(r"``([^`']{1,300})''"), r"“\1”"),
    (re.compile(r"(?<!`)`([^`]{1,300})`(?!`)"), r"\1"),
    (re.compile(r"(?<![\w`])`([^`']{1,300})'(?!\w)"), r"‘\1’"),
    (re.compile(rf"{_EDGE_BEFORE}\*\*\*(?![\s*])([^*]{{1,300}})(?<!\s)\*\*\*{_EDGE_AFTER}"), r"\1"),
    (re.compile(rf"{_EDGE_BEFORE}\*\*(?![\s*])([^*]{{1,300}})(?<!\s)\*\*{_EDGE_AFTER}"), r"\1"),
    (re.compile(rf"{_EDGE_BEFORE}\*(?![\s*])([^*]{{1,300}})(?<!\s)\*{_EDGE_AFTER}"), r"\1"),
    (re.compile(rf"{_EDGE_BEFORE}_(?![\s_])([^_]{{1,300}})(?<!\s)_{_EDGE_AFTER}"), r"\1"),
)


def without_marks(text: str) -> str:
    """Take emphasis, code marks and LaTeX quotes out.

    >>> without_marks("*Fast* and _slow_: `A*` and snake_case, ``so'' it is")
    'Fast and slow: A* and snake_case, “so” it is'
    """
    if not any(mark in text for mark in "`*_"):
        return text
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return text
