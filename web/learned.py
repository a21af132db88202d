"""Weights of the ranking that were learned on a catalogue's own citations.

They lie in one small file of the data directory; the next index that is published carries them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from recommender import InvalidParameter, Parameters
from recommender.parameters import WEIGHT_NAMES
from web.errors import WebError

_NAME: Final = "learned-weights.json"


class BadWeights(WebError, ValueError):
    """The file of learned weights cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}; remove it, or learn again")
        self.path = path


def save_weights(data: Path, parameters: Parameters) -> Path:
    """Write the weights, and nothing else, of some parameters; the file appears whole."""
    values = parameters.as_dict()
    chosen = {name: values[name] for name in sorted(WEIGHT_NAMES) if name.endswith("_weight")}
    path = data / _NAME
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(chosen, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def with_learned(data: Path, parameters: Parameters) -> Parameters:
    """The parameters with the learned weights of a data directory, if there are any.

    Raises:
        BadWeights: the file is no such file.
    """
    path = data / _NAME
    if not path.is_file():
        return parameters
    try:
        learned = json.loads(path.read_text(encoding="utf-8"))
        return Parameters.from_dict(parameters.as_dict() | learned)
    except (ValueError, TypeError, InvalidParameter) as error:
        raise BadWeights(path, str(error)) from error
