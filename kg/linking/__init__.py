"""Links to other graphs: by id, each set in a graph of its own, with its method and date.

- :mod:`kg.linking.peers` knows the graphs to link to;
- :mod:`kg.linking.known` says what of ours has which ids;
- :mod:`kg.linking.matching` finds links in dumps and link files, :mod:`kg.linking.asking` in the
  answers of endpoints;
- :mod:`kg.linking.candidates` holds what only a title speaks for, until somebody has decided;
- :mod:`kg.linking.sssom` exchanges them as SSSOM.

Rejected: matching by title or name without a decision. One wrong ``skos:exactMatch`` makes two
works one in every graph that merges ours.
"""

from __future__ import annotations
