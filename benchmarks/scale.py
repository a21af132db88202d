"""Corpora of any size: real abstracts first, then works generated from their sentences.

A generated work has a real title and seven sentences drawn from all real abstracts, cites ten
earlier works (early ones more often), has four authors and up to three concepts (few of them
common, most rare). Its vocabulary and lengths are real; its topics are not.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender import Document, Edge, Text


@dataclass(frozen=True)
class RealPaper:
    """What is used of a listed paper."""

    id: str
    title: str
    abstract: str


def real_papers(shared: Path) -> list[RealPaper]:
    """The distinct papers of the arXiv and Hugging Face listings."""
    papers: dict[str, RealPaper] = {}
    for path in sorted((shared / "corpora/daily_arxiv").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            paper = json.loads(line)
            found = RealPaper(paper["id"], paper["title"], paper["summary"])
            papers.setdefault(found.id, found)
    for path in sorted((shared / "corpora/hf_daily").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(entry, dict):
                paper = entry["paper"]
                found = RealPaper(paper["id"], paper["title"], paper["summary"])
                papers.setdefault(found.id, found)
    return list(papers.values())


@dataclass(frozen=True)
class GrownCorpus:
    """A corpus of a given size; documents and edges are made while they are read."""

    real: list[RealPaper]
    size: int

    def documents(self) -> Iterator[Document]:
        """The works, the real ones first."""
        chance = random.Random(1)
        sentences = [s for p in self.real for s in p.abstract.split(". ") if len(s) > 30]
        for number in range(self.size):
            if number < len(self.real):
                paper = self.real[number]
            else:
                title = chance.choice(self.real).title
                abstract = ". ".join(chance.choice(sentences) for _ in range(7))
                paper = RealPaper(f"g{number:07d}", title, abstract)
            texts = (Text(paper.title, "en", "title"), Text(paper.abstract, "en", "abstract"))
            yield Document(paper.id, texts, year=2000 + number % 25)

    def edges(self) -> Iterator[Edge]:
        """Citations, authors and concepts."""
        draw = np.random.default_rng(0)
        for number in range(1, self.size):
            work = self._id(number)
            cited = (draw.integers(0, number, 10) * draw.random(10)).astype(int)
            yield from (
                Edge(work, "cites", self._id(other)) for other in sorted(set(cited.tolist()))
            )
            authors = draw.integers(0, self.size // 2 + 1, 4).tolist()
            yield from (Edge(work, "author", f"a{author}") for author in authors)
            concepts = np.minimum(draw.zipf(1.5, 3), 5000).tolist()
            yield from (Edge(work, "concept", f"c{concept}") for concept in concepts)

    def _id(self, number: int) -> str:
        return self.real[number].id if number < len(self.real) else f"g{number:07d}"
