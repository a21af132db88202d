"""A served installation that is asked too much, told to stop, and kept running for long.

``PAPERKIN_TORTURE=night`` makes the soak longer.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from urllib.parse import quote

from tests.torture import figures, stage
from tests.torture.serving import QUERY, Tally, crowd, get, served
from tests.torture.test_crashes import NIGHT, Theatre, run, shown

SOAK_S = 600.0 if NIGHT else 60.0


def test_overload_is_refused_and_passes(theatre: Theatre) -> None:
    heavy = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with served(theatre.prepared("published")) as server:
        statuses: list[int] = []
        threads = [
            threading.Thread(
                target=lambda: statuses.append(get(server.port, f"/sparql?query={heavy}")[0])
            )
            for _ in range(40)
        ]
        for one in threads:
            one.start()
        time.sleep(2.0)
        light = crowd(server.port, 2, 5.0)
        for one in threads:
            one.join()
        figures.add("endurance", "40 heavy queries", f"{Counter(statuses)}; beside them {light}")
        assert set(statuses) <= {429, 503, 504}
        assert light.statuses.get(200, 0) > 0
        assert set(light.statuses) <= {200, 429, 503}
        assert get(server.port, f"/sparql?query={QUERY}")[0] == 200


def test_told_to_stop_it_finishes_and_ends_well(theatre: Theatre) -> None:
    with served(theatre.prepared("published")) as server:
        tallies: list[Tally] = []
        asking = threading.Thread(target=lambda: tallies.append(crowd(server.port, 10, 3.0)))
        asking.start()
        time.sleep(1.5)
        told = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        figures.add("endurance", "ended after SIGTERM", f"{time.monotonic() - told:.1f} s")
        asking.join()
        assert all(status < 500 for status in tallies[0].statuses)


def test_a_soak_leaks_nothing(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    with served(ground) as server:
        crowd(server.port, 10, 10.0)
        memory, files = server.memory_bytes(), server.files()
        workers = server.workers()
        rounds = max(2, int(SOAK_S / 30))
        for _ in range(rounds):
            run(stage.rebuild, ground)
            tally = crowd(server.port, 10, SOAK_S / rounds)
            assert tally.broken == 0
        figures.add(
            "endurance",
            f"soak of {SOAK_S:.0f} s",
            f"memory {memory >> 20} -> {server.memory_bytes() >> 20} MiB, "
            f"files {files} -> {server.files()}, {tally}",
        )
        assert server.memory_bytes() < memory * 1.25 + (64 << 20)
        assert server.workers() <= workers + 1
        assert server.files() <= files + 20, "files of versions that were left stay open"
    assert shown(ground)["unwell"] == []
