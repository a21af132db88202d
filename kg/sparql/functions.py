"""Statements that are answered from elsewhere: full-text search and related works in queries.

::

    SELECT ?work ?title ?score {
      (?work ?score) paperkin:textMatch "state space models" .
      ?work dcterms:title ?title
    }

Such a statement has one constant, which is asked about, and a variable, or a list of up to three
for the IRI, the score and the evidence of each match. Before the engine sees the query, the
statement becomes a VALUES block of the matches. The engine shows no algebra, so this is done on
tokens, and only where a statement stands alone; anywhere else it is an error that says how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from pyoxigraph import Literal, NamedNode

from kg.sparql.errors import QuerySyntaxError
from kg.sparql.prefixes import prologue_of, used_prefixes
from kg.sparql.resolving import resolve
from kg.sparql.tokens import Kind, Token, line_and_column, tokens

_BEFORE = {"{", "}", ".", ")"}
_MOST_VARIABLES = 3
_HOW = (
    "is a statement of its own with one constant, such as "
    '?work {name} "words" . or (?work ?score) {name} <other> .'
)


@dataclass(frozen=True, slots=True)
class Match:
    """One answer of a function.

    Args:
        iri: what matched.
        score: how well; more is better.
        evidence: why, in words; None when there is nothing to say.
    """

    iri: str
    score: float
    evidence: str | None = None


MatchFunction = Callable[[str], Sequence[Match]]
"""Gives the matches for the value of a literal, or for an IRI, the best first."""


class Functions:
    """The functions of a service.

    Args:
        by_iri: by the IRI of the property.
        prefixes: known to every query.
    """

    def __init__(self, by_iri: Mapping[str, MatchFunction], prefixes: Mapping[str, str]) -> None:
        self._by_iri = by_iri
        self._prefixes = prefixes

    def expand(self, text: str, base_iri: str | None = None) -> str:
        """The query with every such statement replaced by its matches.

        >>> gulls = Functions({"http://example.org/like": lambda words: [Match("http://g/1", .5)]},
        ...                   {"ex": "http://example.org/"})
        >>> gulls.expand('SELECT * { (?bird ?score) ex:like "gull" }')
        'SELECT * { VALUES (?bird ?score) { (<http://g/1> 0.5e0) } }'

        Args:
            text: a query that was checked.
            base_iri: relative IRIs are resolved against it.

        Raises:
            QuerySyntaxError: a function stands where it cannot be replaced.
        """
        if not self.may_occur(text):
            return text
        found = list(tokens(text))
        prologue = prologue_of(text, found)
        pieces, at = [], 0
        for place, token in enumerate(found):
            function = self._function(prologue, token, base_iri)
            if function is not None:
                statement = _statement(text, found, place)
                pieces.append(text[at : statement.start])
                constant = resolve(prologue, [statement.constant], self._prefixes, base_iri)[0]
                pieces.append(_values(statement.variables, function(constant.value)))
                at = statement.end
        return "".join([*pieces, text[at:]])

    def may_occur(self, text: str) -> bool:
        """Tell whether a query may have such a statement, at a glance."""
        names = {iri[_local_at(iri) :] for iri in self._by_iri}
        return any(name in text for name in names)

    def _function(self, prologue: str, token: Token, base_iri: str | None) -> MatchFunction | None:
        if token.kind is Kind.IRI:
            return self._by_iri.get(token.text[1:-1])
        if token.kind is not Kind.NAME or not any(
            token.text.endswith(":" + iri[_local_at(iri) :]) for iri in self._by_iri
        ):
            return None
        if token.text.split(":")[0] not in self._prefixes.keys() | used_prefixes(prologue):
            return None
        return self._by_iri.get(resolve(prologue, [token], self._prefixes, base_iri)[0].value)


@dataclass(frozen=True, slots=True)
class _Statement:
    start: int
    end: int
    variables: tuple[str, ...]
    constant: Token


def _statement(text: str, found: Sequence[Token], place: int) -> _Statement:
    """The statement around the function at this place, if it is one of its own."""
    left, left_at = _left(found, place)
    right, right_end = _right(found, place)
    before = found[left_at - 1] if left_at else None
    after = found[right_end] if right_end < len(found) else None
    whole = before is not None and before.text in _BEFORE and after is not None
    ends = after is not None and (after.text in {".", "}", "{"} or after.kind is Kind.WORD)
    variables, constant = (left, right) if _are_variables(left) else (right, left)
    if not (whole and ends and _are_variables(variables) and _is_constant(constant)):
        _fail(text, found[place])
    names = tuple(token.text for token in variables if token.kind is Kind.VARIABLE)
    return _Statement(found[left_at].start, found[right_end - 1].end, names, constant[0])


def _left(found: Sequence[Token], place: int) -> tuple[Sequence[Token], int]:
    at = place - 1
    if at > 0 and found[at].text == ")":
        while at > 0 and found[at].text != "(":
            at -= 1
    at = max(at, 0)
    return found[at:place], at


def _right(found: Sequence[Token], place: int) -> tuple[Sequence[Token], int]:
    end = place + 2
    if place + 1 < len(found) and found[place + 1].text == "(":
        while end < len(found) and found[end - 1].text != ")":
            end += 1
    elif end < len(found) and found[end].kind is Kind.LANGUAGE:
        end += 1
    end = min(end, len(found))
    return found[place + 1 : end], end


def _are_variables(part: Sequence[Token]) -> bool:
    inner = part[1:-1] if len(part) > 2 and part[0].text == "(" and part[-1].text == ")" else part
    return 1 <= len(inner) <= _MOST_VARIABLES and all(
        token.kind is Kind.VARIABLE for token in inner
    )


def _is_constant(part: Sequence[Token]) -> bool:
    kinds = [token.kind for token in part]
    return kinds in ([Kind.IRI], [Kind.NAME], [Kind.STRING], [Kind.STRING, Kind.LANGUAGE])


def _values(variables: Sequence[str], matches: Sequence[Match]) -> str:
    rows = [_row(match)[: len(variables)] for match in matches]
    written = " ".join(f"({' '.join(row)})" for row in rows)
    return f"VALUES ({' '.join(variables)}) {{ {written} }}"


def _row(match: Match) -> list[str]:
    evidence = "UNDEF" if match.evidence is None else str(Literal(match.evidence))
    score = repr(float(match.score))
    return [str(NamedNode(match.iri)), score if "e" in score else f"{score}e0", evidence]


def _local_at(iri: str) -> int:
    return max(iri.rfind("#"), iri.rfind("/")) + 1


def _fail(text: str, token: Token) -> NoReturn:
    message = f"{token.text} {_HOW.format(name=token.text)}"
    raise QuerySyntaxError(message, *line_and_column(text, token.start))
