"""ORCID iDs of people and ISSNs of journals, with their check digits."""

from __future__ import annotations

import re

from kg.errors import InvalidIdentifier

_ORCID = re.compile(
    r"(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{3}[\dX])", re.ASCII | re.IGNORECASE
)
_ORCID_IN_TEXT = re.compile(rf"(?<![\w-]){_ORCID.pattern}(?![\w-])", re.ASCII | re.IGNORECASE)
_ORCID_URL = re.compile(r"(?:https?://)?(?:www\.)?orcid\.org/", re.IGNORECASE)
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dX])", re.ASCII | re.IGNORECASE)


def parse_orcid(text: str) -> str:
    """Read an ORCID iD, bare or as a URL, and check its last digit.

    Returns:
        Four groups of four characters.

    Raises:
        InvalidIdentifier: the shape or the check digit is wrong.

    References:
        ISO 7064, MOD 11-2, as ORCID's "Structure of the ORCID Identifier" describes it.

    >>> parse_orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    match = _ORCID.fullmatch(_ORCID_URL.sub("", text.strip(), count=1))
    orcid = None if match is None else _checked_orcid(match)
    if orcid is None:
        raise InvalidIdentifier(text, "an ORCID iD with a right check digit")
    return orcid


def find_orcid(text: str) -> str | None:
    """Give the first valid ORCID iD in a text, or None."""
    for match in _ORCID_IN_TEXT.finditer(text):
        orcid = _checked_orcid(match)
        if orcid is not None:
            return orcid
    return None


def parse_issn(text: str) -> str:
    """Read an ISSN and check its last digit.

    Returns:
        Two groups of four characters.

    Raises:
        InvalidIdentifier: the shape or the check digit is wrong.

    References:
        ISO 3297, annex A.

    >>> parse_issn("03784754")
    '0378-4754'
    """
    match = _ISSN.fullmatch(text.strip().upper().removeprefix("ISSN").lstrip(": "))
    digits = "" if match is None else "".join(match.groups())
    weighted = sum(
        weight * _digit(digit) for weight, digit in zip(range(8, 0, -1), digits, strict=False)
    )
    if not digits or weighted % 11:
        raise InvalidIdentifier(text, "an ISSN with a right check digit")
    return f"{digits[:4]}-{digits[4:]}"


def _checked_orcid(match: re.Match[str]) -> str | None:
    groups = tuple(group.upper() for group in match.groups())
    total = 0
    for digit in "".join(groups)[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return "-".join(groups) if _digit(groups[3][3]) == expected else None


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)
