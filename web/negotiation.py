"""Which of several media types or languages a client prefers.

References:
    RFC 9110, sections 12.4.2 (quality values), 12.5.1 (Accept), 12.5.4 (Accept-Language).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class Preference:
    """One member of an Accept header: a range in small letters and its quality in [0, 1]."""

    range: str
    quality: float


def preferences(header: str) -> tuple[Preference, ...]:
    """Read an Accept or Accept-Language header; members that are malformed are passed over.

    >>> preferences("text/turtle, text/html;q=0.5")
    (Preference(range='text/turtle', quality=1.0), Preference(range='text/html', quality=0.5))
    """
    return tuple(filter(None, map(_preference, header.split(","))))


def choose_media_type(header: str | None, offered: Sequence[str]) -> str | None:
    """Give the offered media type that the client likes best, or None when it accepts none.

    The most specific range decides the quality of a type; among equals the earlier offer wins.
    No header, or an empty one, means that anything is welcome.

    >>> choose_media_type("text/*;q=0.3, text/turtle", ("text/html", "text/turtle"))
    'text/turtle'
    >>> choose_media_type("image/png", ("text/html",)) is None
    True
    """
    if header is None or not header.strip():
        return offered[0]
    wanted = preferences(header)
    return _best((media_type, _quality_of(media_type, wanted)) for media_type in offered)


def choose_language(header: str | None, offered: Sequence[str]) -> str | None:
    """Give the offered language that the client likes best, or None when it names none of them.

    >>> choose_language("ko-KR, en;q=0.8", ("en", "ko"))
    'ko'
    """
    qualities: dict[str, float] = {}
    for preference in preferences(header or ""):
        primary = preference.range.partition("-")[0]
        qualities[primary] = max(preference.quality, qualities.get(primary, 0.0))
    fallback = qualities.get("*", 0.0)
    return _best((language, qualities.get(language, fallback)) for language in offered)


def _preference(member: str) -> Preference | None:
    name, *parameters = (part.strip().lower() for part in member.split(";"))
    if not name:
        return None
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            value = value.strip()
            return Preference(name, float(value)) if _QUALITY.fullmatch(value) else None
    return Preference(name, 1.0)


def _quality_of(media_type: str, wanted: Iterable[Preference]) -> float:
    main = media_type.partition("/")[0]
    specificity = {media_type: 3, f"{main}/*": 2, "*/*": 1, "*": 1}
    matching = [
        (specificity[preference.range], preference.quality)
        for preference in wanted
        if preference.range in specificity
    ]
    return max(matching, default=(0, 0.0))[1]


def _best(candidates: Iterable[tuple[str, float]]) -> str | None:
    best, best_quality = None, 0.0
    for candidate, quality in candidates:
        if quality > best_quality:
            best, best_quality = candidate, quality
    return best
