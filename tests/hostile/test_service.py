"""Whatever is asked, the service answers, stays within its limits, and answers the next query."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.sparql import Limits, QueryService
from kg.sparql.errors import QueryError
from kg.stores import MemoryStore, MetaTerms
from kg.versions import Publisher, Versions

from .requests import REQUESTS, Outcome

EX = "http://example.org/"
SECRET = "the secret of this machine"
LIMIT_S = 0.5
# Far beyond the limit: a machine may be busy, but an answer must come.
GUARD_S = 60.0


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    data = tmp_path_factory.mktemp("data")
    store = MemoryStore(MetaTerms(node("meta"), node("d"), node("n")), lambda _: True)
    works = node("graph/works")
    store.bulk_load(
        [
            quad
            for i in range(700)
            for quad in (
                Quad(node(f"w{i}"), node("number"), Literal(i), works),
                Quad(node(f"w{i}"), node("title"), Literal(f"On the {i}th gull"), works),
                Quad(node(f"w{i}"), node("cites"), node(f"w{(i * 7) % 700}"), works),
            )
        ],
        1,
    )
    Publisher(data).publish(1, store.backup, lambda _: None, "1")
    limits = Limits(timeout_s=LIMIT_S, memory_bytes=400 * 2**20, workers=2, cache_bytes=0)
    with QueryService(Versions(data), limits, {"ex": EX}) as service:
        yield service


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.001)
        yield listener


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.nt"
    path.write_text(f'<{EX}s> <{EX}p> "{SECRET}" .\n')
    return path


@pytest.mark.parametrize("name", REQUESTS)
def test_hostile(name: str, service: QueryService, listener: socket.socket, secret: Path) -> None:
    text, expected = REQUESTS[name]
    port = str(listener.getsockname()[1])
    for place, value in {"port": port, "secret": str(secret), "name": secret.as_uri()}.items():
        text = text.replace("{" + place + "}", value)
    outcome, content = answered(service, text)
    assert outcome in expected
    assert SECRET.encode() not in content
    with pytest.raises(TimeoutError):
        listener.accept()
    with service.evaluate("SELECT * { ex:w7 ?p ?o }", timeout_s=GUARD_S) as answer:
        assert answer.rows == 3


def answered(service: QueryService, text: str) -> tuple[Outcome, bytes]:
    found: list[tuple[Outcome, bytes]] = []

    def run() -> None:
        try:
            with service.evaluate(text) as answer:
                found.append((None, answer.read()))
        except QueryError as error:
            found.append((type(error), b""))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(GUARD_S)
    assert found, "no answer"
    return found[0]


def test_there_are_many() -> None:
    assert len(REQUESTS) >= 60


def test_a_crowd_of_them_at_once(service: QueryService) -> None:
    texts = [text for text, _ in REQUESTS.values() if "{port}" not in text][:24]
    outcomes: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda text=text: outcomes.append(answered(service, text)[0]))
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(GUARD_S)
    assert len(outcomes) == len(texts)
    with service.evaluate("SELECT * { ex:w7 ?p ?o }", timeout_s=GUARD_S) as answer:
        assert answer.rows == 3


def test_memory_comes_back(service: QueryService) -> None:
    with service.evaluate("SELECT * { ex:w8 ?p ?o }", timeout_s=GUARD_S):
        pass
    for pid in service.worker_ids():
        with suppress(FileNotFoundError):  # one that was just replaced
            resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
            assert resident < 300 * 2**20
