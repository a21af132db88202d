"""Which part of an author's comment says where the work appeared.

A comment is a list of remarks: pages, figures, links, and perhaps a venue with or without a verb.
A remark counts when it says *accepted*, *to appear*, *published* and the like, or when it is
nothing but a known venue and small words. What is only submitted, or is said of another version,
does not count.
"""

from __future__ import annotations

import re
from typing import Final

from kg.venues.recognition import find_series

_ADMIN_NOTE = re.compile(r"\barXiv admin note:.*", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"(?:https?://|www\.|github\.com/)\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\s.][^\s.])[.!](?=\s|$)(?!\s+[a-z\d])|[;\n]|(?<=\s)[|•·](?=\s)")
# "accepted" in all the ways in which it is misspelt.
_POSITIVE: Final = re.compile(
    r"\b(?:a[ce]{1,4}[cept]{1,6}(?:ed|d)|accept|acceptance|to\s+appear|appears?|appeared|appearing|published"
    r"|(?<!for\s)(?<!possible\s)(?:publication|presentation)\s+(?:in|at)|presented|camera[\s-]?ready"
    r"|(?:oral|poster|spotlight)(?:\s+presentation)?\s+(?:at|in)|in\s+press|forthcoming|in\s+proceedings|proceedings\s+of|will\s+be\s+(?:published|presented))\b",
    re.IGNORECASE,
)
_NEGATIVE: Final = re.compile(
    r"\b(?:submitted|submit|submitting|submission|under\s+(?:peer[\s-]?)?(?:review|consideration)|in\s+review"
    r"|reviewing|intended\s+for|planned|rejected|reject|withdrawn|desk|target(?:ed|ing)|in\s+preparation"
    r"|being\s+(?:reviewed|considered)|pending|to\s+be\s+submitted|not\s+accepted)\b",
    re.IGNORECASE,
)
_ANOTHER_WORK: Final = re.compile(
    r"\b(?:extended\s+(?:version|abstract\s+of)|extension\s+of|expanded\s+version|journal\s+version"
    r"|preliminary|earlier|previous(?:ly)?|prior|shorter?\s+version|(?:conference|workshop)\s+version"
    r"|based\s+on|builds?\s+(?:up)?on|follow[\s-]?up|overlap|challenge|competition|shared\s+task|leaderboard"
    r"|winner|winning|solution|runner|place\s+(?:in|at|of)|track\s+\d|thesis|this\s+is\s+a?n?\s*response"
    r"|tutorial|survey\s+of|our\s+\w+\s+paper|part\s+of\s+this|parts\s+of|code\s+for|dataset\s+(?:for|of)"
    r"|template|format|supersedes|supplement(?:ary)?\s+(?:to|of|for))\b",
    re.IGNORECASE,
)
_SMALL_WORDS: Final = re.compile(
    r"\b(?:main|conference|conf|findings|long|short|full|regular|research|applied|demo|demonstrations?|industry"
    r"|track|datasets?|benchmarks?|and|papers?|orals?|spotlight|highlight(?:ed)?|posters?|camera[\s-]?ready"
    r"|version|final|preprint|best|award|candidate|finalist|nominee|honorable|mention|notable|top|in|at|of|the|an?"
    r"|for|by|to|as|with|on|ieee|acm|cvf|rsj|aaai|eds|proceedings?|proc|annual|international|workshops?|session|presentation"
    r"|student|abstract|\d+(?:st|nd|rd|th)|vol(?:ume)?|(?:19|20)\d\d|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|series|late"
    r"|breaking|work|results|arxiv|doctoral|consortium|system|creative|art|special|journal|survey|perspective"
    r"|position|reproducibility|resources?|technical|(?:\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth)"
    r"|project|website|code|codes|pages?|homepage|webpage|available|publicly|here|github|models?|data|videos?|see"
    r"|details|more|please|refer|check|out|our|is|are|will|be|released|soon|found|can|under|authors?|contribut\w+"
    r"|equal(?:ly)?|two|three|four|co|repo(?:sitory)?|supplementary|material|appendix|including)\b",
    re.IGNORECASE,
)
_WORKSHOP_NAME = re.compile(
    r"\bworkshop\s+(?:on|for|of|in)\b[^,;()]{3,120}|\b[\w&+ -]{2,60}\bworkshop\b", re.IGNORECASE
)
_WORKSHOP_WORD = re.compile(r"\bworkshops?\b|\bSRW\b", re.IGNORECASE)
# "Name@CVPR 2025": the name of a workshop stands before the mark.
_AT_A_CONFERENCE = re.compile(r"[\w)]\s?@\s?(?:the\s)?[A-Z]")
_SAYS_SOMETHING = re.compile(r"\b(?:we|used?|using|train(?:ed)?|from)\b", re.IGNORECASE)
_NAMES_A_PLACE = re.compile(
    r"[A-Z][\w&-]*[A-Z0-9]|\b(?:[Cc]onference|[Ww]orkshop|[Jj]ournal|[Ss]ymposium|[Tt]ransactions|[Ll]etters"
    r"|[Pp]ress|[Cc]ongress|[Mm]eeting|[Ss]ummit)\b|\b(?:in|at|by|to|on)\s+(?:the\s+)?[\"'“‘]?[A-Z][a-z]{3,}"
)
_NOISE = re.compile(
    r"\b\d+\s*\+?\d*\s*(?:pages?|pp|figures?|figs?|tables?|images?|appendi\w+|supplementary|content|main|references?"
    r"|equations?|algorithms?|videos?)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:figures?|tables?|pages?)\b",
    re.IGNORECASE,
)
_EDGE = " \t,.;:-–—()[]"


