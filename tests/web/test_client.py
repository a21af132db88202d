"""The client in Python, and the tools for language models that are built on it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from flask import Flask

from web import client as client_module
from web.client import Answer, Paperkin, Refused, Request, frame, over_http
from web.mcp_server import Tools, in_process, mcp_server

WORK = "arxiv:3103.01001"


@pytest.fixture
def site(app: Flask) -> Paperkin:
    """The invented corpus through the client."""
    return Paperkin(transport=in_process(app))


def test_every_method_answers(site: Paperkin) -> None:
    assert site.work("https://arxiv.org/abs/3103.01001v1")["id"] == WORK
    related = site.related(WORK, 3)
    assert [one["rank"] for one in related] == [1, 2, 3]
    assert all(one["why"] for one in related)
    assert site.related_to([WORK], text="video")[0]["id"] != WORK
    assert site.search("LoRA")[0]["title"]
    listed = [one["id"] for one in site.works()]
    assert len(listed) == len(set(listed)) > 5
    assert list(site.works(("concepts", "lora")))


def test_sparql_gives_rows(site: Paperkin) -> None:
    rows = site.sparql('SELECT ?work { ?work fabio:hasArXivId "3103.01001" }')
    assert [row["work"].rpartition("/")[2] for row in rows] == ["3103.01001"]
    assert site.sparql("ASK { ?s ?p ?o }") == [{"answer": "true"}]


def test_korean(app: Flask) -> None:
    said = Paperkin(language="ko", transport=in_process(app)).related(WORK, 1)[0]["why"]
    assert said.endswith("다.")


def test_refusals_carry_the_words_of_the_site(site: Paperkin) -> None:
    with pytest.raises(Refused, match="404") as caught:
        site.work("arxiv:3103.99999")
    assert caught.value.problem["status"] == 404
    with pytest.raises(Refused, match="400"):
        site.sparql("SELECT nonsense")


def test_an_update_is_refused(site: Paperkin) -> None:
    with pytest.raises(Refused):
        site.sparql("INSERT DATA { <http://a.example/> <http://b.example/> 1 }")


def test_a_busy_site_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(client_module.time, "sleep", slept.append)
    answers = [Answer(429, {"retry-after": "2"}, b"{}"), Answer(200, {}, b'{"results": []}')]

    def transport(_: Request) -> Answer:
        return answers.pop(0)

    assert Paperkin(transport=transport).search("x") == []
    assert slept == [2.0]
    answers[:] = [Answer(503, {"retry-after": "900"}, json.dumps({"title": "busy"}).encode())]
    with pytest.raises(Refused, match="busy"):
        Paperkin(transport=transport).search("x")


def test_addresses() -> None:
    with pytest.raises(ValueError, match="no address"):
        over_http("file:///etc/passwd")


def test_rows_as_a_table(site: Paperkin) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    table = frame(site.related(WORK, 3))
    assert list(table["rank"]) == [1, 2, 3]


def test_tools(site: Paperkin) -> None:
    tools = Tools(site)
    assert set(tools.search("LoRA")[0]) == {"id", "title", "rank", "score", "why"}
    assert tools.related_to_text("a diffusion model that edits video")[0]["why"]
    schema = tools.schema()
    assert schema["prefixes"]["skos"].startswith("http")
    assert schema["classes"]
    for example in schema["examples"]:
        tools.sparql(example["query"])


def test_the_server_offers_and_runs_the_tools(site: Paperkin) -> None:
    pytest.importorskip("mcp", reason="mcp is not installed")
    server = mcp_server(Tools(site))

    async def asked() -> tuple[list[str], Any]:
        names = [tool.name for tool in await server.list_tools()]
        return names, await server.call_tool("related", {"id": WORK, "k": 2})

    names, answer = asyncio.run(asked())
    assert {"search", "work", "related", "sparql", "schema"} <= set(names)
    assert "arxiv:" in str(answer)
