"""The real digest from file to published version, against what was written down by hand."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.concepts.scheme import load_scheme
from kg.entities import Work
from web.services import Services

COMPETENCY = Path(__file__).parent / "competency"
_METHODS_AND_TASKS = {"method", "task"}


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "gold" / "seed_gold.json").read_text(encoding="utf-8")
    papers: list[dict[str, Any]] = json.loads(text)
    assert len(papers) == 15
    return papers


@pytest.fixture(scope="module")
def works(digest_services: Services) -> list[Work]:
    issue = digest_services.reader.issue("daily-papers/2024-05-28")
    return digest_services.reader.works([item.work for item in issue.items])


def test_bibliographic_facts(
    digest_services: Services, gold: list[dict[str, Any]], works: list[Work]
) -> None:
    for expected, work in zip(gold, works, strict=True):
        assert work.key == f"arxiv:{expected['arxiv_id']}"
        assert work.title_source == expected["title_source"]
        assert work.title == expected["title_plain"]
        assert work.picture_url == expected["thumbnail"]
        assert [one.votes for one in work.votes] == [expected["votes"]]
        assert [one.name for one in work.authorships] == expected["author_persons"]
        assert (work.authors_complete is False) == expected["author_list_truncated"]
        summary = next(text for text in work.texts if text.field == "summary")
        assert [one.text for one in summary.sentences] == expected["bullets"]


def test_links(gold: list[dict[str, Any]], works: list[Work]) -> None:
    for expected, work in zip(gold, works, strict=True):
        found = {
            (one.url, one.kind, one.status, one.place.sentence if one.place else None)
            for one in work.links
        }
        assert found == {
            (one["url"], one["kind"], one["status"].split()[0], one["where"])
            for one in expected["links"]
        }


def test_stated_numbers(
    digest_services: Services, gold: list[dict[str, Any]], works: list[Work]
) -> None:
    labels = {one.key: one.pref[0].text for one in load_scheme()}
    for expected, work in zip(gold, works, strict=True):
        claims = digest_services.reader.claims(work.key)
        assert claims is not None
        coined = digest_services.reader.concepts_by_key(
            [one.baseline for one in claims.results if one.baseline]
        )
        names = labels | {key: one.pref[0].text for key, one in coined.items()}
        found = {
            (
                "title" if one.place.text == "title" else one.place.sentence,
                one.value,
                one.unit,
                one.metric,
                names[one.baseline] if one.baseline else one.baseline_text,
                one.scope,
            )
            for one in claims.results
        }
        wanted = {
            (
                one["where"],
                one["value"],
                one.get("unit"),
                one["metric"],
                one.get("baseline"),
                one.get("scope"),
            )
            for one in expected["stated_numbers"]
        }
        assert wanted <= found, work.key
        sentences = {text.key: text.sentences for text in work.texts}
        for one in claims.results:
            said = sentences[one.place.text][one.place.sentence - 1].text
            assert said[one.place.start : one.place.end] == one.evidence
            assert one.value in one.evidence


def test_pairs_that_share_a_method_or_task_reach_each_other(
    digest_services: Services, works: list[Work]
) -> None:
    closures = {work.key: _closure(digest_services, work) for work in works}
    pairs = [
        (one, other)
        for one, other in combinations(sorted(closures), 2)
        if closures[one] & closures[other]
    ]
    assert len(pairs) > 20
    for one, other in pairs:
        for seed, found in ((one, other), (other, one)):
            evidence = digest_services.recommender.explain(seed, found).evidence
            walked = {part.signal for part in evidence if part.part > 0}
            assert walked & {"walk2", "walk3", "concepts"}, (seed, found)


def _closure(services: Services, work: Work) -> set[str]:
    """The methods and tasks of a work, and every wider one."""
    reached: set[str] = set()
    frontier = {one.concept for one in work.concepts if one.kind in _METHODS_AND_TASKS}
    depth = services.settings.ranking.broader_depth
    for _ in range(depth + 1):
        reached |= frontier
        concepts = services.reader.concepts_by_key(sorted(frontier))
        frontier = {wide for one in concepts.values() for wide in one.broader} - reached
    return reached


def test_related_lists_are_whole(digest_services: Services, works: list[Work]) -> None:
    for work in works:
        ranked = digest_services.related(work.key, 14)
        ids = [one.id for one in ranked.results]
        assert len(ids) >= 10
        assert work.key not in ids
        assert len(set(ids)) == len(ids)
        for one in ranked.results:
            assert sum(part.part for part in one.evidence) == pytest.approx(one.score, rel=1e-9)


def test_everything_published_passes_the_shapes(digest_services: Services) -> None:
    report = digest_services.check()
    assert report.conforms, [str(one) for one in report.findings[:10]]


@pytest.mark.parametrize("path", sorted(COMPETENCY.glob("*.rq")), ids=lambda path: path.stem)
def test_every_competency_question_is_answered_by_the_endpoint(
    digest_services: Services, path: Path
) -> None:
    with digest_services.queries.evaluate(path.read_text(encoding="utf-8")) as answer:
        assert b"".join(answer.chunks())
