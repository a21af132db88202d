"""The JSON API and its description."""

from __future__ import annotations

import math
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.site import SITE
from web.api.operation import OPERATIONS

API = "/api/v1"
ID = "arxiv:3103.01001"


def test_work(client: FlaskClient) -> None:
    work = client.get(f"{API}/works/{ID}").get_json()
    assert work["id"] == ID
    assert work["author_order"] == "listed"
    assert work["url"] == f"{SITE}work/arxiv/3103.01001"
    assert work["iri"] == "https://w3id.org/paperkin/work/arxiv/3103.01001"
    assert [(v["read_on"], v["votes"]) for v in work["votes"]] == [
        ("2031-03-04", 12),
        ("2031-03-05", 19),
    ]
    assert {"lora"} <= {concept["id"] for concept in work["concepts"]}


@pytest.mark.parametrize("spelling", ["3103.01001", "arXiv:3103.01001v2"])
def test_other_spellings_are_redirected(client: FlaskClient, spelling: str) -> None:
    response = client.get(f"{API}/works/{spelling}")
    assert (response.status_code, response.location) == (308, f"{API}/works/{ID}")
    response = client.get(f"{API}/works/{spelling}/related?k=3")
    assert response.location == f"{API}/works/{ID}/related?k=3"


def test_related_parts_sum_to_the_score(client: FlaskClient) -> None:
    answer = client.get(f"{API}/works/{ID}/related?k=5").get_json()
    assert answer["work"] == ID
    assert isinstance(answer["version"], int)
    assert [result["rank"] for result in answer["results"]] == list(
        range(1, len(answer["results"]) + 1)
    )
    for result in answer["results"]:
        parts = [piece["part"] for piece in result["evidence"]]
        assert math.isclose(math.fsum(parts), result["score"], abs_tol=1e-9)
        assert result["why"]
        assert result["id"] != ID


def test_reasons_in_korean(client: FlaskClient) -> None:
    answer = client.get(f"{API}/works/{ID}/related?k=1&lang=ko").get_json()
    assert re.search(r"[가-힣]니다\.$", answer["results"][0]["why"])


def test_question_by_works_and_text(client: FlaskClient) -> None:
    question = {"positive": [ID], "negative": ["3103.01003"], "text": "retrieval", "k": 4}
    answer = client.post(f"{API}/related", json=question).get_json()
    ids = [result["id"] for result in answer["results"]]
    assert ID not in ids
    assert "arxiv:3103.01003" not in ids


@pytest.mark.parametrize(
    ("body", "status", "parameter"),
    [
        ({"positive": "x"}, 400, "positive"),
        ({"k": 0}, 400, "k"),
        ({"k": True}, 400, "k"),
        ({"what": 1}, 400, "what"),
        ({"text": 5}, 400, "text"),
        ([], 400, "body"),
        ({"positive": ["arxiv:3103.09999"]}, 404, None),
    ],
)
def test_wrong_questions(
    client: FlaskClient, body: object, status: int, parameter: str | None
) -> None:
    response = client.post(f"{API}/related", json=body)
    assert response.status_code == status
    assert response.get_json().get("parameter") == parameter


def test_nothing_asked_says_so(client: FlaskClient) -> None:
    answer = client.post(f"{API}/related", json={}).get_json()
    assert (answer["results"], answer["reason"]) == ([], "empty-query")


def test_search_pages_by_link_header(client: FlaskClient) -> None:
    response = client.get(f"{API}/search?q=model&k=1")
    assert len(response.get_json()["results"]) == 1
    following = re.match(r'<(.+)>; rel="next"', response.headers["Link"])
    assert following
    second = client.get(following.group(1).removeprefix(SITE.rstrip("/"))).get_json()
    assert second["results"][0]["rank"] == 2


@pytest.mark.parametrize("path", ["search?q=model", "works/arxiv:3103.01001/related?k=20"])
def test_lists_are_narrowed(client: FlaskClient, path: str) -> None:
    def ids(condition: str) -> set[str]:
        answer = client.get(f"{API}/{path}&{condition}").get_json()
        return {one["id"] for one in answer["results"]}

    everything = ids("lang=en")
    assert ids("result=yes") < everything
    assert ids("to=2030") == {one for one in everything if one.startswith("acl:")} != set()
    assert client.get(f"{API}/{path}&result=no").status_code == 400


def test_works_by_cursor_are_each_given_once(client: FlaskClient) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(f"{API}/works?limit=2&after={after}").get_json()
        seen += [work["id"] for work in page["works"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == page["total"] == 7


def test_entities(client: FlaskClient, agent_path: str) -> None:
    agent = agent_path.removeprefix("/agent/").replace("/", ":")
    assert client.get(f"{API}/agents/{agent}").get_json()["kind"] == "name-cluster"
    assert client.get(f"{API}/agents/{agent}/works").get_json()["total"] == 3
    concept = client.get(f"{API}/concepts/lora?lang=ko").get_json()
    assert concept["label"] != "lora"
    assert client.get(f"{API}/concepts/lora/works").get_json()["total"] >= 2
    assert client.get(f"{API}/concepts?limit=3").get_json()["concepts"]
    assert client.get(f"{API}/issues").get_json()["issues"][0]["works"] == 3
    issue = client.get(f"{API}/issues/daily-papers/2031-03-04").get_json()
    assert issue["items"][2]["votes"] is None
    assert client.get(f"{API}/suggest?q=fern").get_json()["works"][0]["id"] == ID


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/works/arxiv:3103.09999", 404),
        ("/works/nonsense", 404),
        ("/agents/name:none", 404),
        ("/concepts/none", 404),
        ("/venues/none", 404),
        ("/issues/2031-13-01", 404),
        ("/search", 400),
        ("/search?q=a&k=1&k=2", 400),
        ("/works?limit=0", 400),
        ("/works?limit=x", 400),
        ("/concepts?kind=animal", 400),
        (f"/works/{ID}/related?k=101", 400),
        (f"/works/{ID}?lang=fr", 400),
    ],
)
def test_problems(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(API + path)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_unchanged_answers_are_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(f"{API}/works/{ID}")
    again = client.get(f"{API}/works/{ID}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_other_sites_may_read(client: FlaskClient) -> None:
    assert client.get(f"{API}/works/{ID}").headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(f"{API}/related", headers={"Origin": "https://x.example"})
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_description_covers_every_route(client: FlaskClient, app: Flask) -> None:
    description = client.get("/openapi.json").get_json()
    assert description["openapi"] == "3.1.0"
    paths = description["paths"]
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        path = rule.rule.replace("<path:", "{").replace("<", "{").replace(">", "}")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert method.lower() in paths[path], path
    names = [operation["operationId"] for item in paths.values() for operation in item.values()]
    assert len(names) == len(set(names))


def test_every_operation_says_what_it_does(client: FlaskClient) -> None:
    for name, operation in OPERATIONS.items():
        assert operation.summary.endswith("."), name
    for item in client.get("/openapi.json").get_json()["paths"].values():
        for operation in item.values():
            assert operation["summary"], operation["operationId"]


def test_references_in_the_description_lead_somewhere(client: FlaskClient) -> None:
    text = client.get("/openapi.json").get_data(as_text=True)
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in schemas
