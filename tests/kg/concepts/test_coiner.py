from __future__ import annotations

from typing import Any

from kg.concepts.coiner import Coiner
from kg.concepts.coining import Coining
from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme


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


def test_a_name_that_carries_a_method_is_coined_below_it(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("VeLoRA: Quiet Training", "It is faster than Rank-LoRA."))
    assert found["VeLoRA"].broader == found["Rank-LoRA"].broader == ("lora",)


def test_a_tail_that_reads_as_a_word_needs_the_word_by_itself(scheme: Scheme, texts: Any) -> None:
    alone = _coin(scheme, texts("QuietMamba: Silent Snakes"))
    assert alone["QuietMamba"].broader == ()
    named = _coin(scheme, texts("QuietMamba: Silent Snakes", "It builds on Mamba."))
    assert named["QuietMamba"].broader == ("mamba",)


def test_what_else_a_name_carries_is_no_parent(scheme: Scheme, texts: Any) -> None:
    title = "OrloImageNet, OrloSAM and ExpLORA: Names"  # a dataset, an ambiguous name, other case
    assert all(not coining.broader for coining in _coin(scheme, texts(title)).values())


def test_an_acronym_of_a_known_concept_is_an_alias(scheme: Scheme, texts: Any) -> None:
    read = Coiner(scheme, LabelIndex(scheme)).read(
        texts("Quiet Work", "We use diffusion models (DMs) a lot.")
    )
    assert read.aliases == (("DMs", "diffusion"),)
    assert not read.coinings


def test_a_new_name_stands_below_what_it_is_said_to_be(scheme: Scheme, texts: Any) -> None:
    korean = "Orlo라는 새로운 비디오 확산 모델을 제안한다."
    assert _coin(scheme, texts("Quiet", korean))["Orlo"].broader == ("video-diffusion",)
    english = "We introduce Orlo, a fast video diffusion model for cats."
    assert _coin(scheme, texts("Quiet", english))["Orlo"].broader == ("video-diffusion",)
    used = "We compare with OrloNet, a fast video diffusion model for cats."
    assert _coin(scheme, texts("Quiet", used))["OrloNet"].broader == ()


def test_a_report_is_named_without_the_word(scheme: Scheme, texts: Any) -> None:
    assert set(_coin(scheme, texts("OrloLM Technical Report: Small but Fast"))) == {"OrloLM"}


def test_what_a_text_defines_is_a_thing_though_it_is_not_introduced(
    scheme: Scheme, texts: Any
) -> None:
    sentence = "Quiet-hill clustering (QHC), an old problem, hurts. Slow tuning (S-LoTu) helps."
    found = _coin(scheme, texts("On Hills", sentence))
    assert found["Quiet-hill clustering"].kind == "task"
    assert {label.text for label in found["Slow tuning"].alt} == {"S-LoTu"}


def test_a_definition_of_no_kind_is_no_thing(scheme: Scheme, texts: Any) -> None:
    assert not _coin(scheme, texts("On Hills", "We met the mayor of the town (MOTT) today."))


def test_a_name_in_a_title_needs_no_colon(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("OrloNet Sings with the PRIMO System in Two-Tier English"))
    assert found["OrloNet"].kind == "model"
    assert found["PRIMO"].kind == "method"
    assert "Two-Tier" not in found


def test_a_head_of_a_title_may_have_small_words_inside(scheme: Scheme, texts: Any) -> None:
    assert _coin(scheme, texts("Hill-to-Valley: Walking Slowly"))["Hill-to-Valley"].introduces


def test_the_clause_before_says_nothing_of_a_name(scheme: Scheme, texts: Any) -> None:
    found = _coin(scheme, texts("On Hills", "We present OrloLab. On most tasks, OrloLab wins."))
    assert found["OrloLab"].kind == "method"


def test_a_number_with_a_point_ends_no_description(scheme: Scheme, texts: Any) -> None:
    sentence = "We introduce OrloLab, a 2.5 billion parameter language model for hills."
    assert _coin(scheme, texts("On Hills", sentence))["OrloLab"].kind == "model"


def test_names_of_tasks_that_are_measured_on_are_data_sets(scheme: Scheme, texts: Any) -> None:
    sentence = "It achieves the best results on OrLo and HILL2 tasks."
    assert _coin(scheme, texts("On Hills", sentence))["HILL2"].kind == "dataset"


def test_a_defined_term_that_is_used_again_is_a_concept(scheme: Scheme, texts: Any) -> None:
    said = texts("On Hills", "We cut the quiet hill inclusion (QHI). It is bad when QHI grows.")
    assert _coin(scheme, said)["quiet hill inclusion"].kind == "concept"


def test_a_known_acronym_with_much_the_same_words_is_not_coined(scheme: Scheme, texts: Any) -> None:
    said = texts("On Hills", "Large languages models (LLMs) are slow. LLMs are big models.")
    assert not _coin(scheme, said)
