"""What each service is asked, what follows a reply, and where a broken run goes on."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.fetching import (
    SERVICES,
    CannotFetch,
    Client,
    FetchLimits,
    Selection,
    ServiceBusy,
    Shelf,
    fetch_work,
    service_named,
    walk,
)
from kg.fetching.errors import ExpiredResume, WrongAnswer
from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.sources import read_stream

ARXIV, DOI, ACL = (
    WorkId("arxiv", "3102.00001"),
    WorkId("doi", "10.1000/quiet"),
    WorkId("acl", "P18-1001"),
)
ENTRY = """<entry><id>http://arxiv.org/abs/{id}v1</id><title>Quiet Lighthouses</title>
  <published>2031-02-01T00:00:00Z</published><summary>We present lighthouses.</summary>
  <author><name>Ada Example</name></author><category term="cs.CV"/></entry>"""


def feed(*ids: str) -> str:
    entries = "".join(ENTRY.format(id=one) for one in ids)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def harvest(number: int, token: str) -> str:
    return f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>
      <header><identifier>oai:arXiv.org:3102.0000{number}</identifier></header>
      <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>3102.0000{number}</id>
      <version version="v1"><date>Sat, 1 Feb 2031 10:00:00 GMT</date></version>
      <title>Tides {number}</title><authors>Ada Example, Bo Muster</authors>
      <categories>cs.LG</categories><abstract>We study tides.</abstract></arXivRaw></metadata>
      </record>{f"<resumptionToken>{token}</resumptionToken>" if token else ""}
      </ListRecords></OAI-PMH>"""


def query_of(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


def test_services_are_named_after_the_sources_that_read_them() -> None:
    from kg.sources import source_names

    names = [each.name for each in SERVICES]
    assert len(set(names)) == len(names)
    assert set(names) <= set(source_names())
    assert all(each.about and each.interval_s > 0 for each in SERVICES)
    with pytest.raises(CannotFetch):
        service_named("nobody", FetchLimits())


def test_hugging_face_is_asked_day_by_day(
    player: Any, client: Client, limits: FetchLimits, time: Any
) -> None:
    player.play = lambda asked: (
        asked.answer(status=404)
        if "02-02" in asked.path
        else asked.answer(
            json.dumps(
                [{"paper": {"id": "3102.00001", "title": "T", "authors": [{"name": "Ada"}]}}]
            )
        )
    )
    days = Selection(since=date(2031, 2, 1), until=date(2031, 2, 3))
    service = service_named("hf-daily", limits)
    replies = list(walk(client, service, days))
    assert [query_of(path)["date"] for path in player.paths()] == [
        "2031-02-01",
        "2031-02-02",
        "2031-02-03",
    ]
    assert len(replies) == 2
    assert time.slept == [1.0, 1.0]
    records = list(read_stream("hf-daily", io.BytesIO(replies[1].body), replies[1].url))
    assert isinstance(records[0], BibliographicRecord)
    assert records[0].listing is not None
    assert records[0].listing.issued_on == date(2031, 2, 3)


def test_arxiv_is_harvested_with_its_tokens(
    player: Any, client: Client, limits: FetchLimits, time: Any
) -> None:
    pages = [harvest(1, "a|2&amp;x"), harvest(2, "b"), harvest(3, "")]
    player.play = lambda asked: asked.answer(
        pages[len(player.asked) - 1], content_type="text/xml; charset=utf-8"
    )
    service = service_named("arxiv", limits)
    days = Selection(since=date(2031, 2, 1), until=date(2031, 2, 2), query="cs")
    replies = list(walk(client, service, days))
    asked = [query_of(path) for path in player.paths()]
    assert asked[0] == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "from": "2031-02-01",
        "until": "2031-02-02",
        "set": "cs",
    }
    assert asked[1] == {"verb": "ListRecords", "resumptionToken": "a|2&x"}
    assert time.slept == [3.0, 3.0]
    for reply in replies:
        entries = list(read_stream("arxiv", io.BytesIO(reply.body), reply.url))
        assert [type(each) for each in entries] == [BibliographicRecord]


