"""SERVICE clauses found among the tokens of a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.sparql.errors import QueryRefused
from kg.sparql.tokens import Kind, Token, line_and_column, tokens

_SERVICE = re.compile(r"[^:]*service", re.IGNORECASE)
_NOT_A_LINE_END = re.compile(r"[^\r\n]")
_OUTSIDE = Token(Kind.OTHER, "", 0)
_HOW = "write it as SERVICE <endpoint> { … } with spaces between, outside of other SERVICE clauses"
_NO_VARIABLE = "an endpoint that is a variable is not asked here; name the endpoint in the query"


@dataclass(frozen=True, slots=True)
class Clause:
    """One ``SERVICE <endpoint> { … }``.

    Args:
        start: offset of its first code point.
        group: offset of its opening brace.
        end: offset after its closing brace.
        endpoint: an IRI or a prefixed name.
        is_silent: what goes wrong at the endpoint counts as no restriction.
    """

    start: int
    group: int
    end: int
    endpoint: Token
    is_silent: bool


def service_words(found: Sequence[Token]) -> Iterator[int]:
    """Places of the tokens that the engine may take for the beginning of a SERVICE clause.

    Its key words end where they end, not where a word does: ``SERVICEex:s {}`` is a clause.
    """
    padded = [_OUTSIDE, *found, _OUTSIDE]
    for place, (before, token, after) in enumerate(zip(padded, found, padded[2:], strict=False)):
        if _is_service(before, token, after):
            yield place


def _is_service(before: Token, token: Token, after: Token) -> bool:
    if not _SERVICE.match(token.text):
        return False
    # A name with "service" before its colon is the clause where braces follow and no other clause
    # with a name and braces begins.
    return token.kind is Kind.WORD or (
        token.kind is Kind.NAME
        and after.text == "{"
        and not before.is_word("GRAPH", "FROM", "NAMED", "USING")
    )


def clauses(text: str, found: Sequence[Token] | None = None) -> list[Clause]:
    """The SERVICE clauses of a query, in order.

    >>> [text[c.group:c.end] for text in ["ASK { SERVICE <http://e/> { ?s ?p ?o } }"]
    ...  for c in clauses(text)]
    ['{ ?s ?p ?o }']

    Args:
        text: of the query.
        found: its tokens; made when they are not given.

    Raises:
        QueryRefused: one is nested in another, has a variable for an endpoint, or is written so
            that it only looks like something else.
    """
    found = list(tokens(text)) if found is None else found
    made: list[Clause] = []
    for place in service_words(found):
        clause = _clause(text, found, place)
        if made and clause.start < made[-1].end:
            raise QueryRefused(_HOW, *line_and_column(text, clause.start))
        made.append(clause)
    return made


def without_services(text: str, made: Iterable[Clause]) -> str:
    """The query with a plain group where each clause was, and every other token in its place.

    >>> text = "ASK { SERVICE <http://e/> { ?s ?p ?o } }"
    >>> without_services(text, clauses(text))
    'ASK {                     { ?s ?p ?o } }'
    """
    for clause in made:
        blank = _NOT_A_LINE_END.sub(" ", text[clause.start : clause.group])
        text = text[: clause.start] + blank + text[clause.group :]
    return text


def _clause(text: str, found: Sequence[Token], place: int) -> Clause:
    word, rest = found[place], found[place + 1 : place + 4]
    where = line_and_column(text, word.start)
    is_silent = bool(rest) and rest[0].is_word("SILENT")
    endpoint, group = (*rest[is_silent:], _OUTSIDE, _OUTSIDE)[:2]
    if not word.is_word("SERVICE") or group.text != "{":
        raise QueryRefused(_HOW, *where)
    if endpoint.kind is Kind.VARIABLE:
        raise QueryRefused(_NO_VARIABLE, *where)
    if endpoint.kind not in {Kind.IRI, Kind.NAME}:
        raise QueryRefused(_HOW, *where)
    end = _end(found, place + 2 + is_silent)
    if end is None:
        raise QueryRefused(_HOW, *where)
    return Clause(word.start, group.start, end, endpoint, is_silent)


def _end(found: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for token in found[opening:]:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return token.end
    return None
