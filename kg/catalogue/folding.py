"""One folded form of names and titles, for look-ups that forgive case and diacritics."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, no diacritics, single spaces.

    >>> fold("  Oscar  Mañas ")
    'oscar manas'
    >>> fold("확산 모델")
    '확산 모델'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def squashed(folded: str) -> str:
    """A folded title without marks and blanks.

    >>> squashed("quiet light-houses: a study")
    'quietlighthousesastudy'
    """
    return "".join(filter(str.isalnum, folded))
