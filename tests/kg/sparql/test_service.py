"""Answers, errors and recovery of the query service, with real worker processes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import threading
import time
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.sparql import FORMATS, GRAPH_FORMATS, TABLE_FORMATS, Limits, QueryService
from kg.sparql.errors import (
    EvaluationFailed,
    FormatUnsupported,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooExpensive,
    ResultTooLarge,
    ServiceBusy,
)
from kg.sparql.formats import CSV, JSON, TURTLE, Form, ResultFormat
from kg.versions import NothingPublished, Versions

from .conftest import EX, N_WORKS, MakeService, publish, quads

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GRAPH = f"{EX}graph/"


def count(service: QueryService, text: str = "SELECT * { ?s ?p ?o }", **more: object) -> int:
    with service.evaluate(text, **more) as answer:  # type: ignore[arg-type]
        return answer.rows


@pytest.mark.parametrize("fmt", TABLE_FORMATS, ids=lambda f: f.name)
def test_tables_in_every_format(service: QueryService, fmt: ResultFormat) -> None:
    text = "SELECT ?n ?t { ex:w7 ex:number ?n ; ex:title ?t OPTIONAL { ex:w7 ex:none ?x } }"
    with service.evaluate(text, fmt) as answer:
        assert (answer.form, answer.rows, answer.media_type) == (Form.SELECT, 1, fmt.content_type)
        content = answer.read()
        assert b"".join(answer.chunks()) == content
        assert answer.size_bytes == len(content)
    if fmt is CSV:
        assert list(csv.reader(io.StringIO(content.decode()))) == [
            ["n", "t"],
            ["7", "On the 7th gull"],
        ]
    else:
        assert isinstance(fmt.engine, QueryResultsFormat)
        parsed = pyoxigraph.parse_query_results(content, fmt.engine)
        assert isinstance(parsed, pyoxigraph.QuerySolutions)
        assert [str(row["n"]) for row in parsed] == [str(pyoxigraph.Literal(7))]


@pytest.mark.parametrize("fmt", GRAPH_FORMATS, ids=lambda f: f.name)
def test_graphs_in_every_format(service: QueryService, fmt: ResultFormat) -> None:
    with service.evaluate("CONSTRUCT WHERE { ex:w7 ?p ?o }", fmt) as answer:
        content = answer.read()
    assert isinstance(fmt.engine, RdfFormat)
    assert len(list(pyoxigraph.parse(content, fmt.engine))) == 3


def test_graphs_are_written_with_our_prefixes(service: QueryService) -> None:
    with service.evaluate("DESCRIBE ex:ada", TURTLE) as answer:
        assert b'ex:ada ex:name "Ada Beispiel"' in answer.read()


def test_ask(service: QueryService) -> None:
    with service.evaluate("ASK { ex:w7 ?p ?o }") as answer:
        assert json.loads(answer.read())["boolean"] is True


def test_formats_belong_to_forms(service: QueryService) -> None:
    with pytest.raises(FormatUnsupported):
        service.evaluate("ASK {}", TURTLE)
    with pytest.raises(FormatUnsupported):
        service.evaluate("DESCRIBE ex:ada", JSON)


def test_names_of_formats_are_unique() -> None:
    assert len({fmt.media_type for fmt in FORMATS.values()}) == len(FORMATS) == 10


class TestDataset:
    """Which graphs a query sees."""

    def test_the_default_graph_is_what_is_published_without_link_sets(
        self, service: QueryService
    ) -> None:
        assert count(service) == 3 * N_WORKS + 1

    def test_every_graph_has_its_name(self, service: QueryService) -> None:
        with service.evaluate("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", CSV) as answer:
            names = answer.read().decode().split()[1:]
        assert sorted(names) == [GRAPH + n for n in ("agents", "links/elsewhere", "meta", "works")]

    def test_from_is_heard(self, service: QueryService) -> None:
        assert count(service, f"SELECT * FROM <{GRAPH}links/elsewhere> {{ ?s ?p ?o }}") == 1
        named = f"SELECT * FROM NAMED <{GRAPH}agents> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        assert count(service, named) == 1

    def test_the_protocol_overrides_from(self, service: QueryService) -> None:
        text = f"SELECT * FROM <{GRAPH}works> {{ ?s ?p ?o }}"
        assert count(service, text, default_graphs=[GRAPH + "agents"]) == 1
        assert count(service, default_graphs=[GRAPH + "agents", GRAPH + "links/elsewhere"]) == 2

    def test_only_named_graphs_leave_no_default_graph(self, service: QueryService) -> None:
        assert count(service, named_graphs=[GRAPH + "agents"]) == 0
        text = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
        assert count(service, text, named_graphs=[GRAPH + "agents"]) == 1

    def test_union_for_stores_without_a_copy(self, published: Versions) -> None:
        with QueryService(published, Limits(workers=1), union_default_graph=True) as service:
            # Everything twice: the copy is itself a graph here. What FROM says holds nevertheless.
            assert count(service) > 3 * N_WORKS + 1
            assert count(service, f"SELECT * FROM <{GRAPH}agents> {{ ?s ?p ?o }}") == 1


def test_relative_iris_have_a_base(service: QueryService) -> None:
    with service.evaluate("ASK { <w7> ?p ?o }", base_iri=EX) as answer:
        assert b"true" in answer.read()
    with pytest.raises(QuerySyntaxError, match=r"column 7: <w7> is relative"):
        service.evaluate("ASK { <w7> ?p ?o }")


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("SELECT * {\n ?s nope:x ?o }", "nope: is not declared", (2, 5)),
        ("SELECT * { ?s ex:title }", "unexpected }", (1, 24)),
        ("SELECT * { ?s <a b> ?o }", "valid IRI", (1, 20)),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", "unexpected x", (1, 30)),
    ],
)
def test_syntax_errors_have_a_place(
    service: QueryService, text: str, words: str, place: tuple[int, int]
) -> None:
    with pytest.raises(QuerySyntaxError, match=words) as caught:
        service.evaluate(text)
    assert (caught.value.line, caught.value.column) == place
    assert len(str(caught.value)) < 300


def test_limits_on_rows_and_bytes(make_service: MakeService) -> None:
    service = make_service(result_rows=100, result_bytes=20_000)
    assert count(service, "SELECT * { ?s ?p ?o } LIMIT 100") == 100
    with pytest.raises(ResultTooLarge) as caught:
        service.evaluate("SELECT * { ?s ?p ?o } LIMIT 101")
    assert (caught.value.limit, caught.value.unit) == (100, "rows")
    with pytest.raises(ResultTooLarge) as caught:
        service.evaluate("CONSTRUCT WHERE { ?s ?p ?o }")
    assert (caught.value.limit, caught.value.unit) == (20_000, "bytes")
    assert count(service, "SELECT * { ?s ?p ?o } LIMIT 3") == 3


def test_zero_means_no_limit(make_service: MakeService) -> None:
    assert count(make_service(result_rows=0, result_bytes=0)) == 3 * N_WORKS + 1


def test_a_timeout_is_an_error_and_the_next_query_works(make_service: MakeService) -> None:
    service = make_service(timeout_s=0.5)
    with pytest.raises(QueryTimeout) as caught:
        service.evaluate(ENDLESS)
    assert caught.value.limit_s == 0.5
    assert count(service, "SELECT * { ex:w7 ?p ?o }", timeout_s=20) == 3


def test_the_timeout_of_one_query(service: QueryService) -> None:
    with pytest.raises(QueryTimeout, match=r"0\.2 s"):
        service.evaluate(ENDLESS, timeout_s=0.2)


def test_memory_is_bounded(make_service: MakeService) -> None:
    service = make_service(memory_bytes=256 * 2**20, workers=1)
    doubling = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    with pytest.raises(QueryTooExpensive) as caught:
        service.evaluate(f'SELECT (STRLEN(?a40) AS ?n) {{ BIND("gull" AS ?a0) {doubling} }}')
    assert caught.value.limit_bytes == 256 * 2**20
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


def test_a_worker_that_grew_is_replaced(make_service: MakeService) -> None:
    service = make_service(workers=1, recycle_bytes=1)
    first = service.worker_ids()
    count(service)
    wait_until(lambda: service.worker_ids() not in ([], first))


def test_a_worker_is_replaced_after_its_share(make_service: MakeService) -> None:
    service = make_service(workers=1, recycle_after=2)
    count(service)
    first = service.worker_ids()
    count(service)
    wait_until(lambda: service.worker_ids() not in ([], first))
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


def test_a_killed_worker_is_an_error_and_is_replaced(make_service: MakeService) -> None:
    service = make_service(workers=1)
    count(service)
    (victim,) = service.worker_ids()
    before = _cpu_seconds(victim)
    failures: list[QueryError] = []

    def run() -> None:
        try:
            service.evaluate(ENDLESS)
        except QueryError as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: _cpu_seconds(victim) > before + 0.1)
    os.kill(victim, signal.SIGKILL)
    thread.join()
    assert [type(f) for f in failures] == [QueryTooExpensive]
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


def test_a_worker_killed_while_idle_costs_no_answer(make_service: MakeService) -> None:
    service = make_service(workers=1)
    count(service)
    os.kill(service.worker_ids()[0], signal.SIGKILL)
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


def test_a_full_queue_refuses_and_a_long_wait_ends(make_service: MakeService) -> None:
    service = make_service(workers=1, queue=0)
    running = _run_endless(service)
    with pytest.raises(ServiceBusy) as caught:
        service.evaluate("ASK {}")
    assert caught.value.retry_after_s > 0
    running.join()
    service = make_service(workers=1, queue=1, queue_s=0.1)
    running = _run_endless(service)
    with pytest.raises(ServiceBusy):
        service.evaluate("ASK {}")
    running.join()


def test_many_threads_get_their_own_answers(service: QueryService) -> None:
    wrong: list[int] = []

    def run(work: int) -> None:
        for _ in range(10):
            with service.evaluate(f"SELECT ?n {{ ex:w{work} ex:number ?n }}", CSV) as answer:
                if answer.read() != b"n\r\n%d\r\n" % work:
                    wrong.append(work)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


class TestVersions:
    """Readers change to a new version without noticing."""

    def test_the_next_query_sees_the_new_version(
        self, make_service: MakeService, tmp_path: Path
    ) -> None:
        publish(tmp_path, quads(3), 1)
        service = make_service(Versions(tmp_path))
        assert count(service, "SELECT * { ?w ex:number ?n }") == 3
        publish(tmp_path, quads(5), 2)
        with service.evaluate("SELECT * { ?w ex:number ?n }") as answer:
            assert (answer.rows, answer.version.change_number) == (5, 2)

    def test_a_running_query_keeps_its_version(
        self, make_service: MakeService, tmp_path: Path
    ) -> None:
        first = publish(tmp_path, quads(), 1)
        service = make_service(Versions(tmp_path), result_rows=0)
        slow = "SELECT ?a { ?a ex:number ?n . ?b ex:number ?m FILTER(?n * ?m = 1) }"
        found: list[tuple[int, int]] = []

        def run() -> None:
            with service.evaluate(slow) as answer:
                found.append((answer.version.number, answer.rows))

        thread = threading.Thread(target=run)
        thread.start()
        wait_until(lambda: bool(service.worker_ids()))
        for change in range(2, 7):
            publish(tmp_path, quads(3), change)
        thread.join()
        assert found in ([(n, 1)] for n in range(first.number, 7))

    def test_nothing_published(self, make_service: MakeService, tmp_path: Path) -> None:
        with pytest.raises(NothingPublished):
            make_service(Versions(tmp_path)).evaluate("ASK {}")

    def test_a_damaged_version_is_said_to_be_so(
        self, make_service: MakeService, tmp_path: Path
    ) -> None:
        version = publish(tmp_path, quads(3), 1)
        (version.graph / "CURRENT").write_text("nonsense\n")
        with pytest.raises(EvaluationFailed, match="no worker can open"):
            make_service(Versions(tmp_path)).evaluate("ASK {}")


def test_closing_ends_the_workers(make_service: MakeService) -> None:
    service = make_service()
    count(service)
    pids = service.worker_ids()
    service.close()
    service.close()
    wait_until(lambda: not any(_alive(pid) for pid in pids))
    with pytest.raises(ServiceBusy):
        service.evaluate("ASK {}")


def test_refusals_need_no_worker(make_service: MakeService) -> None:
    service = make_service()
    with pytest.raises(QueryRefused):
        service.evaluate("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert service.worker_ids() == []


def wait_until(condition: object, seconds: float = 30.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def _run_endless(service: QueryService) -> threading.Thread:
    def run() -> None:
        with pytest.raises(QueryTimeout):
            service.evaluate(ENDLESS, timeout_s=1.5)

    count(service, "SELECT * { ex:w7 ?p ?o }")
    thread = threading.Thread(target=run)
    thread.start()
    (pid,) = service.worker_ids()
    before = _cpu_seconds(pid)
    wait_until(lambda: _cpu_seconds(pid) > before + 0.05)
    return thread


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
