"""Prefix declarations that a text needs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from kg.sparql.tokens import Kind, Token, tokens


def used_prefixes(text: str) -> set[str]:
    """Prefixes of the names in a query, the empty one included.

    >>> sorted(used_prefixes("SELECT * { ?s a foaf:Person ; :knows ?o . } # not:this"))
    ['', 'foaf']
    """
    return {token.text.split(":", 1)[0] for token in tokens(text) if token.kind is Kind.NAME}


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """The query with a PREFIX line for each of these prefixes that it uses and does not declare.

    >>> print(with_prefixes("ASK { ?s a ex:T }", {"ex": "http://example.org/", "un": "urn:x:"}))
    PREFIX ex: <http://example.org/>
    ASK { ?s a ex:T }

    Args:
        text: a query or update.
        prefixes: namespaces by prefix.
    """
    missing = (used_prefixes(text) - _declared(text)) & set(prefixes)
    lines = [f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in sorted(missing)]
    return "".join(lines) + text


def prologue_of(text: str, found: Sequence[Token] | None = None) -> str:
    """The declarations before a query.

    >>> prologue_of("PREFIX ex: <http://example.org/> ASK { ?s a ex:T }")
    'PREFIX ex: <http://example.org/> '

    Args:
        text: a query.
        found: its tokens; made when they are not given.
    """
    found = list(tokens(text)) if found is None else found
    at = 0
    while at < len(found) and found[at].is_word("PREFIX", "BASE", "VERSION"):
        at += 3 if found[at].is_word("PREFIX") else 2
    return text[: found[at].start] if at < len(found) else text


def _declared(text: str) -> set[str]:
    found = list(tokens(text))
    return {
        name.text.split(":", 1)[0]
        for word, name in itertools.pairwise(found)
        if word.is_word("PREFIX") and name.kind is Kind.NAME
    }
