"""Random graphs and random queries whose answer the SPARQL recommendation leaves no choice in."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from hypothesis import strategies as st
from pyoxigraph import Literal, Quad

from .conftest import node

NODES = ("n0", "n1", "n2", "n3", "n4", "n5")
KINDS = ("Book", "Map")
NODE_VARIABLES = ("?a", "?b", "?c")
LONGEST_PAGE = 8


def graph(seed: int) -> list[Quad]:
    """Nodes that cite and know each other in circles, some with a number, a name or a kind.

    No two terms are spelled the same, so ``STR`` orders all terms without ties. No number is zero:
    rdflib takes a bound zero at the end of a path for an unbound one.
    """
    chance = random.Random(seed)
    content: list[Quad] = []

    def say(subject: str, predicate: str, value: object) -> None:
        content.append(Quad(node(subject), node(predicate), value, node("graph/works")))  # type: ignore[arg-type]

    for number, name in enumerate(NODES):
        for _ in range(2):
            say(name, chance.choice(("cites", "knows")), node(chance.choice(NODES)))
        if chance.random() < 0.7:
            say(name, "number", Literal(chance.randrange(1, 5)))
        if chance.random() < 0.7:
            language = chance.choice((None, "en", "ko"))
            say(name, "name", Literal(f"gull {number}", language=language))
        if chance.random() < 0.6:
            say(name, "kind", node(chance.choice(KINDS)))
    return content


@dataclass(frozen=True, slots=True)
class Group:
    """The inside of one pair of braces.

    Args:
        text: what stands there.
        bound: variables that every solution binds.
        free: all its variables.
    """

    text: str
    bound: frozenset[str]
    free: frozenset[str]

    def and_then(self, text: str, bound: frozenset[str] = frozenset(), *more: str) -> Group:
        """The group with another element after it."""
        return Group(f"{self.text} {text}", self.bound | bound, self.free | bound | set(more))


_steps = st.sampled_from(("ex:cites", "ex:knows", "^ex:cites", "^ex:knows"))
_paths = st.one_of(
    _steps,
    _steps,
    st.builds("{}/{}".format, _steps, _steps),
    st.builds("({}){}".format, _steps, st.sampled_from("+*?")),
    st.sampled_from(("(ex:cites|ex:knows)", "(ex:cites|^ex:cites)*", "(^ex:knows|ex:cites)+")),
    st.sampled_from(("!ex:cites", "!(ex:cites|ex:number)")),
)
_ends = st.one_of(
    st.sampled_from(NODE_VARIABLES),
    st.sampled_from(NODE_VARIABLES),
    st.sampled_from(NODES).map("ex:{}".format),
)
_values = st.sampled_from((("number", "?x"), ("number", "?y"), ("name", "?t"), ("kind", "?k")))


@st.composite
def _triple(draw: st.DrawFn) -> Group:
    subject = draw(_ends)
    if draw(st.booleans()):
        predicate, end = draw(_paths), draw(_ends)
    else:
        name, end = draw(_values)
        predicate = f"ex:{name}"
    names = frozenset(one for one in (subject, end) if one.startswith("?"))
    return Group(f"{subject} {predicate} {end} .", names, names)


_joined = st.lists(_triple(), min_size=1, max_size=2).map(
    lambda parts: Group(
        " ".join(one.text for one in parts),
        frozenset().union(*(one.bound for one in parts)),
        frozenset().union(*(one.free for one in parts)),
    )
)
_NUMBERS = frozenset({"?x", "?y"})
_comparisons = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))


@st.composite
def _condition(draw: st.DrawFn, group: Group) -> str:
    names = st.sampled_from(sorted(group.bound))
    compared = st.one_of(
        st.builds("{} {} {}".format, st.sampled_from(numbers), _comparisons, st.integers(0, 3))
        if (numbers := sorted(group.bound & _NUMBERS))
        else st.nothing(),
        st.builds("STRLEN(STR({})) {} {}".format, names, _comparisons, st.integers(1, 25)),
    )
    simple = st.one_of(
        compared,
        st.builds("{} {} {}".format, names, st.sampled_from(("=", "!=")), names),
        st.builds("{} IN (1, ex:n1, ex:n2, ex:Map)".format, names),
        st.builds("{}({})".format, st.sampled_from(("isIRI", "isLiteral", "isNumeric")), names),
        st.builds('LANG({}) = "{}"'.format, names, st.sampled_from(("", "en", "ko"))),
        st.builds('CONTAINS(STR({}), "{}")'.format, names, st.sampled_from(("1", "gull", "n"))),
        st.builds('REGEX(STR({}), "[{}]$")'.format, names, st.sampled_from(("0-2", "^3", "pk"))),
    )
    shape = st.sampled_from(("{}", "!({})", "({}) && ({})", "({}) || ({})", "IF({}, {}, false)"))
    return draw(shape).format(draw(simple), draw(simple))


@st.composite
def _expression(draw: st.DrawFn, group: Group) -> str:
    names = st.sampled_from(sorted(group.bound))
    return draw(
        st.one_of(
            st.builds("{} {} {}".format, names, st.sampled_from("+-*"), st.integers(1, 3)),
            st.builds("STR({})".format, names),
            st.builds('CONCAT("<", STR({}), ">")'.format, names),
            st.builds("COALESCE({} + 1, {})".format, names, names),
            st.builds("UCASE(STR({}))".format, names),
            st.builds("IF(isIRI({}), 1, 0)".format, names),
        )
    )


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> Group:
    """A group: joined triples, then parts of every kind that the grammar allows after them."""
    group = draw(_joined)
    kinds = ["filter", "bind"] + (["optional", "union", "minus", "exists", "values"] * (depth > 0))
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=2))):
        if kind == "filter":
            if group.bound:
                group = group.and_then(f"FILTER({draw(_condition(group))})")
        elif kind == "bind":
            new = f"?new{depth}{number}"
            if group.bound and new not in group.free:
                bind = f"BIND({draw(_expression(group))} AS {new})"
                group = group.and_then(bind, frozenset(), new)
        elif kind == "values":
            group = group.and_then("VALUES ?a { ex:n0 ex:n1 ex:n2 }", frozenset({"?a"}))
        else:
            group = _with_inner(draw, group, kind, depth)
    return group


_LOST = re.compile(r"OPTIONAL .*FILTER")
"""What rdflib loses inside of an OPTIONAL; so are rows of VALUES beside one."""


def _with_inner(draw: st.DrawFn, group: Group, kind: str, depth: int) -> Group:
    inner = draw(groups(depth - 1))
    if kind == "optional":
        if _LOST.search(inner.text) or "VALUES" in f"{group.text} {inner.text}":
            return group
        return group.and_then(f"OPTIONAL {{ {inner.text} }}", frozenset(), *inner.free)
    if kind == "minus":
        return group.and_then(f"MINUS {{ {inner.text} }}")
    if kind == "exists":
        word = draw(st.sampled_from(("EXISTS", "NOT EXISTS")))
        return group.and_then(f"FILTER {word} {{ {inner.text} }}")
    other = draw(groups(depth - 1))
    text = f"{{ {inner.text} }} UNION {{ {other.text} }}"
    return group.and_then(text, inner.bound & other.bound, *inner.free, *other.free)


@dataclass(frozen=True, slots=True)
class Query:
    """A query, and whether the order of its answer is decided."""

    text: str
    is_ordered: bool


_LOOSE = re.compile(r"\)[*?]|:\w+\|")
"""Paths whose solutions the two sides count differently: alternatives, ``*`` and ``?``."""


@st.composite
def selections(draw: st.DrawFn) -> Query:
    """SELECT, perhaps DISTINCT, perhaps a page of all solutions in a decided order."""
    group = draw(groups())
    shown = sorted(group.free) or ["*"]
    is_distinct = bool(_LOOSE.search(group.text)) or draw(st.booleans())
    text = f"SELECT {'DISTINCT ' * is_distinct}{' '.join(shown)} {{ {group.text} }}"
    if not group.free or not draw(st.booleans()):
        return Query(text, is_ordered=False)
    directions = st.sampled_from(('ASC(COALESCE(STR({}), ""))', 'DESC(COALESCE(STR({}), ""))'))
    order = " ".join(draw(directions).format(name) for name in shown)
    page = f"LIMIT {draw(st.integers(0, LONGEST_PAGE))} OFFSET {draw(st.integers(0, 3))}"
    return Query(f"{text} ORDER BY {order} {page}", is_ordered=True)


@st.composite
def countings(draw: st.DrawFn) -> Query:
    """Aggregates, in groups or over everything, perhaps with HAVING."""
    group = draw(groups().filter(lambda one: bool(one.free)))
    is_loose = bool(_LOOSE.search(group.text))
    names = st.sampled_from(sorted(group.free))
    counts = ("COUNT(DISTINCT {})",) + ("COUNT({})",) * (not is_loose)
    made = draw(st.sampled_from(counts)).format(draw(names))
    if numbers := sorted(group.bound & _NUMBERS):
        makers = ("MIN({})", "MAX({})", "SUM(DISTINCT {})")
        makers += ("SUM({})", "AVG({})") * (not is_loose)
        made = draw(st.sampled_from(makers)).format(draw(st.sampled_from(numbers)))
    by = draw(st.one_of(st.none(), names))
    if by is None:
        return Query(f"SELECT ({made} AS ?n) {{ {group.text} }}", is_ordered=False)
    having = "" if is_loose else draw(st.sampled_from(("", " HAVING (COUNT(*) > 1)")))
    text = f"SELECT {by} ({made} AS ?n) {{ {group.text} }} GROUP BY {by}{having}"
    return Query(text, is_ordered=False)


def questions() -> st.SearchStrategy[Query]:
    """ASK."""
    return groups().map(lambda group: Query(f"ASK {{ {group.text} }}", is_ordered=False))