def test_an_empty_harvest_is_no_error_and_a_wrong_one_is(limits: FetchLimits) -> None:
    service = service_named("arxiv", limits)
    request = service.requests(Selection(since=date(2031, 2, 1)))[0]
    assert service.following(request, b'<OAI-PMH><error code="noRecordsMatch">x</error>') is None
    with pytest.raises(WrongAnswer):
        service.following(request, b'<OAI-PMH><error code="badArgument">x</error>')
    with pytest.raises(ExpiredResume):
        service.following(request, b'<OAI-PMH><error code="badResumptionToken">x</error>')


def test_arxiv_s_queries_are_paged(player: Any, client: Client, limits: FetchLimits) -> None:
    ids = [f"3102.{number:05}" for number in range(1, 251)]

    def play(asked: Any) -> None:
        start = int(query_of(asked.path)["start"])
        asked.answer(feed(*ids[start : start + 200]), content_type="application/atom+xml")

    player.play = play
    service = service_named("arxiv", limits)
    replies = list(walk(client, service, Selection(query="cat:cs.CV")))
    assert [query_of(path)["start"] for path in player.paths()] == ["0", "200"]
    counts = [len(list(read_stream("arxiv", io.BytesIO(one.body), one.url))) for one in replies]
    assert counts == [200, 50]
    fault = b"<feed><entry><id>https://arxiv.org/api/errors#bad</id></entry></feed>"
    with pytest.raises(WrongAnswer):
        service.following(service.requests(Selection(query="x"))[0], fault)


def test_openalex_is_paged_by_cursor(player: Any, client: Client, limits: FetchLimits) -> None:
    def play(asked: Any) -> None:
        cursor = query_of(asked.path)["cursor"]
        count, following = (100, "next") if cursor == "*" else (1, None)
        start = 0 if cursor == "*" else 100
        works = [
            {"id": f"https://openalex.org/W1000{start + one}", "display_name": "Tides"}
            for one in range(count)
        ]
        asked.answer(json.dumps({"meta": {"next_cursor": following}, "results": works}))

    player.play = play
    keyed = replace(limits, openalex_key="k")
    service = service_named("openalex", keyed)
    chosen = Selection(query="topics.id:T1", since=date(2031, 1, 1))
    replies = list(walk(client, service, chosen))
    asked = [query_of(path) for path in player.paths()]
    assert asked[0]["filter"] == "topics.id:T1,from_publication_date:2031-01-01"
    assert [one["cursor"] for one in asked] == ["*", "next"]
    assert all(one["api_key"] == "k" for one in asked)
    assert all("api_key" not in reply.url for reply in replies)
    for body in (b"[]", b"null", b"<html>", b'{"meta": 1}'):
        with pytest.raises(WrongAnswer):
            service.following(service.requests(chosen)[0], body)


def test_works_are_asked_for_by_the_ids_that_a_service_knows(limits: FetchLimits) -> None:
    def url(name: str, *ids: WorkId) -> str:
        return service_named(name, limits).requests(Selection(ids=ids))[0].url

    assert url("arxiv", ARXIV).endswith("/arxiv/query?id_list=3102.00001&max_results=1")
    assert url("hf-daily", ARXIV).endswith("/hf/papers/3102.00001")
    assert url("opencitations", ARXIV).endswith("/oc/references/doi:10.48550/arxiv.3102.00001")
    assert "doi%3A10.48550%2Farxiv.3102.00001%7C10.1000%2Fquiet" in url("openalex", ARXIV, DOI)
    batch = service_named("semantic-scholar", limits).requests(Selection(ids=(ARXIV, DOI, ACL)))
    assert json.loads(batch[0].body or b"") == {
        "ids": ["ARXIV:3102.00001", "DOI:10.1000/quiet", "ACL:P18-1001"]
    }
    for name, work_id in (("arxiv", DOI), ("opencitations", ACL), ("openalex", ACL)):
        with pytest.raises(CannotFetch):
            service_named(name, limits).requests(Selection(ids=(work_id,)))


