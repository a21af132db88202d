"""What is known of a request before any engine sees it, and what is refused at once.

The engine's key words end where they end, not where a word does. The rules below know this. They
are the first of two walls; a worker that holds the graph has no sockets in any case
(:mod:`kg.sparql.isolation`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.sparql.errors import QueryRefused, QuerySyntaxError, QueryTooDeep, QueryTooLarge
from kg.sparql.federation.clauses import clauses, service_words
from kg.sparql.formats import Form
from kg.sparql.limits import Limits
from kg.sparql.tokens import Kind, Token, line_and_column, tokens

_NO_SERVICE = (
    "SERVICE is switched off here; ask the other endpoint in your own program, or ask its operator "
    "or ours (setting service_endpoints)"
)
_NO_LOAD = (
    "LOAD is switched off here; send the content with INSERT DATA or the Graph Store Protocol"
)
_NO_FILE = "FROM names graphs of this dataset, never a file"
_QUOTE = "an apostrophe in an IRI is written %27 in a query that has the words SERVICE or LOAD"

_FORM = re.compile(
    r"(?P<query>select|ask|construct|describe)"
    r"|(?P<update>insert|delete|load|clear|create|drop|copy|move|add|with)",
    re.IGNORECASE,
)
# In the text, not among tokens: a list after foaf:knows only means that the answer is not kept.
_DIFFERENT_EACH_TIME = re.compile(r"(?:now|rand|uuid)(?:\s|#[^\r\n]*+)*+\(")
_LOOKED_FOR = ("service", "load", "from")
_PREFIXES = re.compile(r"(?:\s*+PREFIX\s++[A-Za-z]\w*+:\s*+<[\w:/#.\-]++>\s*+)*+", re.IGNORECASE)
_FROM = re.compile(r"(?:ask|construct|describe)?from", re.IGNORECASE)
_LOAD = re.compile(r"load", re.IGNORECASE)
# Where an expression may follow "<", such text is a comparison with a string, not an IRI.
_QUOTE_AFTER_SIGN = re.compile(r"(?:^<|[^0-9A-Za-z_%\u0080-\U0010ffff])'")
_FILE = re.compile(r"<file:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A request that may be given to a worker.

    Args:
        text: as it came.
        form: what it asks for.
        has_dataset: it names its own graphs by FROM or FROM NAMED.
        repeatable: asked again of the same version, it gives the same answer.
        has_service: other endpoints are to answer a part of it.
    """

    text: str
    form: Form
    has_dataset: bool
    repeatable: bool
    has_service: bool = False


def check_query(text: str, limits: Limits, *, services: bool = False) -> Checked:
    """Admit a query, never an update.

    >>> check_query("ASK { ?s ?p ?o }", Limits()).form
    <Form.ASK: 'ASK'>

    Args:
        text: as it came.
        limits: how long and how deep it may be.
        services: SERVICE clauses are admitted; who does so must replace them.

    Raises:
        QueryTooLarge: longer than ``limits.query_bytes``.
        QueryTooDeep: nested deeper than ``limits.depth``.
        QueryRefused: an update, SERVICE where it is not admitted or not plain, or FROM with a file.
        QuerySyntaxError: it does not begin as a query does.
    """
    checked = _check(text, limits.query_bytes, limits.depth, services=services)
    if checked.form is Form.UPDATE:
        raise QueryRefused(
            "this is an update; send it by POST to the update operation (update=…), with the token"
        )
    return checked


def check_update(text: str, limits: Limits) -> Checked:
    """Admit an update, never a query.

    Raises:
        QueryTooLarge: longer than ``limits.body_bytes``, since it may carry data.
        QueryTooDeep, QuerySyntaxError: as for ``check_query``.
        QueryRefused: a query, LOAD or SERVICE.
    """
    if not text.strip():
        return Checked(text, Form.UPDATE, has_dataset=False, repeatable=False)
    checked = _check(text, limits.body_bytes, limits.depth, empty_is_update=True)
    if checked.form is not Form.UPDATE:
        raise QueryRefused("this is a query; it goes to the query operation")
    return checked


