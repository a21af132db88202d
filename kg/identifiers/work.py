"""The canonical id of a work: a scheme and a value, as text and as a path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

from kg.errors import InvalidIdentifier
from kg.identifiers.schemes import EXPECTED, SCHEMES, arxiv_value_of_doi

_RANK = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
_ANY_SCHEME = "one of " + ", ".join(f"{scheme}:…" for scheme in SCHEMES)

# Besides letters, digits and "-._~" these may stand in a path segment of an IRI as they are.
_KEPT_IN_PATH = "~!$'()*+,:;=@"
_AWKWARD_SEGMENT = re.compile(r"(?:|\.|\.\.|~.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class WorkId:
    """A canonical id of a work: scheme (``arxiv``, ``doi``, ``acl`` …) and canonical value.

    Args:
        scheme: one of :data:`kg.identifiers.schemes.SCHEMES`.
        value: the canonical spelling; use :meth:`parse` for any other.

    Raises:
        InvalidIdentifier: the value is not the canonical spelling of an id of that scheme.

    >>> WorkId.parse("arXiv:2405.17258v2")
    WorkId(scheme='arxiv', value='2405.17258')
    >>> str(WorkId("doi", "10.1000/182"))
    'doi:10.1000/182'
    """

    scheme: str
    value: str

    def __post_init__(self) -> None:
        normalise = SCHEMES.get(self.scheme)
        if normalise is None:
            raise InvalidIdentifier(str(self), _ANY_SCHEME)
        if normalise(self.value) != self.value:
            raise InvalidIdentifier(str(self), EXPECTED[self.scheme])

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``scheme:value``; case, version and an arXiv DOI are brought to canonical form.

        Raises:
            InvalidIdentifier: the text is no id of a known scheme. For other spellings
                (URLs, bare ids) see :func:`kg.identifiers.find_work_id`.
        """
        scheme, colon, value = text.strip().partition(":")
        scheme, value = scheme.lower(), value.strip()
        normalise = SCHEMES.get(scheme)
        if not colon or normalise is None:
            raise InvalidIdentifier(text, _ANY_SCHEME)
        if scheme == "doi" and (arxiv := arxiv_value_of_doi(value)) is not None:
            return cls("arxiv", arxiv)
        canonical_value = normalise(value)
        if canonical_value is None:
            raise InvalidIdentifier(text, EXPECTED[scheme])
        return cls(scheme, canonical_value)

    @property
    def path(self) -> str:
        """The id as path segments of an IRI or URL, reversible by :meth:`from_path`.

        Odd characters are percent-encoded. Segments that browsers and servers would swallow
        (empty, ``.``, ``..``) get a tilde in front, and so do those that begin with one.

        >>> WorkId("arxiv", "hep-th/9901001").path
        'arxiv/hep-th/9901001'
        >>> WorkId("doi", "10.1002/(sici)1<2>3.0").path
        'doi/10.1002/(sici)1%3C2%3E3.0'
        """
        segments = (
            "~" + segment if _AWKWARD_SEGMENT.fullmatch(segment) else segment
            for segment in self.value.split("/")
        )
        return f"{self.scheme}/{quote('/'.join(segments), safe='/' + _KEPT_IN_PATH)}"

    @classmethod
    def from_path(cls, path: str, *, decoded: bool = False) -> Self:
        """Read the id back from a path.

        Args:
            path: as :attr:`path` wrote it; other spellings of the id are brought to canonical form.
            decoded: True when a server has already undone the percent-encoding.

        Raises:
            InvalidIdentifier: the path names no id.

        >>> WorkId.from_path("doi/10.1002/(sici)1%3C2%3E3.0").value
        '10.1002/(sici)1<2>3.0'
        """
        scheme, _, rest = path.partition("/")
        value = rest if decoded else unquote(rest, errors="surrogateescape")
        segments = (
            segment[1:] if _is_escaped(segment) else segment for segment in value.split("/")
        )
        return cls.parse(f"{scheme}:{'/'.join(segments)}")


def _is_escaped(segment: str) -> bool:
    return segment.startswith("~") and _AWKWARD_SEGMENT.fullmatch(segment[1:]) is not None


def canonical(ids: Iterable[WorkId]) -> WorkId:
    """Choose the id that names a work: arXiv, else DOI, else ACL, else the next scheme's.

    Among several of one scheme the first in alphabetical order is taken, so that the choice does
    not depend on the order in which sources were read.

    Raises:
        ValueError: there is no id.

    >>> str(canonical([WorkId("acl", "P18-1001"), WorkId("doi", "10.18653/v1/p18-1001")]))
    'doi:10.18653/v1/p18-1001'
    """
    return min(ids, key=lambda work_id: (_RANK[work_id.scheme], work_id.value))