@pytest.mark.parametrize("name", [each.name for each in SERVICES])
def test_a_selection_of_nothing_asks_for_nothing_silly(name: str, limits: FetchLimits) -> None:
    service = service_named(name, limits)
    if name == "hf-daily":
        assert len(service.requests(Selection())) == 1
        with pytest.raises(CannotFetch):
            service.requests(Selection(since=date(2031, 2, 2), until=date(2031, 2, 1)))
        return
    with pytest.raises(CannotFetch):
        service.requests(Selection())


def test_a_run_that_broke_off_goes_on_there(
    player: Any, client: Client, limits: FetchLimits, shelf: Shelf
) -> None:
    service = service_named("arxiv", limits)
    selection = Selection(since=date(2031, 2, 1))
    pages = {"": harvest(1, "two"), "two": harvest(2, "three"), "three": harvest(3, "")}
    is_down = True

    def play(asked: Any) -> None:
        token = query_of(asked.path).get("resumptionToken", "")
        if token == "three" and is_down:
            asked.answer(status=503, Retry_After="9999")
        else:
            asked.answer(pages[token], content_type="text/xml")

    player.play = play
    seen: list[str] = []
    with pytest.raises(ServiceBusy):
        seen.extend(reply.url for reply in walk(client, service, selection, shelf))
    assert len(seen) == 2
    is_down, player.asked = False, []
    assert len(list(walk(client, service, selection, shelf))) == 1
    assert [query_of(path).get("resumptionToken") for path in player.paths()] == ["three"]
    assert len(list(walk(client, service, selection, shelf))) == 3


def test_a_reply_that_was_not_finished_with_comes_again(
    client: Client, limits: FetchLimits, shelf: Shelf
) -> None:
    service = service_named("hf-daily", limits)
    days = Selection(since=date(2031, 2, 1), until=date(2031, 2, 3))
    walking = walk(client, service, days, shelf)
    next(walking)
    second = next(walking).url
    walking.close()
    assert next(walk(client, service, days, shelf)).url == second


def test_a_token_that_the_service_forgot_begins_anew(
    player: Any, client: Client, limits: FetchLimits, shelf: Shelf
) -> None:
    service = service_named("arxiv", limits)
    selection = Selection(since=date(2031, 2, 1))
    player.play = lambda asked: asked.answer(harvest(1, "old"), content_type="text/xml")
    assert len(list(walk(client, service, selection, shelf, most_replies=1))) == 1

    def play(asked: Any) -> None:
        old = query_of(asked.path).get("resumptionToken") == "old"
        error = '<OAI-PMH><error code="badResumptionToken">gone</error></OAI-PMH>'
        asked.answer(error if old else harvest(1, ""), content_type="text/xml")

    player.play = play
    assert len(list(walk(client, service, selection, shelf))) == 1


def test_one_work_is_fetched_and_nothing_is_kept(
    player: Any, client: Client, limits: FetchLimits
) -> None:
    player.play = lambda asked: asked.answer(
        feed("3102.00001"), content_type="application/atom+xml"
    )
    record = fetch_work(ARXIV, client, limits)
    assert record is not None
    assert (record.title, record.ids[0]) == ("Quiet Lighthouses", ARXIV)
    assert fetch_work(WorkId("local", "jsonl/a"), client, limits) is None


def test_the_next_service_is_asked_when_the_first_does_not_know(
    player: Any, client: Client, limits: FetchLimits
) -> None:
    def play(asked: Any) -> None:
        if asked.path.startswith("/openalex"):
            asked.answer(json.dumps({"meta": {}, "results": []}))
        else:
            ids = {"DOI": "10.1000/quiet", "CorpusId": 7}
            asked.answer(json.dumps([None, {"externalIds": ids, "title": "Tides"}]))

    player.play = play
    record = fetch_work(DOI, client, limits)
    assert record is not None
    assert record.source == "semantic-scholar"
    player.play = lambda asked: asked.answer(status=404)
    with pytest.raises(WrongAnswer):
        fetch_work(DOI, client, limits)
