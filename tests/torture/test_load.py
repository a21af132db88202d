"""A served installation under many clients, slow clients, and a new version meanwhile.

Times are printed; a test only fails on them when they are those of a server that hangs.
"""

from __future__ import annotations

import socket
import threading
import time

from tests.torture import figures, stage
from tests.torture.serving import crowd, get, served, warm_up
from tests.torture.test_crashes import Theatre, run

HANGS_S = 10.0
CLIENTS = 50
LOAD_S = 30.0


def test_many_clients_while_a_new_version_comes(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    with served(ground) as server:
        changed = threading.Thread(
            target=lambda: (
                time.sleep(8),
                run(stage.ingest_second, ground),
                run(stage.publish, ground),
            )
        )
        warm_up(server)
        changed.start()
        tally = crowd(server.port, CLIENTS, LOAD_S)
        changed.join()
        figures.add("load", "50 clients, new version meanwhile", tally)
        assert tally.broken == 0
        assert all(status < 500 for status in tally.statuses), tally.statuses
        assert tally.percentile(0.99) < HANGS_S
        assert get(server.port, "/work/arxiv/3104.00020")[0] == 200, "the new version is shown"


def test_slow_clients_leave_the_others_alone(theatre: Theatre) -> None:
    with served(theatre.prepared("published")) as server:
        warm_up(server)
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        tally = crowd(server.port, 5, 10.0)
        figures.add("load", "beside 500 slow connections", tally)
        assert tally.broken == 0
        assert set(tally.statuses) == {200}
        assert tally.percentile(0.99) < HANGS_S
        for one in slow:
            one.close()
