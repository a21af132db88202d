"""Mirrors by the name of their store: a folder of this machine, or a SPARQL endpoint."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from kg.feed.mirror import Mirror, meta_of
from kg.feed.source import FeedSource, Offer
from kg.stores import Endpoint, OxigraphStore, RemoteStore, Store


def open_mirror(source: FeedSource, store: Path | Endpoint) -> Mirror:
    """Open a store as a mirror of a feed.

    Args:
        source: the other side.
        store: a folder (made when absent), or a SPARQL 1.1 endpoint.

    Raises:
        StoreBusy: another process writes the folder.
        FeedError: the other side does not answer.
    """
    if isinstance(store, Endpoint):
        return _remote(source, store)
    return _local(source, store)


def _local(source: FeedSource, path: Path) -> Mirror:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Says that the folder is ours also while a first load has not come to its end.
    mark = path.with_name(path.name + ".mirror")
    if not path.exists():
        mark.touch()

    def clear(store: Store) -> None:
        # A store that deletes keeps the bytes for a while; a new folder does not.
        store.close()
        shutil.rmtree(path)

    return Mirror(
        source,
        lambda offer: OxigraphStore(path, meta_of(offer)),
        clear,
        path.parent,
        where=str(path),
        may_overwrite=mark.exists,
    )


def _remote(source: FeedSource, endpoint: Endpoint) -> Mirror:
    def opened(offer: Offer) -> Store:
        return RemoteStore(endpoint, meta_of(offer), offer.meta["graph_base"])

    def clear(store: Store) -> None:
        # The number goes first: whatever interrupts the loading, the store says that it is empty.
        store.replace_graph(meta_of(source.offer()).graph, [])

    return Mirror(source, opened, clear, Path(tempfile.gettempdir()), where=endpoint.query_url)
