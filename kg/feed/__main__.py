"""Write the snapshot of the published version: ``python -m kg.feed DATA BASE SITE``."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.feed.snapshots import write_snapshot
from kg.iris import Iris

if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]), Iris(sys.argv[2], sys.argv[3]), sys.stdin.read() or None)
