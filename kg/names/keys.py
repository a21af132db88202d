"""The normalised key of a printed name, and the key of the agent it leads to."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kg.identifiers import parse_orcid

# Letters that are a letter with a stroke to the eye, but have no canonical decomposition.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ʼ": "'", "’": "'", "‘": "'", "`": "'"}
    | dict.fromkeys("‐‑‒–—−", "-")
)
_LAST_LATIN_OR_GREEK = "\u03ff"
_BETWEEN_WORDS = re.compile(r"(?:[^\w'-]|_)+")
_EDGES = re.compile(r"(?<![^\s])['-]+|['-]+(?![^\s])")
_SUFFIX = re.compile(r"(?:[JS]r|Jnr|Snr|I{2,3}|IV)\.?", re.IGNORECASE)
_HASH_LENGTH = 16


def name_key(name: str) -> str:
    """Give the normalised form by which equal printed names are recognised.

    Case, diacritics of Latin and Greek letters, dots, marks and white space do not count; the
    order of the words, hyphens and initials do. Marks of other scripts stay, because there they
    make another letter (か and が, и and й).

    >>> name_key("José  M.A. Mañas†") == name_key("jose m. a. manas")
    True
    >>> name_key("Kai-Wei Oh") == name_key("Kai Wei Oh")
    False
    """
    letters: list[str] = []
    base = ""
    for character in _caseless(name):
        if not unicodedata.combining(character):
            base = character
        elif base <= _LAST_LATIN_OR_GREEK:
            continue
        letters.append(character)
    text = unicodedata.normalize("NFC", "".join(letters)).translate(_UNDECOMPOSED)
    words = _EDGES.sub(" ", _BETWEEN_WORDS.sub(" ", text)).split()
    return " ".join(words) or " ".join(name.casefold().split())


def _caseless(text: str) -> str:
    """Fold compatibility characters and case (Unicode 3.13, definition 146)."""
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", text)


def agent_key(name: str, orcid: str | None = None, person_id: str | None = None) -> str:
    """Give the key of the agent that a printed name leads to.

    Args:
        name: as printed.
        orcid: the ORCID iD that the source states for it, or None.
        person_id: the person whom the source means by an id of its own, or None.

    Returns:
        ``orcid:…``, else the source's id of the person, else ``name:`` and 16 hexadecimal digits
        (64 bits of the SHA-256 of the normalised name: among a million names two share a key with
        a chance of 3 in 10⁸).

    Raises:
        InvalidIdentifier: the ORCID iD is wrong.

    >>> agent_key("Ada Example", "0000-0002-1825-0097")
    'orcid:0000-0002-1825-0097'
    >>> agent_key("Ada Example") == agent_key("ADA  EXAMPLE")
    True
    """
    if orcid is not None:
        return f"orcid:{parse_orcid(orcid)}"
    if person_id is not None:
        return person_id
    digest = hashlib.sha256(name_key(name).encode()).hexdigest()
    return f"name:{digest[:_HASH_LENGTH]}"


def given_first(name: str) -> str:
    """Turn ``Family, Given`` and ``Family, Jr., Given`` around, for sources that print so.

    >>> given_first("van der Berg, Jr., Ada")
    'Ada van der Berg, Jr.'
    >>> given_first("Ada van der Berg, Jr.")
    'Ada van der Berg, Jr.'
    """
    parts = [part.strip() for part in name.split(",") if part.strip()]
    match parts:
        case [whole, suffix] if " " in whole and _SUFFIX.fullmatch(suffix):
            return f"{whole}, {suffix}"
        case [family, given]:
            return f"{given} {family}"
        case [family, suffix, given]:
            return f"{given} {family}, {suffix}"
    return name.strip()
