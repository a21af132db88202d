"""Our questions: one SPARQL file each, with title, purpose and parameters in its first comments.

::

    # title: Works that use a method
    # title@ko: 어떤 방법을 쓰는 논문
    # purpose: Finds what else was built on it.
    # param method: IRI of the method
    SELECT ?work ?title WHERE { ?work lpwc:hasMethod ?method ; dcterms:title ?title }

No file declares a prefix: the prefixes are those of the vocabulary. A parameter is a variable
that is given a value (:func:`kg.sparql.binding.bind`), so it is not named after SELECT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from kg.errors import KgError
from kg.sparql.tokens import tokens

_HEADER = re.compile(
    r"#\s*(?:(?P<part>title|purpose)(?:@(?P<language>[a-zA-Z-]+))?|param\s+(?P<name>\w+))\s*:"
    r"\s*(?P<words>.*?)\s*"
)
_SUFFIX = ".rq"


class QueryFileInvalid(KgError, ValueError):
    """A query file that breaks the rules above.

    Args:
        name: of the query.
        reason: which rule.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"query {name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Args:
        name: file name without its suffix.
        text: SPARQL without the header and without prefixes.
        titles: by language.
        purposes: by language.
        parameters: meanings by name of the variable.
    """

    name: str
    text: str
    titles: dict[str, str] = field(default_factory=dict)
    purposes: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def gives_table(self) -> bool:
        """Whether it asks for rows or yes and no; the others ask for a graph."""
        return self.text.lstrip().upper().startswith(("SELECT", "ASK"))

    def title(self, language: str = "en") -> str:
        """Title in a language, in English where it has none."""
        return self.titles.get(language, self.titles["en"])

    def purpose(self, language: str = "en") -> str:
        """Purpose in a language, in English where it has none; may be empty."""
        return self.purposes.get(language, self.purposes.get("en", ""))


def parse_query(name: str, content: str) -> Query:
    """Read one query file.

    >>> parse_query("all", "# title: All works\\nSELECT * { ?s ?p ?o }").title("ko")
    'All works'

    Raises:
        QueryFileInvalid: no English title, or it declares a prefix.
    """
    lines = content.splitlines()
    headers = []
    while lines and (match := _HEADER.fullmatch(lines[0])):
        headers.append(match)
        lines.pop(0)
    query = Query(name, "\n".join(lines).strip() + "\n")
    for header in headers:
        _note(query, header)
    if "en" not in query.titles:
        raise QueryFileInvalid(name, "it begins without '# title: …'")
    if any(token.is_word("PREFIX", "BASE") for token in tokens(query.text)):
        raise QueryFileInvalid(name, "it declares a prefix of its own")
    return query


@cache
def queries() -> dict[str, Query]:
    """Every packaged query by name, in alphabetical order."""
    found = (parse_query(_name(file), file.read_text(encoding="utf-8")) for file in _files())
    return {query.name: query for query in sorted(found, key=lambda query: query.name)}


def query_text(name: str) -> str:
    """SPARQL of one packaged query.

    Raises:
        KeyError: there is none of that name.
    """
    return queries()[name].text


def _files() -> list[Traversable]:
    folder = resources.files(__name__)
    return [file for file in folder.iterdir() if file.name.endswith(_SUFFIX)]


def _name(file: Traversable) -> str:
    return file.name.removesuffix(_SUFFIX)


def _note(query: Query, header: re.Match[str]) -> None:
    if header["name"]:
        query.parameters[header["name"]] = header["words"]
    else:
        into = query.titles if header["part"] == "title" else query.purposes
        into[header["language"] or "en"] = header["words"]
