from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.coining import Coining, resolve_coinings
from kg.entities import ConceptKind

_KINDS: tuple[ConceptKind, ...] = ("method", "model", "dataset")
_coinings = st.builds(
    Coining,
    key=st.sampled_from(["orlo", "flowtop"]),
    label=st.sampled_from(["Orlo", "ORLO", "FlowTop"]),
    kind=st.sampled_from(_KINDS),
    introduces=st.booleans(),
)


@given(st.lists(st.tuples(st.sampled_from(["a:1", "a:2", "a:3"]), _coinings)), st.randoms())
def test_resolution_does_not_depend_on_order(
    pairs: list[tuple[str, Coining]], rng: random.Random
) -> None:
    shuffled = pairs[:]
    rng.shuffle(shuffled)
    assert resolve_coinings(pairs) == resolve_coinings(shuffled)


def test_the_introducing_work_decides_and_the_earliest_wins_ties() -> None:
    def coin(kind: ConceptKind, introduces: bool) -> Coining:
        return Coining(key="orlo", label="Orlo", kind=kind, introduces=introduces)

    (concept,) = resolve_coinings(
        [
            ("a:9", coin("method", True)),
            ("a:3", coin("model", True)),
            ("a:1", coin("dataset", False)),
            ("a:2", coin("dataset", False)),
        ]
    )
    assert (concept.kind, concept.introduced_by, concept.is_coined) == ("model", "a:3", True)
    (other,) = resolve_coinings(
        [
            ("a:1", coin("dataset", False)),
            ("a:2", coin("dataset", False)),
            ("a:3", coin("model", False)),
        ]
    )
    assert (other.kind, other.introduced_by) == ("dataset", None)
