"""Requests that mean harm, by name, each with the answers that are right.

``{port}`` is where a listener waits for a connection that must not come, ``{secret}`` a file that
must not be read, ``{name}`` its IRI.
"""

# A query in one line reads better than one that is broken for the margin.
# ruff: noqa: E501

from __future__ import annotations

from kg.sparql.errors import (
    EvaluationFailed,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooExpensive,
    QueryTooLarge,
    ResultTooLarge,
)

Outcome = type[QueryError] | None
ANSWERED = None
STOPPED: tuple[Outcome, ...] = (QueryTimeout, QueryTooExpensive, ResultTooLarge)
DEEP: tuple[Outcome, ...] = (QueryTooDeep,)
REFUSED: tuple[Outcome, ...] = (QueryRefused,)
WRONG: tuple[Outcome, ...] = (QuerySyntaxError,)
# Much, but finite: what it becomes depends on the machine.
FINITE: tuple[Outcome, ...] = (ANSWERED, *STOPPED, EvaluationFailed)

_PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
_MANY = 4000


def _chain(joint: str, piece: str, count: int = _MANY) -> str:
    return joint.join([piece] * count)


def _doubled(times: int, last: str = "STRLEN(?a{n})") -> str:
    steps = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(times))
    return f'SELECT ({last.format(n=times)} AS ?x) {{ BIND("gull" AS ?a0) {steps} }}'


def _nested(opening: str, middle: str, closing: str, count: int = 10_000) -> str:
    return opening * count + middle + closing * count


def _values(count: int, blocks: int) -> str:
    return " ".join(
        f"VALUES ?v{block} {{ {' '.join(str(i) for i in range(count))} }}"
        for block in range(blocks)
    )


PRODUCTS = {
    "product of all": f"SELECT * {_PRODUCT}",
    "product counted": f"SELECT (COUNT(*) AS ?x) {_PRODUCT}",
    "product sorted": f"SELECT * {_PRODUCT} ORDER BY ?c ?l",
    "product made distinct": f"SELECT DISTINCT ?a ?d ?g {_PRODUCT}",
    "product grouped": f"SELECT ?a ?d (COUNT(*) AS ?x) {_PRODUCT} GROUP BY ?a ?d ?g",
    "product concatenated": f"SELECT (GROUP_CONCAT(?c) AS ?x) {_PRODUCT}",
    "product constructed": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {_PRODUCT}",
    "product described": f"DESCRIBE ?a ?d ?g {_PRODUCT}",
    "product that never matches": f"ASK {{ {_PRODUCT} FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?o))) < 0) }}",
    "product of optionals": "SELECT (COUNT(*) AS ?x) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL "
    "{ ?g ?h ?i OPTIONAL { ?j ?k ?l } } } }",
    "product of unions": "SELECT (COUNT(*) AS ?x) {" + " ".join(["{ ?a ?b ?c } UNION { ?d ?e ?f }"] * 8) + "}",
    "product skipped": f"SELECT * {_PRODUCT} OFFSET 999999999999 LIMIT 1",
    "product by minus": f"ASK {{ {_PRODUCT} MINUS {{ ?x ?y ?z . ?u ?v ?w . ?r ?s ?t }} }}",
    "product by exists": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l "
    "FILTER(?a = ?l && ?i = 99) } }",
    "values bomb": f"SELECT (COUNT(*) AS ?x) {{ {_values(200, 6)} }}",
    "values bomb with filter": f"ASK {{ {_values(200, 6)} FILTER(?v0 + ?v1 + ?v2 = -1) }}",
    "subqueries multiplied": "SELECT (COUNT(*) AS ?x) {" + " ".join(
        f"{{ SELECT ?a{i} ?b{i} {{ ?a{i} ?p{i} ?b{i} }} }}" for i in range(6)) + "}",
}  # fmt: skip

