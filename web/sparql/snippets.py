"""A query as a program that somebody can take along, in three languages."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program.

    Args:
        name: of its language.
        text: the program.
    """

    name: str
    text: str


def snippets(endpoint: str, query: str) -> tuple[Snippet, ...]:
    """Give programs that ask a SELECT query and print its rows; no package of others is needed.

    Args:
        endpoint: its address.
        query: the query, which declares its prefixes.
    """
    return (
        Snippet("Python", _python(endpoint, query)),
        Snippet("curl", _curl(endpoint, query)),
        Snippet("R", _r(endpoint, query)),
    )


def _python(endpoint: str, query: str) -> str:
    return f"""\
import csv
import io
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ENDPOINT = {endpoint!r}
QUERY = {_python_text(query)}

body = urlencode({{"query": QUERY}}).encode()
request = Request(ENDPOINT, body, headers={{"Accept": "text/csv", "User-Agent": "my-script"}})
with urlopen(request) as answer:
    for row in csv.DictReader(io.TextIOWrapper(answer, "utf-8")):
        print(row)
"""


def _python_text(query: str) -> str:
    """The query as it stands where that is possible, so that it can be read and changed."""
    is_plain = '"""' not in query and "\\" not in query and not query.endswith('"')
    return f'"""{query}"""' if is_plain else repr(query)


def _curl(endpoint: str, query: str) -> str:
    return (
        f"curl --fail --silent --show-error {shlex.quote(endpoint)} \\\n"
        f"  --header 'Accept: text/csv' \\\n"
        f"  --data-urlencode {shlex.quote('query=' + query)}\n"
    )


def _r(endpoint: str, query: str) -> str:
    # JSON strings are strings of R too, but for a slash, which is not escaped here.
    text = json.dumps(query, ensure_ascii=False)
    return f"""\
query <- {text}
address <- paste0({json.dumps(endpoint)}, "?format=csv&query=", URLencode(query, reserved = TRUE))
rows <- read.csv(url(address), encoding = "UTF-8")
print(rows)
"""
