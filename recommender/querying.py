"""From what is asked to the scores of all works."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.errors import UnknownWork
from recommender.fusion import Scores, fuse, related_ingredients, search_ingredients, unwanted
from recommender.index import Index
from recommender.model import Query
from recommender.profile import Seed, merged


def number_of(index: Index, work_id: str) -> int:
    """The number of a held work.

    Raises:
        UnknownWork: when the index does not hold it.
    """
    number = index.corpus.ids.find(work_id)
    if number < 0:
        raise UnknownWork(work_id)
    return number


def scores_of(index: Index, query: Query, *, whole: bool = False) -> Scores | str:
    """Fused scores of all works, or "empty-query" when nothing known is asked for.

    Args:
        index: where to look.
        query: what is asked.
        whole: whether every work needs its score, not a bound of it.

    Raises:
        UnknownWork: when a positive or negative work is not held.
    """
    negative = [number_of(index, work) for work in dict.fromkeys(query.negative)]
    seeds = _positive_seeds(index, query)
    if not seeds:
        return "empty-query"
    parameters = index.parameters
    profile = index.profile(merged(seeds), whole=whole)
    asked = [(profile, related_ingredients(parameters, profile.seed))]
    own = profile.own
    if negative:
        unwanted_seed = merged([index.seed_of_work(work) for work in negative])
        against = index.profile(unwanted_seed, whole=True)  # a bound would take away too much
        ingredients = related_ingredients(parameters, against.seed)
        asked.append((against, unwanted(ingredients, parameters.negative_weight)))
        own = own | against.own
    return fuse(index, asked, own, parameters.popularity_penalty)


def search_scores(index: Index, text: str, language: str | None) -> Scores | str:
    """Scores of plain text search, or why there are none."""
    wanted, required, refused = split_search(text)
    seed = index.seed_of_text(" ".join(wanted), language)
    if seed.is_empty:
        known = any(index.analyzer.terms(word, language or "en") for word in wanted)
        return "no-signal" if known else "empty-query"
    profile = index.profile(seed)
    scores = fuse(index, [(profile, search_ingredients(index.parameters))], profile.own, 0.0)
    for words, present in ((required, True), (refused, False)):
        for word in words:
            scores.reached[_with_word(index, word, language) != present] = False
    return scores


def split_search(text: str) -> tuple[list[str], list[str], list[str]]:
    """The words to look for, those that must occur, and those that must not.

    >>> split_search("diffusion +lora -audio")
    (['diffusion', 'lora'], ['lora'], ['audio'])
    """
    wanted, required, refused = [], [], []
    for word in text.split():
        if word.startswith("-") and len(word) > 1:
            refused.append(word[1:])
        elif word.startswith("+") and len(word) > 1:
            required.append(word[1:])
            wanted.append(word[1:])
        else:
            wanted.append(word)
    return wanted, required, refused


def _positive_seeds(index: Index, query: Query) -> list[Seed]:
    works = [number_of(index, work) for work in dict.fromkeys(query.positive)]
    seeds = [index.seed_of_work(work) for work in works]
    if query.text and not query.text.isspace():
        seeds.append(index.seed_of_text(query.text, query.language))
    topics = [index.topic(topic) for topic in dict.fromkeys(query.concepts)]
    known = [topic for topic in topics if topic >= 0]
    if known:
        seeds.append(index.seed_of_topics(known))
    return seeds


def _with_word(index: Index, word: str, language: str | None) -> NDArray[np.bool_]:
    """Which works have all terms of a word."""
    mask = np.ones(index.corpus.n_works, np.bool_)
    for term in index.analyzer.terms(word, language or "en"):
        number = index.corpus.terms.find(term)
        having = np.zeros(index.corpus.n_works, np.bool_)
        if number >= 0:
            having[index.texts.inverted.row(number)[0]] = True
        mask &= having
    return mask
