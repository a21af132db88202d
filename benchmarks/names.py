"""Names against the people whom the ACL Anthology's editors state: ``python benchmarks/names.py``.

Pairs of authorships: of those that one normalised name joins, how many are one person's
(precision); of those that are one person's, how many it joins (recall). Then the candidates for a
merge among the same names. The first argument is the folder of real data, ``../shared`` by default.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from kg.names import find_variants, name_key
from kg.records import BibliographicRecord
from kg.sources import read


def stated_people(shared: Path) -> list[tuple[str, str]]:
    """The normalised name and the person of each authorship for which a person is stated."""
    return [
        (name_key(author.name), author.person_id)
        for entry in read("acl-anthology", shared / "corpora/acl_anthology/xml")
        if isinstance(entry, BibliographicRecord)
        for author in entry.authors
        if author.person_id is not None
    ]


def pairs_within(counts: Counter[str] | Counter[tuple[str, str]]) -> int:
    """How many pairs there are within groups of these sizes."""
    return sum(count * (count - 1) // 2 for count in counts.values())


def main(shared: Path) -> None:
    """Print the figures."""
    stated = stated_people(shared)
    joined = pairs_within(Counter(name for name, _ in stated))
    same = pairs_within(Counter(person for _, person in stated))
    right = pairs_within(Counter(stated))
    people = len({person for _, person in stated})
    print(f"authorships {len(stated):,}, people {people:,}")
    print(f"by name alone: precision {right / joined:.1%}, recall {right / same:.1%}")
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name, person in stated:
        names[person].add(name)
    gold = {frozenset(pair) for each in names.values() for pair in combinations(sorted(each), 2)}
    found = {
        frozenset((one.left, one.right)) for one in find_variants({name for name, _ in stated})
    }
    hits = len(gold & found)
    print(f"candidates: {hits} of {len(found)} right ({hits / len(found):.1%})")
    print(f"            {hits} of {len(gold)} found ({hits / len(gold):.1%})")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
