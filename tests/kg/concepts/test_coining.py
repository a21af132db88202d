from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.coining import Coiner, Coining, resolve_coinings
from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme
from kg.entities import ConceptKind


def _coin(scheme: Scheme, made: Any) -> dict[str, Coining]:
    return {
        coining.label: coining for coining in Coiner(scheme, LabelIndex(scheme)).read(made).coinings
    }


def test_the_name_before_the_colon_is_introduced(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("Orlo: A Benchmark for Quiet Reasoning"))
    assert found["Orlo"].introduces
    assert found["Orlo"].kind == "dataset"


def test_a_phrase_before_the_colon_is_no_name_by_itself(scheme: Scheme, texts: Any) -> None:
    assert not _coin(scheme, texts("Looking Around: How Models See"))


def test_a_survey_introduces_nothing(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("ZetaGraphs: A Survey of Everything"))
    assert not any(coining.introduces for coining in found.values())


def test_compared_systems_share_their_list(scheme: Scheme, texts: Any) -> None:
    korean = "OrloV2는 FlowTop, CoTeR, Sandro 및 TokenMill보다 각각 2배, 3배, 4배, 5배 빠르다."
    found = _coin(scheme, texts("Quiet Work", korean))
    assert {"FlowTop", "CoTeR", "Sandro", "TokenMill"} <= set(found)
    assert all(found[x].kind == "model" and not found[x].introduces for x in ("FlowTop", "Sandro"))


def test_an_acronym_becomes_another_label(scheme: Scheme, texts: Any) -> None:
    sentence = "We introduce Quiet Signal Distillation (QSD), a method for silence."
    found = _coin(scheme, texts("On Silence", sentence))
    assert [label.text for label in found["Quiet Signal Distillation"].alt] == ["QSD"]
    assert "QSD" not in found


def test_what_the_scheme_holds_is_not_coined(scheme: Scheme, texts: Any) -> None:
    sentence = "We fine-tune GPT-4 with LoRA and Mamba on ImageNet using A100 GPUs."
    assert not _coin(scheme, texts("Quiet Work", sentence))


def test_a_variant_of_a_known_name_is_coined_below_it(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("Quiet Work", "ImageNet-64와 ImageNet-128에서 점수가 높다."))
    assert found["ImageNet-64"].broader == ("imagenet",)
    assert found["ImageNet-128"].kind == "dataset"


def test_an_acronym_of_a_known_concept_is_an_alias(scheme: Scheme, texts: Any) -> None:
    read = Coiner(scheme, LabelIndex(scheme)).read(
        texts("Quiet Work", "We use diffusion models (DMs) a lot.")
    )
    assert read.aliases == (("DMs", "diffusion"),)
    assert not read.coinings


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
