from __future__ import annotations

from pathlib import Path

import pytest

from kg.concepts.cso import TOPICS, align, read_cso
from kg.concepts.errors import SchemeUnreadable
from kg.concepts.scheme import Scheme

_ROWS = """\
"computing";klink:broaderGeneric;"image segmentation"
"computing";klink:broaderGeneric;"segmentation of images"
"segmentation of images";klink:primaryLabel;"image segmentation"
"image segmentation";rdfs:label;"image segmentation"
"computing";klink:broaderGeneric;"low rank adaptation"
"""


@pytest.fixture
def cso(tmp_path: Path) -> Scheme:
    path = tmp_path / "cso.csv"
    path.write_text(_ROWS, encoding="utf-8")
    return read_cso(path)


def test_equivalent_topics_are_one_concept_below_the_broader(cso: Scheme) -> None:
    segmentation = cso["image-segmentation"]
    assert segmentation.broader == ("computing",)
    assert [label.text for label in segmentation.alt] == ["segmentation of images"]
    assert segmentation.exact_match == (TOPICS + "image_segmentation",)


def test_labels_align_exactly_or_closely(scheme: Scheme, cso: Scheme) -> None:
    found = {(a.concept, a.match) for a in align(scheme, cso)}
    assert found == {("segmentation", "exact"), ("lora", "close")}


def test_what_is_no_cso_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(SchemeUnreadable, match="no topic"):
        read_cso(empty)
    with pytest.raises(SchemeUnreadable):
        read_cso(tmp_path / "absent.csv")


def test_the_real_ontology_aligns_with_the_shipped_scheme(shared: Path) -> None:
    from kg.concepts.scheme import load_scheme

    found = align(load_scheme(), read_cso(shared / "corpora" / "cso" / "cso.csv"))
    assert sum(a.match == "exact" for a in found) > 100
