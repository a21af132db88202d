r"""The plain form of titles that are written in LaTeX, Markdown, HTML or the Anthology's XML.

A record keeps both forms: the title as the source wrote it, and this one for reading, sorting,
searching and matching. Everything is guarded, because most titles hold no markup at all and some
hold things that only look like it (``100% accuracy``, ``snake_case``, ``A* search``,
``$1 million``, ``<think>``): what is not surely markup stays.
"""

from __future__ import annotations

import html
import re

from kg.characters import folded
from kg.titles.inline_tags import without_tags
from kg.titles.latex import plain_latex
from kg.titles.marks import without_marks

__all__ = ["plain_title"]

# Escaped marks are words of the title; private characters carry them past the marks' removal.
_ESCAPES = ((r"\*", "\ue000", "*"), (r"\_", "\ue001", "_"))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def plain_title(text: str, *, latex: bool = False) -> str:
    r"""Give the plain form of a title.

    Args:
        text: the title as written.
        latex: True where the whole text is known to be LaTeX (a BibTeX field), so that braces and
            ties have their meaning everywhere.

    Returns:
        NFC on one line. Superscripts and subscripts are Unicode's where it has all of them, else
        ``^…`` and ``_…`` stay. If nothing but markup was there, the folded source.

    >>> plain_title(r"$\textit{Trans-LoRA}$: towards data-free Finetuning")
    'Trans-LoRA: towards data-free Finetuning'
    >>> plain_title(r"A$^2$B $\times$ C with 100% accuracy, `x_y` and *A\* search*")
    'A²B × C with 100% accuracy, x_y and A* search'
    >>> plain_title("Let's <think> about <i>R&amp;D</i>, >80% of it")
    "Let's <think> about R&D, >80% of it"
    """
    source = folded(text)
    plain = without_tags(source)
    for escaped, stand_in, _ in _ESCAPES:
        plain = plain.replace(escaped, stand_in)
    plain = plain_latex(plain, strict=latex)
    plain = without_marks(plain)
    for _, stand_in, character in _ESCAPES:
        plain = plain.replace(stand_in, character)
    plain = folded(_ENTITY.sub(_unescaped, plain))
    return plain or source


def _unescaped(match: re.Match[str]) -> str:
    return html.unescape(match[0])