def _check(
    text: str,
    max_bytes: int,
    depth: int,
    *,
    empty_is_update: bool = False,
    services: bool = False,
) -> Checked:
    _refuse_size(text, max_bytes)
    lowered = text.lower()
    is_looked_into = any(word in lowered for word in _LOOKED_FOR)
    # Half of a usual query declares prefixes; where no rule looks there, it is passed over.
    begin = 0 if is_looked_into else _PREFIXES.match(text).end()  # type: ignore[union-attr]
    form = _form(text, tokens(text, begin), empty_is_update=empty_is_update)
    repeatable = not _DIFFERENT_EACH_TIME.search(lowered)
    if not is_looked_into and _openings(text) <= depth:
        return Checked(text, form, has_dataset=False, repeatable=repeatable)
    found = list(tokens(text, begin))
    depths = _depths(text, found, depth)
    has_service = "service" in lowered and _has_service(text, found, is_allowed=services)
    if "load" in lowered and form is Form.UPDATE:
        _refuse_load(text, found, depths)
    if "service" in lowered or "load" in lowered:
        _refuse_hiding(text, found)
    has_dataset = "from" in lowered and _dataset_clause(text, found, depths)
    return Checked(text, form, has_dataset, repeatable and not has_service, has_service)


def _openings(text: str) -> int:
    """How often brackets open at most; a query cannot be deeper."""
    return text.count("{") + text.count("(") + text.count("[") + text.count("<<")


def _refuse_size(text: str, limit_bytes: int) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        place = line_and_column(text, error.start)
        raise QuerySyntaxError("half of a surrogate pair is no character", *place) from None
    if size > limit_bytes:
        raise QueryTooLarge(size, limit_bytes)


def _depths(text: str, found: Sequence[Token], limit: int) -> list[int]:
    """Nesting before each token.

    Brackets inside what looks like an IRI count when it opens more than it closes: after an
    operand, ``<((((1>`` is a comparison.
    """
    depths, depth = [], 0
    for token in found:
        depths.append(depth)
        if token.kind is Kind.OPEN:
            depth += 1
        elif token.kind is Kind.CLOSE:
            depth = max(0, depth - 1)
        elif token.kind is Kind.IRI:
            depth += max(0, token.text.count("(") - token.text.count(")"))
        if depth > limit:
            raise QueryTooDeep(limit, *line_and_column(text, token.start))
    return depths


def _form(text: str, found: Iterator[Token], *, empty_is_update: bool) -> Form:
    first = _after_prologue(found)
    if first is None and empty_is_update:
        return Form.UPDATE
    match = _FORM.match(first.text) if first else None
    if first is None or match is None or first.kind not in {Kind.WORD, Kind.NAME}:
        place = line_and_column(text, first.start if first else len(text))
        raise QuerySyntaxError("expected SELECT, ASK, CONSTRUCT, DESCRIBE or an update", *place)
    return Form[match["query"].upper()] if match["query"] else Form.UPDATE


def _after_prologue(found: Iterator[Token]) -> Token | None:
    for token in found:
        word = token.text.lower() if token.kind in {Kind.WORD, Kind.NAME} else ""
        if word == "prefix":
            belonging = 2
        elif word in {"base", "version"} or (word.startswith("prefix") and word.endswith(":")):
            belonging = 1
        else:
            return token
        for _ in range(belonging):
            next(found, None)
    return None


def _has_service(text: str, found: Sequence[Token], *, is_allowed: bool) -> bool:
    """Tell whether there is a SERVICE clause; where they are allowed, each must be a plain one."""
    if is_allowed:
        return bool(clauses(text, found))
    for place in service_words(found):
        raise QueryRefused(_NO_SERVICE, *line_and_column(text, found[place].start))
    return False


def _refuse_load(text: str, found: Sequence[Token], depths: Sequence[int]) -> None:
    for token, depth in zip(found, depths, strict=True):
        if (
            depth == 0
            and token.kind in {Kind.WORD, Kind.NAME}
            and _LOAD.match(token.text)
            and not _declares_prefix(token)
        ):
            raise QueryRefused(_NO_LOAD, *line_and_column(text, token.start))


def _declares_prefix(token: Token) -> bool:
    return token.kind is Kind.NAME and token.text.endswith(":")


def _refuse_hiding(text: str, found: Sequence[Token]) -> None:
    for token in found:
        if token.kind is Kind.IRI and _QUOTE_AFTER_SIGN.search(token.text):
            raise QueryRefused(_QUOTE, *line_and_column(text, token.start))


def _dataset_clause(text: str, found: Sequence[Token], depths: Sequence[int]) -> bool:
    has_dataset = False
    for at, token in enumerate(found):
        if depths[at] or token.kind not in {Kind.WORD, Kind.NAME} or not _FROM.match(token.text):
            continue
        has_dataset = has_dataset or not _declares_prefix(token)
        for named in found[at + 1 : at + 3]:
            if named.kind is Kind.IRI and _FILE.match(named.text):
                raise QueryRefused(_NO_FILE, *line_and_column(text, named.start))
            if not named.is_word("NAMED"):
                break
    return has_dataset
