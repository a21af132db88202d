"""Results that texts state: a metric, its value and unit, on what, against what.

:mod:`~kg.concepts.results.quantities` reads numbers with their units,
:mod:`~kg.concepts.results.metrics` the words for what is measured,
:mod:`~kg.concepts.results.measures` brings them together, :mod:`~kg.concepts.results.setting` and
:mod:`~kg.concepts.results.clause` add data set, baseline, scope and paired lists.
"""

from __future__ import annotations

from kg.concepts.results.finding import find_results

__all__ = ["find_results"]
