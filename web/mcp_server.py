"""Tools for language models, by the Model Context Protocol: search, work, related, SPARQL, schema.

Everything is asked through the API, of a running site or of the application in this process, so a
model gets the same answers as everybody, under the same limits, and can change nothing.

References:
    Model Context Protocol, https://modelcontextprotocol.io/specification.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from kg.queries import queries
from kg.vocab import PREFIXES
from web.client import Answer, Paperkin, Request, Transport

NAME: Final = "paperkin"
_SERVERS: Final = (("mcp.server", "MCPServer"), ("mcp.server.fastmcp", "FastMCP"))
"""Where the server is, in version 2 of the library and before."""

_ABOUT: Final = (
    "Papers, what they deal with, and which of them belong together, each with the reason. "
    "Ids are written arxiv:2405.17258, doi:… or acl:…; links and other spellings work too. "
    "Ask `schema` before writing SPARQL."
)
_CLASSES: Final = """\
SELECT ?class (COUNT(?thing) AS ?things) WHERE { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?things) LIMIT 60"""
_MOST_ROWS: Final = 200


class Tools:
    """What a model may ask.

    Args:
        site: that answers.
    """

    def __init__(self, site: Paperkin) -> None:
        self._site = site

    def search(self, text: str, k: int = 10) -> list[dict[str, Any]]:
        """Find papers by words, best first. +word must stand in them, -word must not."""
        return [_brief(one) for one in self._site.search(text, k)]

    def work(self, id: str) -> dict[str, Any]:  # noqa: A002
        """Everything known of one paper: texts, topics, stated results, links, votes, venues."""
        return self._site.work(id)

    def related(self, id: str, k: int = 10) -> list[dict[str, Any]]:  # noqa: A002
        """The papers most related to one paper, each with one sentence that says why."""
        return [_brief(one) for one in self._site.related(id, k)]

    def related_to_text(self, text: str, k: int = 10) -> list[dict[str, Any]]:
        """The papers most related to a title, an abstract or any text, each with the reason."""
        return [_brief(one) for one in self._site.related_to(text=text, k=k)]

    def sparql(self, query: str) -> list[dict[str, str]]:
        """Rows of a SPARQL 1.1 SELECT or ASK on the graph; the usual prefixes are known."""
        return self._site.sparql(query)[:_MOST_ROWS]

    def schema(self) -> dict[str, Any]:
        """The graph's prefixes, its classes with their sizes, and queries that work."""
        return {
            "prefixes": dict(PREFIXES),
            "classes": self._site.sparql(_CLASSES),
            "examples": [
                {"title": one.title(), "purpose": one.purpose(), "query": one.text}
                for one in queries().values()
                if one.gives_table and not one.parameters
            ],
        }


def mcp_server(tools: Tools) -> Any:
    """Give the server that offers the tools; it needs the extra ``mcp``.

    Raises:
        ModuleNotFoundError: the extra is not installed.
    """
    server = _server_class()(NAME, instructions=_ABOUT)
    for tool in (
        tools.search,
        tools.work,
        tools.related,
        tools.related_to_text,
        tools.sparql,
        tools.schema,
    ):
        server.tool()(tool)
    return server


def in_process(app: Flask) -> Transport:
    """Give the transport that asks an application in this process."""

    def ask(one: Request) -> Answer:
        builder = EnvironBuilder(
            f"/{one.path}", method=one.method, headers=list(one.headers.items()), data=one.body
        )
        chunks, status, headers = run_wsgi_app(app, builder.get_environ(), buffered=True)
        small = {name.lower(): value for name, value in headers}
        return Answer(int(status.split(" ", 1)[0]), small, b"".join(chunks))

    def follow(one: Request) -> Answer:
        answer = ask(one)
        if answer.status in {301, 302, 303, 307, 308}:
            path = answer.headers["location"].partition("://")[2].partition("/")[2]
            path = path or answer.headers["location"].removeprefix("/")
            answer = ask(Request(one.method, path, one.headers, one.body))
        return answer

    return follow


def _server_class() -> Any:
    for module, name in _SERVERS:
        try:
            return getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise ModuleNotFoundError("the extra 'mcp' is not installed", name="mcp")


def _brief(result: dict[str, Any]) -> dict[str, Any]:
    """A place of a list without its table of evidence, which is long."""
    return {name: result[name] for name in ("id", "title", "rank", "score", "why")}
