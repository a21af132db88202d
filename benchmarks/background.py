"""What the field's usual frequencies of words are worth where a catalogue is small.

    python -m benchmarks.background                      # small catalogues, with and without
    python -m benchmarks.background --count DAY.jsonl …  # count `recommender/data/background.txt`

Catalogues of 15 and 400 works are drawn from the listed papers. Right are the first works of the
same ranking over all of the papers with their abstracts, among those of the small catalogue: what
it would show if it knew how common words are. The frequencies are counted in other papers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from benchmarks.korean import english_document, ranked_ids, read_bilingual
from benchmarks.measures import ndcg
from recommender import Analyzer, Document, Parameters, Recommender, Text

LEAST_OF_THOUSAND = 5
PAPERS = dict[str, tuple[str, str]]


def count(paths: list[Path], left_out: set[str]) -> str:
    """The lines of the file: how many of a thousand works, and the stems that so many have."""
    analyzer, works, counted = Analyzer(), set(left_out), Counter[str]()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            paper = json.loads(line)
            if paper["id"] not in works:
                works.add(paper["id"])
                counted.update(set(analyzer(f"{paper['title']}. {paper['summary']}")))
    number = len(works) - len(left_out)
    stems: defaultdict[int, list[str]] = defaultdict(list)
    for term, having in counted.items():
        if term.isascii() and term.isalnum() and term[0].isalpha():
            stems[round(1000 * having / number)].append(term)
    shown = [n for n in sorted(stems, reverse=True) if n >= LEAST_OF_THOUSAND]
    return "".join(f"{n} {' '.join(sorted(stems[n]))}\n" for n in shown)


def small(papers: PAPERS, size: int, draws: int, right: int, background: int) -> dict[str, float]:
    """Mean nDCG@20 of the lists in drawn catalogues, from titles and from abstracts."""
    whole = Recommender.fit([english_document(*paper) for paper in papers.items()])
    asked = 50 // draws
    scores = defaultdict(list)
    for draw in range(draws):
        held = random.Random(draw).sample(sorted(papers), size)
        made = {
            "titles": [Document(w, (Text(papers[w][0], "en", "title"),)) for w in held],
            "abstracts": [english_document(w, papers[w]) for w in held],
        }
        fitted = {
            name: Recommender.fit(documents, [], Parameters(background_works=background))
            for name, documents in made.items()
        }
        for work in held[:asked]:
            order = [one for one in ranked_ids(whole, work, len(papers)) if one in set(held)]
            for name, found in fitted.items():
                scores[name].append(ndcg(ranked_ids(found, work, 20), set(order[:right])))
    return {name: float(np.mean(values)) for name, values in scores.items()}


def main() -> int:
    """Print the figures, or write the file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", nargs="+", type=Path, metavar="FILE")
    chosen = arguments.parse_args()
    shared = Path(os.environ.get("PAPERKIN_SHARED", "../shared"))
    if not shared.is_dir():
        print(f"skipped: no folder {shared} (set PAPERKIN_SHARED)")
        return 0
    papers = read_bilingual(shared).english
    if chosen.count:
        sys.stdout.write(count(chosen.count, set(papers)))
        return 0
    for size, draws, right in ((15, 10, 3), (400, 1, 10)):
        without = small(papers, size, draws, right, 0)
        found = small(papers, size, draws, right, Parameters().background_works)
        for name, value in found.items():
            ratio = value / without[name]
            print(f"{size:4} {name:10} without {without[name]:.3f}  with {value:.3f}  {ratio:.2f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
