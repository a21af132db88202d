"""Values for the parameters of our own queries, put where variables stand.

The engine's own substitution takes only variables that SELECT names, and plans the query before
it knows the values. Here the tokens of a variable are replaced by the value as the engine's
N-Triples writer writes it, so nothing in a value can be read as anything but that value, and the
planner sees constants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import KgError
from kg.sparql.tokens import Kind, tokens

Term = NamedNode | BlankNode | Literal
Value = NamedNode | Literal | str | int | float | bool


class UnknownParameter(KgError, KeyError):
    """A value was given for a variable that the query does not use inside its braces.

    Args:
        name: of the parameter, without the question mark.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"the query has no parameter {self.name}"


def iri(value: str) -> NamedNode:
    """An IRI as a value for a query.

    Raises:
        ValueError: it is not an absolute IRI.
    """
    return NamedNode(value)


def bind(text: str, values: Mapping[str, Value]) -> str:
    """The query with values in place of variables, everywhere inside braces.

    >>> bind("SELECT ?t { ?work dcterms:title ?t }", {"work": iri("http://example.org/w")})
    'SELECT ?t { <http://example.org/w> dcterms:title ?t }'

    Args:
        text: one of our own queries.
        values: by name without question mark; plain Python values become literals.

    Raises:
        UnknownParameter: a name that does not occur.
    """
    written = {name: str(_term(value)) for name, value in values.items()}
    used: set[str] = set()
    pieces = list(_pieces(text, written, used))
    for name in values:
        if name not in used:
            raise UnknownParameter(name)
    return "".join(pieces)


def _pieces(text: str, written: Mapping[str, str], used: set[str]) -> Iterator[str]:
    at, braces = 0, 0
    for token in tokens(text):
        braces += {"{": 1, "}": -1}.get(token.text, 0)
        name = token.text[1:]
        if token.kind is Kind.VARIABLE and braces and name in written:
            used.add(name)
            yield text[at : token.start] + written[name]
            at = token.end
    yield text[at:]


def _term(value: Value) -> NamedNode | Literal:
    return value if isinstance(value, NamedNode | Literal) else Literal(value)
