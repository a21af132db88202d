"""Take over the standard streams: requests come in by the first, answers go by the second."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from kg.sparql import isolation
from kg.sparql.frames import FrameReader
from kg.sparql.worker.serving import Server


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    isolation.die_with_parent()
    answers = os.dup(sys.stdout.fileno())
    # Whatever prints must not break the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = Server(FrameReader(sys.stdin.fileno()), answers)
    with contextlib.suppress(EOFError, BrokenPipeError):
        server.run()


if __name__ == "__main__":
    main()
