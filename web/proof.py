"""The query that shows with one's own eyes what connects two works, or a work and some words.

Every part of a reason has a branch of its own: things that both works point at, a citation from one
to the other, a third work between them, and words that stand in the texts of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.vocab import CITO, DCTERMS, PAPERKIN, PREFIXES, RDF, RDFS, SCHEMA, SKOS, SOA
from recommender.model import Result
from web.current import services
from web.urls import entity_iri, kind_of_node, with_query

MOST_WORDS: Final = 5
MOST_VIA: Final = 2
_TRANSLATED: Final = " → "
_WORD_SIGNALS: Final = frozenset({"text", "title"})
_HEAD: Final = """\
# {comment}
SELECT DISTINCT {columns} WHERE {{
{branches}
}} LIMIT 200"""
_SHARED: Final = """\
  # The same thing, or things with a common broader concept.
  {{ <{one}> ?how ?from . ?from {broader}* ?shared .
    <{other}> ?howOther ?to . ?to {broader}* ?shared .
    FILTER(isIRI(?shared) && ?how NOT IN ({type}, {related}))
    OPTIONAL {{ ?shared {pref}|{name} ?label }} }}"""
_CITATION: Final = """\
  # One of them cites the other.
  {{ VALUES (?citing ?shared) {{ (<{one}> <{other}>) (<{other}> <{one}>) }}
    ?citing ?how ?shared . FILTER(?how = {cites}) }}"""
_VIA: Final = """\
  # What each of them has in common with a work between them.
  {{ VALUES ?via {{ {via} }} VALUES ?end {{ <{one}> <{other}> }}
    ?end ?how ?shared . ?via ?howOther ?shared .
    FILTER(isIRI(?shared) && ?how NOT IN ({type}, {related}))
    OPTIONAL {{ ?shared {pref}|{name} ?label }} }}"""
_WORDS: Final = """\
  # Words of the reason, and where they stand.
  {{ VALUES (?label ?pattern) {{ {rows} }}
    {places} }}"""
_PLACE: Final = """\
<{work}> ({path}) ?{name} . FILTER(REGEX(STR(?{name}), ?pattern, "i"))"""


@dataclass(frozen=True, slots=True)
class Connection:
    """What a reason names, as far as a query can show it.

    Args:
        one: key of the work that was asked about, or None when it was a text.
        other: key of the related work.
        words: that both share, as the evidence has them.
        via: keys of works between them.
    """

    one: str | None
    other: str
    words: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


def connection_of(result: Result, seeds: Sequence[str]) -> Connection:
    """Give what the strongest evidence of a result names.

    Args:
        result: a place in a ranked list.
        seeds: keys of the works that were asked about; of several the one nearest to the result.
    """
    strongest = sorted(result.evidence, key=lambda piece: -piece.part)
    ends = {*seeds, result.id}
    one = seeds[0] if seeds else None
    words: dict[str, None] = {}
    via: dict[str, None] = {}
    for piece in reversed(strongest):
        one = next((node for node in piece.nodes if node in seeds), one)
    for piece in strongest:
        if piece.signal in _WORD_SIGNALS and piece.kind != "rest":
            words[piece.label] = None
        for node in piece.nodes:
            if node not in ends and kind_of_node(node) == "work":
                via[node] = None
    return Connection(one, result.id, tuple(words)[:MOST_WORDS], tuple(via)[:MOST_VIA])


def proof_path(connection: Connection) -> str:
    """Give the address that leads to the console with the query filled in."""
    return with_query(
        "/connection",
        one=connection.one,
        other=connection.other,
        word=list(connection.words) or None,
        via=list(connection.via) or None,
    )


def proof_query(connection: Connection) -> str:
    """Give the query that shows a connection."""
    is_pair = connection.one is not None
    words = "?label ?said ?saidOther" if is_pair else "?label ?saidOther"
    return _HEAD.format(
        comment="What both papers have in common." if is_pair else "Where the words stand.",
        columns=f"?how ?shared ?howOther {words}" if is_pair else words,
        branches="\n  UNION\n".join(_branches(connection)),
    )


def _branches(connection: Connection) -> Iterator[str]:
    base = services().settings.entity_base
    iri = {key: entity_iri(base, "work", key) for key in (connection.other, *connection.via)}
    terms = {
        "other": iri[connection.other],
        "broader": _short(SKOS.broader.value),
        "type": _short(RDF.type.value),
        "related": _short(SOA.hasRelatedWork.value),
        "pref": _short(SKOS.prefLabel.value),
        "name": _short(RDFS.label.value),
        "cites": _short(CITO.cites.value),
    }
    if connection.one is not None:
        terms["one"] = entity_iri(base, "work", connection.one)
        yield _SHARED.format(**terms)
        yield _CITATION.format(**terms)
        if connection.via:
            via = " ".join(f"<{iri[key]}>" for key in connection.via)
            yield _VIA.format(via=via, **terms)
    if connection.words or connection.one is None:
        yield _words(connection, str(terms["other"]), terms.get("one"))


def _words(connection: Connection, other: str, one: str | None) -> str:
    rows = " ".join(f"({_literal(word)} {_literal(_pattern(word))})" for word in connection.words)
    sentence = (PAPERKIN.hasSummary, DCTERMS.hasPart, SCHEMA.text)
    texts = [_short(DCTERMS.title.value), _short(DCTERMS.abstract.value)]
    path = "|".join([*texts, "/".join(_short(term.value) for term in sentence)])
    places = [_PLACE.format(work=other, path=path, name="saidOther")]
    if one is not None:
        places.insert(0, _PLACE.format(work=one, path=path, name="said"))
    return _WORDS.format(rows=rows, places="\n    ".join(places))


def _pattern(label: str) -> str:
    """A pattern that the words of a term fit in any of their forms, in either language.

    >>> _pattern("adapters")
    'adapt'
    >>> _pattern("합성 데이터 → synthetic data")
    '합성.{0,30}데이터|synthe.{0,30}data'
    """
    sides = label.split(_TRANSLATED)
    return "|".join(".{0,30}".join(map(_stem, side.split())) for side in sides)


def _stem(word: str) -> str:
    # The index compares stems: "adapters" may stand as "adapter" or "adapting" in the other text.
    kept = word[: max(4, len(word) - 3)] if word.isascii() else word
    return re.escape(kept)


def _short(iri: str) -> str:
    """The term as the console knows it, with its usual prefix."""
    fitting = (
        f"{prefix}:{iri.removeprefix(space)}"
        for prefix, space in PREFIXES.items()
        if iri.startswith(space)
    )
    return next(fitting, f"<{iri}>")


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", " ").replace("\r", " ") + '"'
