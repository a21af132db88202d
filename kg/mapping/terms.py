"""Values become RDF terms here: cleaned, and in the form in which every store gives them back.

Oxigraph stores ``1.50`` as ``1.5`` and language tags in small letters. A difference between two
states of an entity is only right when the mapping writes them so from the beginning. What is absent
stays absent: each function gives None for None and for a text with nothing in it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.characters import cleaned
from kg.graphs import language_tag
from kg.vocab import XSD

_LINE_END = re.compile("\r\n?")
_UNFIT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Addresses of this machine mean nothing to anybody else.
_ADDRESS = re.compile(r"https?://(?!localhost|127\.|0\.0\.0\.0|\[::1?\])[^/?#:]", re.IGNORECASE)


def clean(text: str) -> str:
    """Give the text in NFC, without characters that some serialisation cannot carry.

    >>> clean("a\\x0bb\\r\\nc")
    'ab\\nc'
    """
    return cleaned(_LINE_END.sub("\n", text) if "\r" in text else text)


def plain(text: str | None) -> Literal | None:
    """Give a name, an id or a title: no language, no datatype."""
    value = clean(text or "")
    return Literal(value) if value.strip() else None


def tagged(text: str | None, language: str) -> Literal | None:
    """Give prose with its language; a tag that is none becomes ``und``."""
    value = clean(text or "")
    return Literal(value, language=language_tag(language)) if value.strip() else None


def integer(number: int | None) -> Literal | None:
    """Give a whole number."""
    return None if number is None else Literal(str(number), datatype=XSD.integer)


def decimal(number: Decimal | str | None) -> Literal | None:
    """Give an exact number without needless zeros, or None for what is no finite number.

    >>> decimal("69.320").value, decimal("1E+2").value, decimal("-0.0").value
    ('69.32', '100', '0')
    """
    if number is None:
        return None
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits in {"-0", ""} else digits, datatype=XSD.decimal)


def fraction(number: float) -> Literal | None:
    """Give a confidence or score with six decimal places at most."""
    return decimal(f"{number:.6f}")


def boolean(value: bool | None) -> Literal | None:
    """Give true or false."""
    return None if value is None else Literal("true" if value else "false", datatype=XSD.boolean)


def day(value: date | None) -> Literal | None:
    """Give a calendar day."""
    return None if value is None else Literal(value.isoformat(), datatype=XSD.date)


def moment(value: datetime | None) -> Literal | None:
    """Give a moment in UTC, to the second.

    Args:
        value: with a time zone.
    """
    if value is None:
        return None
    text = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Literal(text, datatype=XSD.dateTime)


def address(url: str | None) -> NamedNode | None:
    """Give a web address as an IRI, odd characters percent-encoded, or None for what is none.

    >>> address("https://example.org/a b")
    <NamedNode value=https://example.org/a%20b>
    >>> address("/avatars/x.svg"), address("http://localhost:7860/")
    (None, None)
    """
    if url is None or not _ADDRESS.match(url):
        return None
    escaped = _UNFIT_IN_IRI.sub(lambda char: quote(char.group()), clean(url.strip()))
    try:
        return NamedNode(_LONE_PERCENT.sub("%25", escaped))
    except ValueError:
        return None


def address_text(url: str | None) -> Literal | None:
    """Give a web address as the text that the peers write (``xsd:anyURI``)."""
    node = address(url)
    return None if node is None else Literal(node.value, datatype=XSD.anyURI)