def venue_clauses(comment: str) -> tuple[str, ...]:
    """Give the remarks of a comment that say where the work appeared.

    >>> venue_clauses("10 pages, 3 figures. Accepted to NeurIPS 2024. Code: https://x.org/CVPR2023")
    ('Accepted to NeurIPS 2024',)
    >>> venue_clauses("Submitted to ICML 2025"), venue_clauses("15 pages, 8 figures")
    ((), ())
    """
    clauses: list[str] = []
    for sentence in _SENTENCE_END.split(_LINK.sub(" ; ", _ADMIN_NOTE.sub("", comment))):
        clause = _clause(sentence)
        if clause and clause not in clauses:
            clauses.append(clause)
    return tuple(clauses)


def _clause(sentence: str) -> str | None:
    """Give the remark of a sentence that tells a venue, if there is one."""
    if _ANOTHER_WORK.search(sentence):
        return None
    positive = list(_POSITIVE.finditer(sentence))
    negative = list(_NEGATIVE.finditer(sentence))
    if positive:
        said = _said(sentence, positive, negative)
        is_place = said is not None and (_NAMES_A_PLACE.search(said) or find_series(said))
        return said if is_place else None
    return None if negative else _bare(sentence)


def _bare(sentence: str) -> str | None:
    """Give a venue that stands there without a verb, together with the workshop it is of."""
    spans = [(each.start, each.end) for each in find_series(sentence)]
    inside = {place for start, end in spans for place in range(start, end)}
    parts = _parts(sentence, inside)
    venues = [part for part in parts if find_series(part)]
    workshop = next(filter(_is_workshop_of_a_year, venues), None)
    if workshop is not None:
        return _trimmed(workshop)
    if not venues or not any(map(_is_only_a_venue, venues)):
        return None
    if any(_WORKSHOP_WORD.search(part) for part in parts):
        return _trimmed(",".join(parts))
    alone = [part for part in venues if _is_only_a_venue(part)]
    dated = (part for part in alone if any(each.year for each in find_series(part)))
    return _trimmed(next(dated, alone[0]))


def _is_workshop_of_a_year(part: str) -> bool:
    """Tell a workshop at a conference of a year, unless something is said of it."""
    if _SAYS_SOMETHING.search(part) or not any(each.year for each in find_series(part)):
        return False
    return _AT_A_CONFERENCE.search(part) is not None or _WORKSHOP_WORD.search(part) is not None


def _parts(sentence: str, inside: set[int]) -> list[str]:
    """Cut a sentence at its commas, but not inside names nor before a year."""
    cuts = [
        match.start()
        for match in re.finditer(r",(?!\s*(?:19|20)\d\d)", sentence)
        if match.start() not in inside
    ]
    return [
        sentence[start:end]
        for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, None], strict=True)
    ]


def _said(
    sentence: str, positive: list[re.Match[str]], negative: list[re.Match[str]]
) -> str | None:
    """Take from the first positive verb on, to the next negative one."""
    start = positive[0].start()
    if negative and negative[0].start() < start:
        later = [each.start() for each in positive if each.start() > negative[-1].end()]
        if not later or negative[-1].end() > start:
            return None
    ends = [each.start() for each in negative if each.start() > start]
    after = sentence[start : min(ends, default=len(sentence))]
    subject = _parts(sentence[:start], set())[-1]
    is_subject = find_series(subject) and not find_series(after)
    return _trimmed((subject if is_subject else "") + after)


def _trimmed(clause: str) -> str | None:
    """Cut the remarks about pages and figures off both ends."""
    parts = clause.split(",")
    while (
        parts
        and (_NOISE.search(parts[0]) or not parts[0].strip(_EDGE))
        and not find_series(parts[0])
    ):
        parts = parts[1:]
    while (
        parts
        and (_NOISE.search(parts[-1]) or not parts[-1].strip(_EDGE))
        and not find_series(parts[-1])
    ):
        parts = parts[:-1]
    text = ",".join(parts).strip(" \t,;:-–—")
    return text if any(character.isalpha() for character in text) else None


def _is_only_a_venue(part: str) -> bool:
    rest = _NOISE.sub(" ", part)
    for mention in reversed(find_series(rest)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    for word in re.findall(r"\(\s*([A-Za-z-]{2,12})\W*\)", rest):
        rest = rest.replace(word, " ")
    rest = _SMALL_WORDS.sub(" ", _WORKSHOP_NAME.sub(" ", rest))
    return not re.search(r"[^\W\d_]{2,}", rest)
