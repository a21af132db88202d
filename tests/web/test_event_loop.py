"""The web server's loop answers plain queries as the application would, and nobody waits in it."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from kg.sparql import Limits, QueryService
from kg.sparql.updating import PlainDataset
from kg.vocab import PREFIXES
from web.event_loop import web_server
from web.plain import PlainServices, create_plain_app
from web.settings import Settings
from web.sparql.quick import short_way_of

_GULLS = "".join(
    f'<http://e/gull{n}> <http://e/name> "gull {n}" ; <http://e/seen> {n} .\n' for n in range(400)
)
_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(?b < ?d) }"
_MOMENT = {"date", "server-timing", "x-request-id", "ratelimit", "connection"}


class _Site:
    """A server over four hundred gulls, in this process."""

    def __init__(self, folder: Path, **limits: float) -> None:
        (folder / "gulls.ttl").write_text(_GULLS)
        settings = Settings(
            site_base="http://127.0.0.1/",
            sparql=Limits(**{"workers": 2, "timeout_s": 2.0, "client_query_s": 0, **limits}),  # type: ignore[arg-type]
        )
        dataset = PlainDataset(folder / "data", settings.sparql, PREFIXES)
        dataset.load_files([folder / "gulls.ttl"])
        self.queries = QueryService(dataset.versions, settings.sparql, PREFIXES)
        self.dataset = dataset
        self.app: Flask = create_plain_app(PlainServices(settings, self.queries, dataset))
        self.server = web_server(self.app, short_way_of(self.app), 8, host="127.0.0.1", port=0)
        self.port = int(self.server.effective_port)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def get(self, query: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", f"/sparql?query={quote(query)}", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, body

    def close(self) -> None:
        self.server.task_dispatcher.shutdown()
        self.server.close()
        self.queries.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    made = _Site(tmp_path)
    yield made
    made.close()


def _name(n: int) -> str:
    return f"SELECT ?name {{ <http://e/gull{n}> <http://e/name> ?name }}"


@pytest.mark.parametrize(
    "query",
    [
        _name(7),
        "ASK { ?s ?p 12 }",
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3",
        "SELECT * { ?s ?p }",
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT (NOW() > 0 AS ?t) {}",
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_loop_says_what_the_application_says(site: _Site, query: str, coding: str) -> None:
    status, headers, body = site.get(query, **{"Accept-Encoding": coding})
    # A cookie makes a request unusual: a thread answers it.
    threads = site.get(query, **{"Accept-Encoding": coding, "Cookie": "a=b"})
    assert (status, body) == (threads[0], threads[2]) or status >= 400
    assert status == threads[0]
    assert headers.keys() == threads[1].keys()
    told = {name: value for name, value in headers.items() if name not in _MOMENT}
    if status < 400:
        assert told == {n: v for n, v in threads[1].items() if n not in _MOMENT}


def test_a_name_given_to_a_request_comes_back(site: _Site) -> None:
    assert site.get(_name(1), **{"X-Request-Id": "mine-1"})[1]["x-request-id"] == "mine-1"
    assert site.get(_name(1), **{"X-Request-Id": "{}"})[1]["x-request-id"] != "{}"


def test_many_at_once_on_kept_connections(site: _Site) -> None:
    wrong: list[object] = []

    def ask(client: int) -> None:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
        for n in range(client, client + 12):
            connection.request("GET", f"/sparql?query={quote(_name(n))}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or f'"gull {n}"'.encode() not in body:
                wrong.append((n, answer.status, body))
        connection.close()

    clients = [threading.Thread(target=ask, args=(12 * c,)) for c in range(25)]
    for one in clients:
        one.start()
    for one in clients:
        one.join(60)
    assert wrong == []


def test_requests_sent_before_the_answer_are_answered_in_order(site: _Site) -> None:
    names = [_name(1), _name(2), "SELECT * { broken", _name(3), _name(1)]
    requests = [f"GET /sparql?query={quote(q)} HTTP/1.1\r\nHost: e\r\n\r\n" for q in names]
    requests[-1] = requests[-1].replace("Host: e", "Host: e\r\nConnection: close")
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall("".join(requests).encode())
        received = b""
        while data := connection.recv(65536):
            received += data
    assert received.count(b"HTTP/1.1 200 OK") == 4
    places = [received.index(text) for text in (b'"gull 1"', b'"gull 2"', b" 400 ", b'"gull 3"')]
    assert places == sorted(places)


def test_the_limit_holds_while_light_queries_go_on(site: _Site) -> None:
    found: list[int] = []
    heavy = [threading.Thread(target=lambda: found.append(site.get(_HEAVY)[0])) for _ in range(3)]
    for one in heavy:
        one.start()
    time.sleep(0.3)
    for n in range(20):
        assert site.get(_name(n))[0] == 200
    for one in heavy:
        one.join(30)
    assert set(found) <= {503, 504}
    assert 504 in found
    assert site.get(_name(3))[0] == 200


def test_who_leaves_leaves_nothing_behind(site: _Site) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
            request = f"GET /sparql?query={quote(_HEAVY)} HTTP/1.1\r\nHost: e\r\n\r\n"
            connection.sendall(request.encode())
            time.sleep(0.05)
    assert site.get(_name(3))[0] == 200
    dispatcher = site.server.task_dispatcher
    deadline = time.monotonic() + 20
    while (dispatcher.in_line or dispatcher._at_work()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not dispatcher.in_line
    assert not dispatcher._at_work()


def test_a_worker_killed_while_idle_costs_nobody_an_answer(site: _Site) -> None:
    site.get(_name(1))
    for pid in site.queries.worker_ids():
        os.kill(pid, signal.SIGKILL)
    assert {site.get(_name(n))[0] for n in range(5)} == {200}


def test_a_new_version_is_read_at_once(site: _Site, tmp_path: Path) -> None:
    assert b"cormorant" not in site.get("SELECT * { ?s <http://e/kind> ?o }")[2]
    (tmp_path / "more.ttl").write_text('<http://e/x> <http://e/kind> "cormorant" .')
    site.dataset.load_files([tmp_path / "more.ttl"])
    assert b"cormorant" in site.get("SELECT * { ?s <http://e/kind> ?o }")[2]


def test_a_client_that_overdraws_is_told(tmp_path: Path) -> None:
    site = _Site(tmp_path, client_errors=3)
    try:
        statuses = [site.get(f"SELECT * {{ ?s{n} ?p }}")[0] for n in range(6)]
        assert statuses == [400, 400, 400, 429, 429, 429]
        assert site.get(_name(1))[0] == 429
    finally:
        site.close()
