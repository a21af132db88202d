"""How Korean texts are ranked: among themselves, against English ones, and mixed with them.

    python -m benchmarks.korean

Fifteen Korean summaries of a day's papers and the English abstracts of all listed papers, which
hold the same fifteen. Questions for each: does a work known only by its Korean summary find
its English abstract; does the abstract find the Korean work; and do Korean words added to some
works leave the lists of the English words as they were? A fourth: where only titles are English,
do the Korean summaries bring the lists nearer to those of the English abstracts? The dictionary is
the shipped scheme's Korean labels. Fifteen works are few: read the figures as a check, not as a
contest.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.measures import ndcg
from kg.concepts.scheme import load_scheme
from recommender import Document, Parameters, Recommender, Text

_HEADING = re.compile(r"^### \[(.+?)\]\(https://arxiv\.org/abs/(\S+?)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Bilingual:
    """Works with an English title and abstract, some of them with a Korean summary too."""

    english: dict[str, tuple[str, str]]
    korean: dict[str, str]
    dictionary: dict[str, tuple[str, ...]]


def read_bilingual(shared: Path) -> Bilingual:
    """The listed papers, the digest's summaries, and the scheme's Korean labels."""
    english = {}
    for path in sorted((shared / "corpora/hf_daily").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(entry, dict):
                paper = entry["paper"]
                english[paper["id"]] = (paper["title"], paper["summary"])
    digest = (shared / "digests/2024-05-28.md").read_text(encoding="utf-8")
    _, *parts = _HEADING.split(digest)
    korean = {}
    for _, work, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        lines = [line[2:] for line in body.splitlines() if line.startswith("- ")]
        korean[work] = " ".join(lines)
    dictionary = {}
    for concept in load_scheme().concepts.values():
        for label in (*concept.pref, *concept.alt):
            if label.language == "ko":
                dictionary.setdefault(label.text, (concept.pref[0].text,))
    return Bilingual(english, {w: t for w, t in korean.items() if w in english}, dictionary)


def english_document(work: str, texts: tuple[str, str], *more: Text) -> Document:
    return Document(work, (Text(texts[0], "en", "title"), Text(texts[1], "en"), *more))


def ranked_ids(found: Recommender, work: str, k: int) -> Sequence[str]:
    return [result.id for result in found.related(work, k).results]


def across(data: Bilingual, parameters: Parameters) -> tuple[float, float, float]:
    """Mean reciprocal ranks: Korean to English, the way back, and without the dictionary."""
    documents = [english_document(work, texts) for work, texts in data.english.items()]
    documents += [Document(f"ko:{w}", (Text(t, "ko"),)) for w, t in data.korean.items()]
    fitted = Recommender.fit(documents, [], parameters, dictionary=data.dictionary)
    plain = Recommender.fit(documents, [], parameters)
    there, back, without = [], [], []
    for work in data.korean:
        there.append(_reciprocal(ranked_ids(fitted, f"ko:{work}", 1000), work))
        without.append(_reciprocal(ranked_ids(plain, f"ko:{work}", 1000), work))
        back.append(_reciprocal(ranked_ids(fitted, work, 1000), f"ko:{work}"))
    return float(np.mean(there)), float(np.mean(back)), float(np.mean(without))


def _reciprocal(ranked: Sequence[str], wanted: str) -> float:
    return 1.0 / (ranked.index(wanted) + 1) if wanted in ranked else 0.0


def mixed(data: Bilingual, parameters: Parameters) -> float:
    """nDCG@20 of the lists with Korean words, the first ten without them being right."""
    only = [english_document(work, texts) for work, texts in data.english.items()]
    both = [
        english_document(
            work, texts, *(Text(t, "ko", "summary") for t in [data.korean.get(work)] if t)
        )
        for work, texts in data.english.items()
    ]
    expected = Recommender.fit(only, [], parameters)
    found = Recommender.fit(both, [], parameters, dictionary=data.dictionary)
    kept = [ndcg(ranked_ids(found, w, 20), set(ranked_ids(expected, w, 10))) for w in data.korean]
    return float(np.mean(kept))


def beside_titles(data: Bilingual, parameters: Parameters) -> tuple[float, float]:
    """nDCG@20 where only titles are English, the first ten by English abstracts being right.

    Returns:
        with the fifteen Korean summaries beside their titles, and with titles alone.
    """
    whole = [english_document(work, texts) for work, texts in data.english.items()]
    titles = [Document(w, (Text(t[0], "en", "title"),)) for w, t in data.english.items()]
    added = [
        replace(one, texts=(*one.texts, Text(data.korean[one.id], "ko", "summary")))
        if one.id in data.korean
        else one
        for one in titles
    ]
    expected = Recommender.fit(whole, [], parameters)
    kept = []
    for documents in (added, titles):
        found = Recommender.fit(documents, [], parameters, dictionary=data.dictionary)
        lists = [
            ndcg(ranked_ids(found, w, 20), set(ranked_ids(expected, w, 10))) for w in data.korean
        ]
        kept.append(float(np.mean(lists)))
    return kept[0], kept[1]


def main() -> int:
    """Print the figures."""
    shared = Path(os.environ.get("PAPERKIN_SHARED", "../shared"))
    if not shared.is_dir():
        print(f"skipped: no folder {shared} (set PAPERKIN_SHARED)")
        return 0
    data, parameters = read_bilingual(shared), Parameters()
    print(f"{len(data.korean)} Korean summaries, {len(data.english)} English abstracts")
    there, back, without = across(data, parameters)
    print(f"  Korean work finds its English abstract, MRR   {there:.3f}")
    print(f"  the same by shared Latin words alone          {without:.3f}")
    print(f"  English abstract finds the Korean work, MRR   {back:.3f}")
    print(f"  lists kept when Korean words are added, nDCG  {mixed(data, parameters):.3f}")
    beside, alone = beside_titles(data, parameters)
    print(f"  lists as by English abstracts, from titles and Korean summaries  {beside:.3f}")
    print(f"  the same from titles alone                                       {alone:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
