"""Concepts in texts: the scheme, mentions and their roles, links, and results that texts state.

How it works, one file each:

* :mod:`~kg.concepts.scheme` loads the SKOS scheme; :mod:`~kg.concepts.folding` makes labels and
  texts comparable without moving a single code point.
* :mod:`~kg.concepts.names` proposes names in Latin script by their form,
  :mod:`~kg.concepts.definitions` pairs acronyms with their long forms,
  :mod:`~kg.concepts.kinds` lets the words around a name vote for what it is,
  :mod:`~kg.concepts.cues` says whether the work introduces it, and
  :mod:`~kg.concepts.coining` makes concepts of those that the scheme does not hold.
* :mod:`~kg.concepts.matching` finds all labels in one pass of an automaton,
  :mod:`~kg.concepts.mentions` decides between them, :mod:`~kg.concepts.roles` says what the work
  does with them.
* :mod:`~kg.concepts.links` and :mod:`~kg.concepts.results` (with
  :mod:`~kg.concepts.quantities`, :mod:`~kg.concepts.metrics`, :mod:`~kg.concepts.measures`) read
  URLs and stated numbers.
* :mod:`~kg.concepts.extraction` puts it together.

Everything is decided by rules that can be read, in English and Korean: each mention names the rule
that made it. A neural tagger was rejected: it needs a download, cannot say why, and reads no
Korean digest better than the form of a Latin name in it does.
"""

from __future__ import annotations

from kg.concepts.coining import Coining, resolve_coinings
from kg.concepts.extraction import Extractor
from kg.concepts.scheme import Scheme, load_scheme

__all__ = ["Coining", "Extractor", "Scheme", "load_scheme", "resolve_coinings"]
