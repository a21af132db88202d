"""An invented corpus with everything that a ranking looks at."""

from __future__ import annotations

import random

from recommender import Document, Edge, Text

DICTIONARY = {"확산 모델": ("diffusion model",), "강": ("river",)}
_WORDS = """
    diffusion model image river flood forecast radar adapter pruning layer grammar song graph walk
    citation sparse dense language speech token attention kernel noise sample
""".split()  # noqa: SIM905 - a list of words reads better so
_KOREAN = ("확산 모델로 영상을 만든다", "강의 홍수를 예측한다", "문법을 배운다", "확산모델과 강")


def corpus(n_works: int, seed: int) -> tuple[list[Document], list[Edge]]:
    """Works with texts in two languages, versions, citations, stubs and a hierarchy of concepts."""
    chance = random.Random(seed)
    ids = [f"w{chance.randrange(10**6):06d}-{n}" for n in range(n_works)]
    documents = [_document(work, number, chance) for number, work in enumerate(ids)]
    edges = [edge for work in ids for edge in _edges(work, ids, chance)]
    edges += [Edge(f"c{n}", "broader", f"c{n // 3}") for n in range(1, 12)]
    edges += [Edge(f"stub{n}", "cites", chance.choice(ids)) for n in range(5)]
    chance.shuffle(edges)
    return documents, edges


def _document(work: str, number: int, chance: random.Random) -> Document:
    words = " ".join(chance.choices(_WORDS, k=chance.randrange(1, 30)))
    texts = [Text(" ".join(chance.choices(_WORDS, k=3)), "en", "title"), Text(words)]
    if number % 4 == 0:
        texts = [Text(chance.choice(_KOREAN), "ko", "summary")]
    group = f"g{number // 3}" if number % 10 < 3 else None
    return Document(work, tuple(texts) if number % 17 else (), 2000 + number % 20, group, {})


def _edges(work: str, ids: list[str], chance: random.Random) -> list[Edge]:
    others = [*ids, *(f"stub{n}" for n in range(5))]
    found = [Edge(work, "cites", chance.choice(others)) for _ in range(chance.randrange(4))]
    found += [Edge(work, "author", f"a{chance.randrange(len(ids) // 2)}") for _ in range(2)]
    found += [
        Edge(work, kind, f"c{chance.randrange(12)}", chance.choice((0.5, 1.0)))
        for kind in chance.choices(("concept", "task", "keyword"), k=chance.randrange(3))
    ]
    return found
