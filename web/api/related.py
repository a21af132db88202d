"""Related works of one work, and of any mixture of works and words."""

from __future__ import annotations

from flask import Blueprint, Response

from kg.catalogue.errors import UnknownEntity
from recommender.errors import UnknownWork
from recommender.model import Query, RankedList
from web.answers import ranked_value
from web.api.body import related_question
from web.api.operation import answered, operation
from web.api.parameters import LANG, NARROWING, WORK_ID, k
from web.api.prefix import PREFIX
from web.api.works import canonical_key, redirect_to_work
from web.current import language, services
from web.pages.narrowing import narrowing
from web.reasons import Subject
from web.urls import with_query

blueprint = Blueprint("api_related", __name__, url_prefix=PREFIX)


@operation(
    blueprint,
    "/works/<path:id>/related",
    answer="RelatedWorks",
    parameters=[WORK_ID, k(), *NARROWING, LANG],
    statuses=[308, 410],
)
def get_related(id: str, k: int, lang: str | None, **_: object) -> Response:  # noqa: A002
    """The works most related to one work, each with the exact parts of its score."""
    key = canonical_key(id)
    asked = narrowing()
    if key != id:
        rest = with_query("/related", k=k, **asked.parameters(), lang=lang)
        return redirect_to_work(key, rest)
    try:
        ranked = services().related(key, k, filters=asked.filters())
    except UnknownWork:
        ranked = RankedList(query=Query(positive=(key,)), reason="not-indexed")
    document = ranked_value(ranked, (key,), "work", services().reader, language())
    return answered({"work": key, **document})


@operation(
    blueprint,
    "/related",
    answer="RankedWorks",
    parameters=[LANG],
    body="RelatedQuestion",
    statuses=[413, 415],
)
def post_related(lang: str | None) -> Response:  # noqa: ARG001
    """The works most related to several works and a text, and least to others."""
    question = related_question()
    ranked = services().related_to(
        _held(question.positive),
        _held(question.negative),
        question.text,
        question.k,
        language=question.language,
    )
    subject: Subject = "work" if question.positive else "text"
    seeds = ranked.query.positive
    return answered(ranked_value(ranked, seeds, subject, services().reader, language()))


def _held(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of works by any spelling of their ids.

    Raises:
        UnknownEntity: one of them is not held.
    """
    reader = services().reader
    keys = [(text, reader.find(text)) for text in ids]
    for text, key in keys:
        if key is None:
            raise UnknownEntity("work", text)
    return tuple(dict.fromkeys(key for _, key in keys if key is not None))
