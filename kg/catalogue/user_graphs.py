"""The graphs that users write, kept by their content: a graph that is rebuilt has them again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update

from kg.catalogue.opening import Catalogue
from kg.catalogue.tables import counter, user_graph

_COUNTER = "user_graph"


def keep_user_graphs(catalogue: Catalogue, contents: Mapping[str, bytes]) -> int:
    """Give graphs this content, all in one transaction.

    Args:
        catalogue: opened.
        contents: canonical N-Quads by IRI; empty when the graph is no more.

    Returns:
        Number of this write, from 1 on.

    Raises:
        CatalogueBusy: another process writes.
    """
    with catalogue.writing() as connection:
        number = connection.execute(
            update(counter)
            .where(counter.c.name == _COUNTER)
            .values(value=counter.c.value + 1)
            .returning(counter.c.value)
        ).scalar_one()
        for iri, content in contents.items():
            connection.execute(delete(user_graph).where(user_graph.c.iri == iri))
            if content:
                row = {"iri": iri, "content": content, "number": number}
                connection.execute(insert(user_graph).values(row))
    return int(number)


def user_graphs(catalogue: Catalogue) -> dict[str, bytes]:
    """Contents of all graphs of users, by IRI, in its order."""
    with catalogue.reading() as connection:
        rows = connection.execute(
            select(user_graph.c.iri, user_graph.c.content).order_by(user_graph.c.iri)
        )
        return {row.iri: bytes(row.content) for row in rows}


def user_graph_content(catalogue: Catalogue, iri: str) -> bytes:
    """Content of one graph; empty when there is none of that name."""
    with catalogue.reading() as connection:
        found = connection.scalar(select(user_graph.c.content).where(user_graph.c.iri == iri))
        return bytes(found) if found else b""
