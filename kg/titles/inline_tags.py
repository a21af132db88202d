"""Inline tags of HTML, JATS, MathML and the ACL Anthology in a title.

Only known tags, and only in pairs: ``<think>`` and ``<b>`` alone are words of the title.
"""

from __future__ import annotations

import html
import re
from typing import Final

from kg.titles.latex import plain_math
from kg.titles.scripts import script

_NAMES: Final = (
    "i|b|u|p|em|strong|small|big|tt|code|sc|scp|span|font|italic|bold|title|url|fixed-case"
    "|inline-formula|monospace|roman|sans-serif|styled-content|jats:[\\w-]+|mml:\\w+"
    "|math|mi|mn|mo|mrow|mtext|msup|msub|semantics"
)
_PAIR = re.compile(rf"<({_NAMES})(?:\s[^<>]{{0,500}})?>([^<>]*)</\1>", re.IGNORECASE)
_SCRIPT = re.compile(
    r"<((?:jats:)?su[bp]|tex-math)(?:\s[^<>]{0,200})?>([^<>]*)</\1>", re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|jats:break)\s*/?>", re.IGNORECASE)
_DEEPEST = 12


def without_tags(text: str) -> str:
    """Take paired inline tags out, innermost first; ``<sup>``, ``<sub>`` and TeX become Unicode.

    >>> without_tags("H<sub>2</sub>O in <i>an <b>old</b> town</i>")
    'H₂O in an old town'
    """
    if "<" not in text:
        return text
    text = _BREAK.sub(" ", text)
    for _ in range(_DEEPEST):
        flatter = _PAIR.sub(r"\2", _SCRIPT.sub(_as_unicode, text))
        if flatter == text:
            break
        text = flatter
    return text


def _as_unicode(match: re.Match[str]) -> str:
    name = match[1].lower().removeprefix("jats:")
    if name == "tex-math":
        return html.escape(plain_math(html.unescape(match[2])), quote=False)
    return script("^" if name == "sup" else "_", match[2])
