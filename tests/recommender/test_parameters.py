from __future__ import annotations

from dataclasses import fields

import pytest

from recommender import InvalidParameter, Parameters


def test_every_parameter_explains_itself() -> None:
    for parameter in fields(Parameters):
        assert parameter.metadata["meaning"].endswith(".")
        assert parameter.metadata["effect"] in {"results", "speed"}
        assert "range" in parameter.metadata


def test_round_trip() -> None:
    chosen = Parameters(text_weight=0.9, kind_weights={"cites": 0.5})
    assert Parameters.from_dict(chosen.as_dict()) == chosen


@pytest.mark.parametrize("bad", [{"text_weight": -1}, {"hub_share": 2}, {"unheard_of": 1}])
def test_nonsense_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(InvalidParameter):
        Parameters.from_dict(bad)
