"""What a canonical value of each scheme looks like: one function a scheme.

Each takes a text that is meant to be a value of the scheme, bare, in any usual case, and gives the
canonical spelling, or None when it is none. Applied to its own result it gives that result back.

arXiv: new ids are ``YYMM.NNNN`` until 2014 and ``YYMM.NNNNN`` since 2015, old ones
``archive/YYMMNNN``; the subject class of an old id (``math.GT/…``) and the version are dropped.
DOI: ASCII letters count without case (DOI Handbook §2.4), so they are written small; the DOI
``10.48550/arXiv.…`` names an arXiv work and is no canonical id of its own.
ACL: ``P18-1001`` until 2019, ``2021.acl-long.1`` since 2020.
Semantic Scholar: the corpus id, or the older hash of 40 hexadecimal digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

ARXIV_ARCHIVES: Final = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
ARXIV_NEW: Final = r"(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5}"
ARXIV_OLD: Final = rf"(?:{ARXIV_ARCHIVES})(?:\.[A-Z]{{2}})?/\d\d(?:0[1-9]|1[0-2])\d{{3}}"
ACL_NEW: Final = r"(?:19|20)\d\d\.[a-z0-9_]+-[a-z0-9]+\.\d{1,5}"
ACL_OLD: Final = r"[A-Z]\d{2}-\d{4,5}"

_ARXIV = re.compile(rf"(?:{ARXIV_NEW}|{ARXIV_OLD})(?:v\d{{1,3}})?", re.ASCII | re.IGNORECASE)
_ARXIV_VERSION = re.compile(r"v\d{1,3}$", re.ASCII | re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.ASCII | re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_ACL = re.compile(rf"{ACL_OLD}|{ACL_NEW}", re.ASCII | re.IGNORECASE)
_OPENALEX = re.compile(r"W\d{2,12}", re.ASCII | re.IGNORECASE)
_S2 = re.compile(r"[1-9]\d{0,11}|[0-9a-f]{40}", re.ASCII | re.IGNORECASE)
_LOCAL = re.compile(r"[a-z0-9][a-z0-9-]*/\S(?:.*\S)?", re.ASCII)

_LAST_MONTH_OF_FOUR_DIGITS = "1412"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL_ASCII: Final = str.maketrans(_UPPER, _UPPER.lower())


def arxiv_value(text: str) -> str | None:
    """Give the canonical arXiv id, without version and subject class, or None.

    >>> arxiv_value("2405.17258v2"), arxiv_value("math.GT/0309136")
    ('2405.17258', 'math/0309136')
    """
    if _ARXIV.fullmatch(text) is None:
        return None
    value = _ARXIV_VERSION.sub("", text).lower()
    if "/" in value:
        archive, _, number = value.partition("/")
        return f"{archive.partition('.')[0]}/{number}"
    month, _, number = value.partition(".")
    has_four = len(number) == 4
    return value if has_four == (month <= _LAST_MONTH_OF_FOUR_DIGITS) else None


def doi_value(text: str) -> str | None:
    """Give the DOI with small ASCII letters, or None; the DOI of an arXiv work is none."""
    if _DOI.fullmatch(text) is None or not _is_clean(text):
        return None
    arxiv = _ARXIV_DOI.match(text)
    if arxiv is not None and arxiv_value(text[arxiv.end() :]) is not None:
        return None
    return text.translate(_SMALL_ASCII)


def arxiv_value_of_doi(text: str) -> str | None:
    """Give the arXiv id that a DOI ``10.48550/arXiv.…`` stands for, or None."""
    match = _ARXIV_DOI.match(text)
    return None if match is None else arxiv_value(text[match.end() :])


def acl_value(text: str) -> str | None:
    """Give the canonical ACL Anthology id, or None.

    >>> acl_value("p18-1001"), acl_value("2021.ACL-long.1")
    ('P18-1001', '2021.acl-long.1')
    """
    if _ACL.fullmatch(text) is None:
        return None
    return text.lower() if text[0].isdigit() else text.upper()


def openalex_value(text: str) -> str | None:
    """Give the OpenAlex id of a work (``W2741809807``), or None."""
    return text.upper() if _OPENALEX.fullmatch(text) else None


def s2_value(text: str) -> str | None:
    """Give the Semantic Scholar corpus id or hash, or None."""
    return text.lower() if _S2.fullmatch(text) else None


def local_value(text: str) -> str | None:
    """Give ``<source>/<key>`` for a work that only one source knows, or None."""
    return text if _LOCAL.fullmatch(text) and _is_clean(text) else None


def _is_clean(text: str) -> bool:
    """Tell whether a text is NFC and without control characters, surrogates and the like."""
    if text.isascii() and text.isprintable():
        return True
    return all(
        unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Zl", "Zp"} for character in text
    ) and unicodedata.is_normalized("NFC", text)


SCHEMES: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        "arxiv": arxiv_value,
        "doi": doi_value,
        "acl": acl_value,
        "openalex": openalex_value,
        "s2": s2_value,
        "local": local_value,
    }
)
"""The schemes in the order in which a work's canonical id is chosen."""

EXPECTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "arxiv": "an arXiv id such as 2405.17258 or hep-th/9901001",
        "doi": "a DOI such as 10.1000/182",
        "acl": "an ACL Anthology id such as P18-1001 or 2021.acl-long.1",
        "openalex": "an OpenAlex work id such as W2741809807",
        "s2": "a Semantic Scholar corpus id or hash",
        "local": "<source>/<key>",
    }
)
