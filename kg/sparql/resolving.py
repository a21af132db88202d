"""What single tokens of a text stand for, as the engine reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.sparql.syntax import syntax_error
from kg.sparql.tokens import Token


def resolve(
    prologue: str,
    constants: Sequence[Token],
    prefixes: Mapping[str, str],
    base_iri: str | None = None,
) -> list[NamedNode | Literal]:
    """Terms of IRIs, prefixed names and plain strings.

    The engine reads a query of nothing but these: so escapes, prefixes and relative IRIs mean
    here what they mean there.

    Args:
        prologue: PREFIX and BASE declarations in force, as text.
        constants: the tokens.
        prefixes: known without being declared.
        base_iri: relative IRIs are resolved against it.

    Raises:
        QuerySyntaxError: a prefix is not declared, or an IRI is none.
    """
    names = " ".join(token.text for token in constants)
    text = f"{prologue}SELECT ?x {{ VALUES ?x {{ {names} }} }}"
    try:
        rows = pyoxigraph.Store().query(text, base_iri=base_iri, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise syntax_error(str(error), text, has_base=base_iri is not None) from error
    return [cast(NamedNode | Literal, row["x"]) for row in cast(QuerySolutions, rows)]
