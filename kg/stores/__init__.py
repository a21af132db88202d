"""Homes of the dataset: in memory, a directory of this machine, any SPARQL 1.1 endpoint.

One contract (:mod:`kg.stores.contract`), one file a back end. A store is written by one process
at a time, always through a :class:`~kg.stores.contract.Patch` that carries the number of the last
change it contains; readers never open it, they read the immutable versions of
:mod:`kg.versions`.
"""

from __future__ import annotations

from kg.stores.contract import MetaTerms, Patch, Store
from kg.stores.memory import MemoryStore
from kg.stores.oxigraph import OxigraphStore
from kg.stores.remote import Endpoint, RemoteStore

__all__ = [
    "Endpoint",
    "MemoryStore",
    "MetaTerms",
    "OxigraphStore",
    "Patch",
    "RemoteStore",
    "Store",
]
