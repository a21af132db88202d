"""The figures behind the status page: counted once a change, since counting costs a second."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final
from weakref import WeakKeyDictionary

from web.contract import Run, Services


@dataclass(frozen=True, slots=True)
class StatusFigures:
    """What is held at a change: entities by kind, and works by kind of edge."""

    change_number: int
    counts: Mapping[str, int]
    coverage: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a file by a source, without the paths of this machine."""

    source: str
    file: str
    started_at: datetime
    is_finished: bool
    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int


_LOCK: Final = threading.Lock()
_KEPT: Final[WeakKeyDictionary[Services, StatusFigures]] = WeakKeyDictionary()


def status_figures(services: Services) -> StatusFigures:
    """Give the figures of the newest change; those of the last one asked for are remembered."""
    reader = services.reader
    number = reader.change_number()
    with _LOCK:
        kept = _KEPT.get(services)
        if kept is None or kept.change_number != number:
            kept = StatusFigures(number, reader.counts(), reader.coverage())
            _KEPT[services] = kept
    return kept


def reading_of(run: Run) -> Reading:
    """Give what a visitor may see of a run."""
    return Reading(
        source=run.source,
        file=PurePath(run.location).name,
        started_at=datetime.fromisoformat(run.started_at),
        is_finished=run.finished_at is not None,
        read=run.read,
        added=run.added,
        changed=run.changed,
        unchanged=run.unchanged,
        rejected=run.rejected,
    )