PATHS = {
    "closure of everything": "SELECT (COUNT(*) AS ?x) { ?a (!ex:none)* ?b . ?c (!ex:none)* ?d . ?e (!ex:none)* ?f }",
    "closures joined": "SELECT (COUNT(*) AS ?x) { ?a ex:cites* ?b . ?b ex:cites* ?c . ?c ex:cites* ?d }",
    "closure both ways": "SELECT (COUNT(*) AS ?x) { ?a (ex:cites|^ex:cites)* ?b . ?c (ex:cites|^ex:cites)* ?d . ?e (ex:cites|^ex:cites)* ?f }",
    "closure of a closure": "SELECT (COUNT(*) AS ?x) { ?a ((ex:cites*)*/(ex:cites+)*)* ?b . ?c (ex:cites*)* ?d . ?e ex:cites* ?f }",
}  # fmt: skip

LARGE_BUT_FLAT = {
    "thousand steps": f"SELECT * {{ ?a {_chain('/', 'ex:cites', 1000)} ?b }}",
    "thousand alternatives": f"SELECT (COUNT(*) AS ?x) {{ ?a ({_chain('|', 'ex:cites', 1000)})* ?b }}",
    "long sum": f"SELECT ({_chain('+', '1')} AS ?x) {{}}",
    "long conjunction": f"ASK {{ FILTER({_chain('&&', 'true')}) }}",
    "many unions": f"SELECT * {{ {_chain(' UNION ', '{}')} }}",
    "many optionals": f"SELECT * {{ {_chain(' ', 'OPTIONAL {}')} }}",
    "many groups": f"SELECT * {{ {_chain(' ', '{}')} }}",
    "many triples": f"SELECT * {{ {_chain(' . ', '?a ?b ?c')} }}",
    "many filters": f"SELECT * {{ ?a ?b ?c {_chain(' ', 'FILTER(?a != 1)')} }} LIMIT 1",
    "many binds": "SELECT * {" + " ".join(f"BIND({i} AS ?v{i})" for i in range(2000)) + "}",
    "many variables": "SELECT * {" + " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(1000)) + "} LIMIT 1",
    "many prefixes": "".join(f"PREFIX p{i}: <http://a/{i}> " for i in range(1500)) + "ASK {}",
}  # fmt: skip

MEMORY = {
    "string doubling": _doubled(45),
    "string doubling given out": _doubled(34, "?a{n}"),
    "string doubling hashed": _doubled(45, "SHA512(?a{n})"),
    "repeated replacement": "SELECT (STRLEN(?y) AS ?x) { BIND(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE("
    "REPLACE('aaaaaaaaaaaaaaaa', 'a', 'aaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaa'), 'a', "
    "'aaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaa'), 'a', "
    "'aaaaaaaaaaaaaaaa') AS ?y) }",
    "regex repetition": "SELECT * { ?a ?b ?c FILTER REGEX(STR(?a), '((((a{1000}){1000}){1000}){1000})') }",
    "regex backtracking": "SELECT * { ?a ?b ?c FILTER REGEX('" + "a" * 5000 + "', '(a*)*(a*)*(a*)*b') }",
    "regex of the data": f"ASK {{ {_PRODUCT} FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(.*)(.*)(.*)z', 'is') }}",
}  # fmt: skip

NESTED = {
    "nested groups": "SELECT * " + _nested("{", "", "}"),
    "nested parentheses": f"SELECT ({_nested('(', '1', ')')} AS ?x) {{}}",
    "nested brackets": f"SELECT * {{ ?s ?p {_nested('[ ?p ', '1', ']')} }}",
    "nested lists": f"SELECT * {{ ?s ?p {_nested('(', '1', ')')} }}",
    "nested paths": f"SELECT * {{ ?s {_nested('(', 'ex:p', ')*')} ?o }}",
    "nested functions": f"SELECT ({_nested('STR(', '1', ')')} AS ?x) {{}}",
    "nested exists": f"ASK {_nested('{ FILTER EXISTS ', '{}', '}', 3000)}",
    "nested optionals": f"ASK {_nested('{ OPTIONAL ', '{}', '}', 3000)}",
    "nested subqueries": f"SELECT * {_nested('{ SELECT * ', '{}', '}', 3000)}",
    "nested triple terms": f"ASK {{ ?s ?p {_nested('<<( ?s ?p ', '1', ')>>', 3000)} }}",
    "never closed": "SELECT * " + "{" * 30_000,
    "hidden in a comparison": "ASK { FILTER(?a<" + "(" * 5000 + "1>0" + ")" * 5000 + ") }",
}  # fmt: skip

