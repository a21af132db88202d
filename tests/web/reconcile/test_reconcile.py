"""The reconciliation service, as OpenRefine asks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.site import SITE

FERNWOOD = "work/arxiv/3103.01001"


def asked(client: FlaskClient, **questions: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    answer = client.post("/reconcile", data={"queries": json.dumps(questions)})
    assert answer.status_code == 200, answer.data
    return {name: said["result"] for name, said in answer.get_json().items()}


def extended(client: FlaskClient, ids: list[str], *properties: str) -> dict[str, Any]:
    wanted = {"ids": ids, "properties": [{"id": one} for one in properties]}
    found: dict[str, Any] = client.get(
        "/reconcile", query_string={"extend": json.dumps(wanted)}
    ).get_json()
    return found


def test_the_manifest_describes_the_service(client: FlaskClient) -> None:
    answer = client.get("/reconcile")
    told = answer.get_json()
    assert told["versions"] == ["0.2"]
    assert {kind["id"] for kind in told["defaultTypes"]} == {"work", "agent", "venue", "concept"}
    assert told["view"]["url"].replace("{{id}}", FERNWOOD) == f"{SITE}{FERNWOOD}"
    assert told["preview"]["url"].startswith(f"{SITE}reconcile/preview")
    for one in (*told["suggest"].values(), told["extend"]["propose_properties"]):
        path = one["service_url"].removeprefix(SITE.rstrip("/")) + one["service_path"]
        assert client.get(path, query_string={"prefix": "a"}).status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_batch_of_questions(client: FlaskClient) -> None:
    title = "fernwood: low-rank adapters for tiny language models"
    found = asked(
        client,
        title={"query": title, "type": "work"},
        typo={"query": "Fernwod: low rank adapter for tiny language models", "type": "work"},
        id={"query": "https://arxiv.org/pdf/3103.01001v2", "limit": 1},
        person={"query": "Ada Muster", "type": "agent"},
        concept={"query": "LoRA", "type": ["concept"]},
        nothing={"query": "zzzz qqqq", "type": "agent"},
        empty={"query": ""},
    )
    best = found["title"][0]
    assert (best["id"], best["score"], best["match"]) == (FERNWOOD, 100.0, True)
    assert best["type"] == [{"id": "work", "name": "work"}]
    assert found["typo"][0]["id"] == FERNWOOD
    assert not found["typo"][0]["match"]
    assert 80 < found["typo"][0]["score"] < 100
    assert [(one["id"], one["match"]) for one in found["id"]] == [(FERNWOOD, True)]
    assert found["person"][0]["name"] == "Ada Muster"
    assert found["concept"][0]["id"] == "concept/lora"
    assert found["nothing"] == found["empty"] == []


def test_what_else_is_known_counts(client: FlaskClient) -> None:
    question = {"query": "Fernwood", "type": "work", "limit": 1}
    year = [{"pid": "year", "v": "1999"}]
    (plain,), (other,) = asked(client, a=question, b={**question, "properties": year}).values()
    assert other["score"] == pytest.approx(plain["score"] * 0.9, abs=0.02)
    author = [
        {
            "pid": "author",
            "v": {
                "id": extended(client, [FERNWOOD], "author")["rows"][FERNWOOD]["author"][0]["id"]
            },
        }
    ]
    ((same,),) = asked(client, c={**question, "properties": author}).values()
    assert same["score"] == plain["score"]


def test_a_table_is_extended(client: FlaskClient) -> None:
    told = extended(client, [FERNWOOD, "work/arxiv/0000.00000"], "arxiv", "author", "unheard-of")
    assert told["meta"][0] == {"id": "arxiv", "name": "arXiv id"}
    row = told["rows"][FERNWOOD]
    assert row["arxiv"] == [{"str": "3103.01001"}]
    assert row["author"][0]["name"] == "Ada Muster"
    assert row["unheard-of"] == []
    assert told["rows"]["work/arxiv/0000.00000"]["arxiv"] == []
    proposed = client.get("/reconcile/properties?type=concept").get_json()
    assert {"id": "broader", "name": "broader concept"} in proposed["properties"]
    concept = extended(client, ["concept/lora"], *(one["id"] for one in proposed["properties"]))
    assert concept["rows"]["concept/lora"]["label_en"] == [{"str": "LoRA"}]


def test_suggestions(client: FlaskClient) -> None:
    found = client.get("/reconcile/suggest/entity?prefix=Fern&type=work").get_json()["result"]
    assert [one["id"] for one in found] == [FERNWOOD]
    kinds = client.get("/reconcile/suggest/type?prefix=wo").get_json()["result"]
    assert [one["id"] for one in kinds] == ["work"]
    told = client.get("/reconcile/suggest/property?prefix=orc").get_json()["result"]
    assert [one["id"] for one in told] == ["orcid"]
    assert client.get("/reconcile/suggest/planet?prefix=m").status_code == 404


def test_a_preview_may_stand_in_a_frame(client: FlaskClient) -> None:
    answer = client.get(f"/reconcile/preview?id={FERNWOOD}")
    assert "Fernwood" in answer.get_data(as_text=True)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview?id=work/arxiv/0000.00000").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"queries": "no json"},
        {"queries": "[1]"},
        {"queries": '{"q": 7}'},
        {"queries": json.dumps({str(n): {"query": "x"} for n in range(51)})},
        {"queries": "[" * 100_000},
        {"extend": "{}"},
        {"extend": '{"ids": "x", "properties": []}'},
    ],
)
def test_what_cannot_be_read_is_told(client: FlaskClient, given: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=given)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "said",
    [
        {"query": "x" * 10_000},
        {"query": "a", "type": {"id": "work"}},
        {"query": "a", "type": [1, None, [2]]},
        {"query": "a", "properties": 7},
        {"query": "a", "limit": "many"},
        {"query": "a", "limit": -1},
        {"query": "a", "properties": [1, {}, {"pid": "year"}, {"pid": "year", "v": [1]}]},
        {"query": "a", "properties": "year"},
        {"query": "%_\\' OR 1=1 --"},
    ],
)
def test_odd_questions_do_no_harm(client: FlaskClient, said: dict[str, Any]) -> None:
    assert isinstance(asked(client, q=said)["q"], list)
