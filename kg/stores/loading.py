"""Many quads into an engine at once, by its bulk loader.

The loader is fed text, cut into pieces: so it works beside the thread that makes the quads (it
lets go of the interpreter's lock, which it keeps when it is given objects), and its memory is
bounded by the piece. One call for everything holds several million quads at a time (3 GB for five
million), a piece of 200,000 with its copies about 500 MB at the same speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.stores.update_text import batches

IsPublished = Callable[[NamedNode], bool]

PIECE = 200_000
"""Quads in one call of the loader. Only memory and speed depend on it."""

# In N-Quads every line ends in its graph, and no literal holds a line end.
_GRAPH_AT_END = re.compile(rb" <[^<>\s]*> \.$", re.MULTILINE)


def load_in_bulk(
    engine: pyoxigraph.Store, quads: Iterable[Quad], in_default_graph: IsPublished | None
) -> None:
    """Load quads, and with them their copies in the default graph; not atomic.

    Args:
        engine: an open engine; nobody else writes it meanwhile.
        quads: in named graphs, made while earlier ones are loaded.
        in_default_graph: says which graphs are copied to the default graph; None for none.
    """
    is_copied = None if in_default_graph is None else lru_cache(None)(in_default_graph)
    with ThreadPoolExecutor(max_workers=1) as beside:
        running: Future[None] | None = None
        for piece in batches(quads, PIECE):
            text = _text(piece, is_copied)
            if running is not None:
                running.result()
            running = beside.submit(_load, engine, text)
        if running is not None:
            running.result()


def _load(engine: pyoxigraph.Store, text: bytes) -> None:
    # What is loaded was written by the engine itself, so its terms need no second check.
    engine.bulk_load(input=text, format=RdfFormat.N_QUADS, lenient=True)


def _text(quads: list[Quad], is_copied: IsPublished | None) -> bytes:
    text = _n_quads(quads)
    if is_copied is None:
        return text
    copied = [quad for quad in quads if is_copied(cast(NamedNode, quad.graph_name))]
    named = text if len(copied) == len(quads) else _n_quads(copied)
    return text + _GRAPH_AT_END.sub(b" .", named)


def _n_quads(quads: list[Quad]) -> bytes:
    return pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
