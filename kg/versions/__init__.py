"""Immutable published versions of graph and index, and the one file that names the current pair.

Layout inside the data directory::

    graph/primary/              read-write store, of the writer only
    graph/versions/<n>/         the graph as published, opened read-only
    index/versions/<n>/         the recommender's index of the same change number
    leases/<n>                  locked (shared) by whoever reads version n
    CURRENT                     JSON: which n is current, replaced atomically

Publishing writes both folders under temporary names, syncs every file, renames them, and only
then replaces ``CURRENT``: a crash at any point leaves the version before it readable. What a crash
left behind is removed by the next publishing.

A reader holds a lease, a shared lock on one file; it falls with the process, so a killed reader
keeps nothing alive. A version is removed only under the exclusive lock of that file.
"""

from __future__ import annotations

from kg.versions.layout import NothingPublished, PointerDamaged, Version
from kg.versions.publishing import Publisher
from kg.versions.reading import Lease, Versions

__all__ = ["Lease", "NothingPublished", "PointerDamaged", "Publisher", "Version", "Versions"]
