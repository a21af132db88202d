"""One regular expression for many words, shaped as a tree so that it reads each text only once."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]
_END = ""


def any_of(words: Iterable[str], separators: str, between: str) -> str:
    """Give an expression that matches any of the words, the longest where several fit.

    Args:
        words: texts.
        separators: an expression for what stands between the parts of a word.
        between: the expression to put in its place.

    >>> re.fullmatch(any_of(["A-B", "A", "ABC"], "-", "[- ]?"), "A B") is not None
    True
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for part in re.split(f"({separators})", word):
            is_separator = re.fullmatch(separators, part) is not None
            for piece in [between] if is_separator else map(re.escape, part):
                node = node.setdefault(piece, {})
        node[_END] = {}
    return _expression(tree)


def _expression(tree: _Tree) -> str:
    branches = [piece + _expression(rest) for piece, rest in sorted(tree.items()) if piece != _END]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if _END in tree else joined
