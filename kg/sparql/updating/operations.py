"""An update taken apart by its tokens: which graphs it writes, and where USING would stand.

The engine tells neither. The grammar is followed strictly, with key words apart from names: what
cannot be followed is a syntax error here, though the engine might have guessed.

References:
    SPARQL 1.1 Update, section 4 and the grammar, rules [29] to [52].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from kg.sparql.errors import QuerySyntaxError
from kg.sparql.tokens import Kind, Token, line_and_column, tokens


@dataclass(frozen=True, slots=True)
class Target:
    """Where an operation writes.

    Args:
        token: what says so.
        is_name: the token names a graph, or is a variable in place of a name; otherwise it is a
            word for several graphs or the default graph, or the first of triples outside GRAPH.
    """

    token: Token
    is_name: bool


@dataclass(slots=True)
class Operation:
    """One operation of an update.

    Args:
        prologue: text of the declarations in force, to resolve names with.
        writes: where it writes, in order of mention.
        has_dataset: it says USING or WITH itself.
        where: the word WHERE of an operation with a pattern.
        template: of ``DELETE WHERE { … }``, where the pattern is the template too: its braces.
    """

    prologue: str
    writes: list[Target] = field(default_factory=list)
    has_dataset: bool = False
    where: Token | None = None
    template: tuple[Token, Token] | None = None


def operations(text: str) -> list[Operation]:
    """The operations of an update, in order.

    >>> (found,) = operations("INSERT DATA { GRAPH <http://example.org/g> { <a:s> <a:p> 1 } }")
    >>> [target.token.text for target in found.writes]
    ['<http://example.org/g>']

    Raises:
        QuerySyntaxError: the text is no update, or runs key words together.
    """
    return _Parser(text).operations()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: Sequence[Token] = list(tokens(text))
        self._at = 0
        self._prologue = ""
        self._operation = Operation("")

    def operations(self) -> list[Operation]:
        """Read to the end."""
        found = []
        self._declarations()
        while self._at < len(self._tokens):
            self._operation = Operation(self._prologue)
            self._one()
            found.append(self._operation)
            if self._at < len(self._tokens):
                self._take(";")
            self._declarations()
        return found

    def _declarations(self) -> None:
        while self._is("PREFIX", "BASE", "VERSION"):
            first = self._next()
            if first.is_word("PREFIX"):
                self._take(Kind.NAME)
            last = self._take(Kind.STRING if first.is_word("VERSION") else Kind.IRI)
            self._prologue += self._text[first.start : last.end] + "\n"

    def _one(self) -> None:
        word = self._next()
        match word.text.upper():
            case "INSERT" | "DELETE" if self._is("DATA"):
                self._next()
                self._quads(None)
            case "DELETE" if self._is("WHERE"):
                self._operation.where = self._next()
                self._operation.template = self._quads(None)
            case "INSERT" | "DELETE" | "WITH":
                self._modify(word)
            case "CLEAR" | "DROP":
                self._silent()
                self._writes(self._graph_or("DEFAULT", "NAMED", "ALL"))
            case "CREATE":
                self._silent()
                self._writes(self._graph_or())
            case "COPY" | "MOVE" | "ADD":
                self._transfer(moves=word.is_word("MOVE"))
            case _:
                self._fail(word, "expected an operation of SPARQL Update")

    def _modify(self, word: Token) -> None:
        graph = None
        if word.is_word("WITH"):
            self._operation.has_dataset = True
            graph, word = self._graph_name(), self._take("DELETE", "INSERT")
        self._quads(graph)
        if word.is_word("DELETE") and self._is("INSERT"):
            self._next()
            self._quads(graph)
        while self._is("USING"):
            self._operation.has_dataset = True
            self._next()
            if self._is("NAMED"):
                self._next()
            self._graph_name()
        self._operation.where = self._take("WHERE")
        self._skip_braces()

    def _transfer(self, *, moves: bool) -> None:
        self._silent()
        source = self._default_or_graph()
        self._take("TO")
        self._writes(self._default_or_graph())
        if moves:
            self._writes(source)

    def _quads(self, default: Token | None) -> tuple[Token, Token]:
        """Triples in braces, some of them in GRAPH; ``default`` is where the others belong."""
        opening = self._take("{")
        while not self._is_text("}"):
            if self._is("GRAPH"):
                self._next()
                self._writes(self._take(Kind.IRI, Kind.NAME, Kind.VARIABLE))
                self._skip_braces()
            elif self._is_text("{"):
                self._skip_braces()
            else:
                token = self._next()
                if token.text != ".":
                    self._operation.writes.append(
                        Target(default or token, is_name=default is not None)
                    )
                    self._skip_triples()
        return opening, self._next()

    def _skip_triples(self) -> None:
        while not self._is_text("}") and not self._is("GRAPH"):
            if self._is_text("{"):
                self._skip_braces()
            else:
                self._next()

    def _skip_braces(self) -> None:
        opening, depth = self._take("{"), 1
        while depth:
            token = self._next(opening)
            depth += {"{": 1, "}": -1}.get(token.text, 0)

    def _writes(self, token: Token) -> None:
        self._operation.writes.append(Target(token, is_name=token.kind is not Kind.WORD))

    def _silent(self) -> None:
        if self._is("SILENT"):
            self._next()

    def _graph_or(self, *words: str) -> Token:
        if words and self._is(*words):
            return self._next()
        self._take("GRAPH")
        return self._graph_name()

    def _default_or_graph(self) -> Token:
        if self._is("DEFAULT"):
            return self._next()
        if self._is("GRAPH"):
            self._next()
        return self._graph_name()

    def _graph_name(self) -> Token:
        return self._take(Kind.IRI, Kind.NAME)

    def _is(self, *words: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].is_word(*words)

    def _is_text(self, text: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].text == text

    def _take(self, *wanted: str | Kind) -> Token:
        token = self._next()
        words = [word for word in wanted if isinstance(word, str)]
        if token.kind in wanted or token.text in words or token.is_word(*words):
            return token
        names = [str(word.value if isinstance(word, Kind) else word) for word in wanted]
        return self._fail(token, f"unexpected {token.text[:40]}; expected {' or '.join(names)}")

    def _next(self, opening: Token | None = None) -> Token:
        if self._at == len(self._tokens):
            if opening is not None:
                self._fail(opening, "this brace is never closed")
            self._fail(Token(Kind.OTHER, "", len(self._text)), "unexpected end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _fail(self, token: Token, message: str) -> NoReturn:
        raise QuerySyntaxError(message, *line_and_column(self._text, token.start))
