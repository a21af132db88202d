"""Concepts in texts: the scheme, mentions and their roles, links, and results that texts state.

How it works, one file each:

* :mod:`~kg.concepts.scheme` loads the SKOS scheme; :mod:`~kg.concepts.folding` makes labels and
  texts comparable without moving a single code point.
* :mod:`~kg.concepts.names` proposes names in Latin script by their form,
  :mod:`~kg.concepts.definitions` pairs acronyms with their long forms,
  :mod:`~kg.concepts.kinds` lets the words around a name vote for what it is,
  :mod:`~kg.concepts.cues` says whether the work introduces it,
  :mod:`~kg.concepts.evidence` collects all that for a work, :mod:`~kg.concepts.coiner` decides,
  and :mod:`~kg.concepts.coining` makes concepts of what all works coined.
* :mod:`~kg.concepts.matching` finds all labels in one pass of an automaton,
  :mod:`~kg.concepts.mentions` decides between them, :mod:`~kg.concepts.roles` says what the work
  does with them.
* :mod:`~kg.concepts.links` reads URLs, :mod:`~kg.concepts.results` stated numbers.
* :mod:`~kg.concepts.extraction` puts it together.

* :mod:`~kg.concepts.tagging` and :mod:`~kg.concepts.role_model` are two small linear models over
  readable features, :mod:`~kg.concepts.training` and :mod:`~kg.concepts.role_training` train them.
* :mod:`~kg.concepts.proposing` and :mod:`~kg.concepts.bilingual` find what the scheme lacks.

What is decided, is decided by rules and weights that can be read, in English and Korean: each
mention names the rule that made it. A neural tagger was rejected: it needs a download, cannot say
why, and reads no Korean digest better than the form of a Latin name in it does.
"""

from __future__ import annotations

from kg.concepts.coining import Coining, resolve_coinings
from kg.concepts.extraction import Extractor
from kg.concepts.scheme import Scheme, load_scheme

__all__ = ["Coining", "Extractor", "Scheme", "load_scheme", "resolve_coinings"]
