"""Characters that no record may hold, and white space that carries no meaning.

Control characters and Unicode non-characters make RDF/XML and SPARQL results XML unreadable, so
they are taken out once, where text enters the house.
"""

from __future__ import annotations

import re
import unicodedata

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def cleaned(text: str) -> str:
    """Bring a text to NFC, without control characters, surrogates, non-characters and BOM.

    Line ends and tabs stay.

    >>> cleaned("a\\x00b\\ufeff")
    'ab'
    """
    # A printable text holds none of them, which is cheap to know.
    if text.isprintable():
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def folded(text: str) -> str:
    """Clean a text and make every run of white space one space, none at the ends.

    >>> folded("  two\\n  lines\\u00a0here ")
    'two lines here'
    """
    folded_text = " ".join(text.split())
    if folded_text.isascii() and folded_text.isprintable():
        return folded_text
    return " ".join(cleaned(folded_text).split())