OUTSIDE = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?a ?b ?c } }",
    "silent service": "SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/> { ?a ?b ?c } }",
    "service by variable": "SELECT * { VALUES ?s { <http://127.0.0.1:{port}/> } SERVICE ?s { ?a ?b ?c } }",
    "service glued to a prefix": "PREFIX ex: <http://127.0.0.1:{port}/> SELECT * { SERVICEex: { ?a ?b ?c } }",
    "service after a comment": "SELECT * { #\n SERVICE#\n<http://127.0.0.1:{port}/> { ?a ?b ?c } }",
    "service in a subquery": "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?a ?b ?c } } } }",
    "service behind a quote": "SELECT * { FILTER(?a<'>') SERVICE <http://127.0.0.1:{port}/> { ?s ?p ' } ' } }",
    "from a file": "SELECT * FROM <{name}> { ?a ?b ?c }",
    "from named a file": "SELECT * FROM NAMED <{name}> { GRAPH ?g { ?a ?b ?c } }",
    "load": "LOAD <http://127.0.0.1:{port}/>",
    "load a file": "LOAD <{name}> INTO GRAPH <http://example.org/g>",
    "insert": "INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }",
    "drop": "DROP ALL",
}  # fmt: skip

ODD = {
    "from the network": ("SELECT * FROM <http://127.0.0.1:{port}/> { ?a ?b ?c }", (ANSWERED,)),
    "graph of a file": ("SELECT * { GRAPH <{name}> { ?a ?b ?c } }", (ANSWERED,)),
    "from a file by prefix": ("PREFIX f: <file://> SELECT * FROM f:{secret} { ?a ?b ?c }", WRONG),
    "service by escape": (
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?a ?b ?c } }",
        (*WRONG, *REFUSED),
    ),
    "escape that ends a string": ('SELECT * { ?a ?b "\\u0022 SERVICE \\u0022" }', (ANSWERED,)),
    "too long": ("SELECT * { ?a ?b ?c } #" + "x" * 70_000, (QueryTooLarge,)),
    "too long in bytes": ("SELECT * { ?a ?b ?c } #" + "한" * 30_000, (QueryTooLarge,)),
    "nothing": ("", WRONG),
    "only white space": (" \n\t" * 5000, WRONG),
    "null characters": ("SELECT * { ?a ?b ?c }\x00DROP ALL", WRONG),
    "half a character": ("SELECT * { ?a ?b '\udc80' }", WRONG),
    "byte order mark": ("\ufeffSELECT * { ?a ?b ?c }", (*WRONG, ANSWERED)),
    "right to left": ("SELECT * { ?a ?b '\u202e} DROP ALL' }", (ANSWERED,)),
    "dots": ("a." * 30_000, WRONG),
    "colons": (":" * 60_000, WRONG),
    "less than": ("<" * 60_000, (*WRONG, *DEEP)),
    "quotes": ('"' * 60_001, WRONG),
    "backslashes": ("SELECT * { ?a ?b '" + "\\" * 60_000, WRONG),
    "digits": (f"SELECT ({'9' * 60_000} AS ?x) {{}}", (ANSWERED, *WRONG, *STOPPED)),
    "huge limit": ("SELECT * { ?a ?b ?c } LIMIT 99999999999999999999999", (ANSWERED, *WRONG)),
    "huge exponent": ("SELECT (1e999999999 AS ?x) (1/0 AS ?y) {}", (ANSWERED, *WRONG)),
    "impossible date": (
        "SELECT (YEAR('99999999999999999999-13-45T99:99:99'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}",
        (ANSWERED,),
    ),
    "unknown function": ("SELECT (<http://example.org/system>('id') AS ?x) {}", (EvaluationFailed,)),
    "wrong regex": ("SELECT (REGEX('a', '(((') AS ?x) {}", (ANSWERED, EvaluationFailed)),
}  # fmt: skip

REQUESTS: dict[str, tuple[str, tuple[Outcome, ...]]] = {
    **{name: (text, STOPPED) for name, text in PRODUCTS.items()},
    **{name: (text, FINITE) for name, text in (PATHS | LARGE_BUT_FLAT | MEMORY).items()},
    **{name: (text, DEEP) for name, text in NESTED.items()},
    **{name: (text, REFUSED) for name, text in OUTSIDE.items()},
    **ODD,
}
