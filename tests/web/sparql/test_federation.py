"""SERVICE between two endpoints of ours, and what the outside is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.sparql import QueryService
from kg.sparql.updating import PlainDataset
from tests.served import free_port, serving
from web.plain import PlainServices, create_plain_app
from web.settings import load_settings

EX = "http://example.org/"
QUERY = """SELECT ?title ?note {{
  ?work <{ex}title> ?title .
  SERVICE <{endpoint}> {{ ?work <{ex}note> ?note }}
}}"""


@contextmanager
def plain(folder: Path, content: str, **sparql: object) -> Iterator[FlaskClient]:
    """A client of ``paperkin endpoint`` over these triples."""
    folder.mkdir()
    (folder / "data.nt").write_text(content)
    (folder / "settings.toml").write_text(
        "[sparql]\nworkers = 1\n"
        + "".join(f"{name} = {value!r}\n" for name, value in sparql.items())
    )
    settings = load_settings(folder, {})
    dataset = PlainDataset(folder / "store", settings.sparql, {})
    dataset.load_files([folder / "data.nt"])
    with QueryService(dataset.versions, settings.sparql) as queries:
        yield create_plain_app(PlainServices(settings, queries, dataset)).test_client()


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    notes = f'<{EX}w1> <{EX}note> "read twice" .\n<{EX}w9> <{EX}note> "unknown here" .\n'
    with (
        plain(tmp_path_factory.mktemp("theirs") / "data", notes) as client,
        serving(client.application) as port,
    ):
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, theirs: str) -> Iterator[FlaskClient]:
    with plain(
        tmp_path_factory.mktemp("ours") / "data",
        f'<{EX}w1> <{EX}title> "On gulls" .\n<{EX}w2> <{EX}title> "On terns" .\n',
        service_endpoints=f"{theirs},http://127.0.0.1:{free_port()}/,http://localhost:1/",
        service_private_hosts="127.0.0.1",
    ) as client:
        yield client


def test_two_endpoints_answer_together(ours: FlaskClient, theirs: str) -> None:
    query = QUERY.format(ex=EX, endpoint=theirs)
    response = ours.get("/sparql", query_string={"query": query, "format": "csv"})
    assert response.status_code == 200
    assert response.text == "title,note\r\nOn gulls,read twice\r\n"
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("endpoint", "status", "kind", "words"),
    [
        ("http://elsewhere.example/", 400, "query-refused", "not asked from here"),
        ("http://localhost:1/", 502, "endpoint-failed", "private address"),
        ("nobody", 502, "endpoint-failed", "no connection"),
    ],
)
def test_errors_tell_the_endpoint_and_the_place(
    ours: FlaskClient, endpoint: str, status: int, kind: str, words: str
) -> None:
    if endpoint == "nobody":
        endpoint = ours.application.extensions["paperkin-sparql"].queries.limits.services[1]
    response = ours.post("/sparql", data={"query": QUERY.format(ex=EX, endpoint=endpoint)})
    found = response.get_json()
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert found["type"].endswith(f"#problem-{kind}")
    assert words in found["detail"]
    assert f"<{endpoint}>" in found["detail"]
    assert (found["line"], found["column"]) == (3, 3)


def test_an_update_asks_nobody(ours: FlaskClient, theirs: str) -> None:
    update = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{theirs}> {{ ?s ?p ?o }} }}"
    assert ours.post("/sparql", data={"update": update}).status_code in {400, 403}


def test_the_description_says_so_only_where_it_is_so(
    ours: FlaskClient, client: FlaskClient
) -> None:
    turtle = {"Accept": "text/turtle"}
    assert "sd:BasicFederatedQuery" in ours.get("/sparql", headers=turtle).text
    assert "BasicFederatedQuery" not in client.get("/sparql", headers=turtle).text
