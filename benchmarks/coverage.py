"""How many works of late days get at least three right concepts of the scheme.

The works are those of ``benchmarks/data/coverage.json``, drawn at random from lists that are newer
than the source the scheme grew from; a reader judged every concept that was shown for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from benchmarks.labels import HERE, a_text
from kg.concepts.extraction import Extractor

ENOUGH = 3


def shown(title: str, abstract: str, extractor: Extractor) -> frozenset[str]:
    """Keys of the concepts of the scheme that a work gets, as its page shows them."""
    texts = [a_text(title, "title"), a_text(abstract, "abstract")]
    found = extractor.extract("benchmark", texts).mentions
    return frozenset(m.concept for m in found if m.concept in extractor.scheme)


def print_coverage(texts: Mapping[str, tuple[str, str]], extractor: Extractor) -> None:
    """The share, and how sure it is: concepts that nobody judged count as wrong."""
    judged = json.loads((HERE / "coverage.json").read_text(encoding="utf-8"))["works"]
    right = wrong = unknown = covered = works = 0
    for key, said in judged.items():
        if key not in texts:
            continue
        works += 1
        found = shown(*texts[key], extractor)
        good = found & set(said["right"])
        covered += len(good) >= ENOUGH
        right += len(good)
        wrong += len(found & set(said["wrong"]))
        unknown += len(found - set(said["right"]) - set(said["wrong"]))
    print(
        f"\nlate days: {covered / works:.3f} of {works} works get at least {ENOUGH} right concepts "
        f"of the scheme ({right / works:.1f} a work); shown: {right} right, {wrong} wrong, "
        f"{unknown} not judged"
    )
