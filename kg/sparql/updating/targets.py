"""Names of the graphs that an update writes, and the protocol's dataset put into its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import NamedNode

from kg.sparql.check import check_update
from kg.sparql.errors import PublishedGraph, QueryRefused, QuerySyntaxError
from kg.sparql.limits import Limits
from kg.sparql.resolving import resolve
from kg.sparql.tokens import Kind, Token, line_and_column
from kg.sparql.updating.changes import Change, Patch, Update
from kg.sparql.updating.operations import Operation, Target, operations


def written_graphs(
    update: Update, prefixes: Mapping[str, str], may_write: Callable[[str], bool]
) -> list[str]:
    """IRIs of the graphs that an update writes, each once, in order of mention.

    Args:
        update: checked by ``check_update``.
        prefixes: known without being declared.
        may_write: says of an IRI whether users may write that graph.

    Raises:
        QuerySyntaxError: the text is no update, or a prefix is not declared.
        PublishedGraph: it writes a graph that it may not, or the default graph.
        QueryRefused: it does not name by IRI what it writes.
    """
    found: dict[str, None] = {}
    for operation in operations(update.text):
        named = [_named(update.text, target) for target in operation.writes]
        graphs = resolve(operation.prologue, named, prefixes, update.base_iri)
        for token, graph in zip(named, graphs, strict=True):
            if not may_write(graph.value):
                raise PublishedGraph(graph.value, *line_and_column(update.text, token.start))
            found[graph.value] = None
    return list(found)


def check_change(change: Change, limits: Limits) -> None:
    """Look at the text of an update or a patch before anything else.

    Raises:
        QueryError: any that ``check_update`` raises; a patch that names graphs.
    """
    if isinstance(change, Update | Patch):
        check_update(change.text, limits)
    if isinstance(change, Patch):
        _refuse_names(change.text)


def _refuse_names(text: str) -> None:
    for operation in operations(text):
        for target in operation.writes:
            if target.is_name:
                place = line_and_column(text, target.token.start)
                words = "the graph of the request is the whole dataset here; leave its name out"
                raise QueryRefused(words, *place)


def with_dataset(update: Update) -> str:
    """The text of an update with the protocol's dataset as its USING clauses.

    Raises:
        QuerySyntaxError: it has USING or WITH too; the protocol forbids both at once.
    """
    if not (update.using_graphs or update.using_named_graphs):
        return update.text
    clauses = [f"USING {_written(iri)} " for iri in update.using_graphs]
    clauses += [f"USING NAMED {_written(iri)} " for iri in update.using_named_graphs]
    text, using = update.text, "".join(clauses)
    for operation in reversed(operations(update.text)):
        if operation.has_dataset:
            raise QuerySyntaxError("a dataset in the request and USING or WITH exclude each other")
        if operation.where is not None:
            at = operation.where.start
            text = text[:at] + _template(update.text, operation) + using + text[at:]
    return text


def _template(text: str, operation: Operation) -> str:
    if operation.template is None:
        return ""
    opening, closing = operation.template
    return text[opening.start : closing.end] + " "


def _written(iri: str) -> str:
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        raise QuerySyntaxError(f"{iri!r} is not an absolute IRI: {error}") from error


def _named(text: str, target: Target) -> Token:
    place = line_and_column(text, target.token.start)
    if not target.is_name:
        raise PublishedGraph(None, *place)
    if target.token.kind is Kind.VARIABLE:
        raise QueryRefused("a graph that is written is named by its IRI, not by a variable", *place)
    return target.token
