"""Looking for faults in a data directory: each finding says what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.catalogue import Catalogue, Reader
from kg.catalogue.backup import faults
from kg.catalogue.errors import CatalogueUnreachable
from kg.errors import KgError
from kg.stores.errors import RemoteStoreError
from kg.versions import NothingPublished, Versions
from recommender import Recommender
from recommender.errors import RecommenderError
from web.room import measure
from web.services import iris_of, open_catalogue, open_published_graph
from web.settings import Settings, WrongSetting, load_settings

_LOW_SPACE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, what was seen, and what to do when it is not."""

    subject: str
    is_well: bool
    seen: str
    remedy: str = ""


def examine(data: Path) -> list[Finding]:
    """Look at everything in a data directory; nothing is changed.

    Looking goes on after a fault, as far as what comes next does not need what is broken.
    """
    findings = [*_folder(data)]
    if not all(one.is_well for one in findings):
        return findings
    try:
        settings = load_settings(data)
    except WrongSetting as error:
        return [*findings, Finding("settings", False, str(error), "mend the setting")]
    findings.append(Finding("settings", True, "every setting can be used"))
    findings.append(_budget(data, settings))
    findings += _guarded("catalogue", lambda: _catalogue(data, settings))
    findings += _guarded("published version", lambda: _published(data, settings))
    return findings


def _folder(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding(
            "data directory",
            False,
            f"{data} does not exist",
            "name another with --data, or make one with 'paperkin ingest' or 'paperkin demo'",
        )
        return
    writable = os.access(data, os.W_OK)
    yield Finding(
        "data directory",
        writable,
        f"{data} {'can' if writable else 'cannot'} be written",
        "" if writable else "give the user that runs paperkin the right to write there",
    )
    free = shutil.disk_usage(data).free
    yield Finding(
        "disk",
        free >= _LOW_SPACE_BYTES,
        f"{free / (1 << 30):.1f} GiB free",
        "" if free >= _LOW_SPACE_BYTES else "free some space: publishing needs room for a version",
    )


def _budget(data: Path, settings: Settings) -> Finding:
    room = measure(data, settings.disk_budget_bytes)
    remedy = "raise disk_budget_bytes: nothing new can be read or published"
    return Finding("disk budget", not room.is_over, str(room), remedy if room.is_over else "")


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Findings of one look; an error of ours is a finding with its own words."""
    try:
        yield from look()
    except CatalogueUnreachable as error:
        yield Finding(subject, False, str(error), "start the database server")
    except RemoteStoreError as error:
        yield Finding(subject, False, str(error), "start the graph store, then look again")
    except (KgError, RecommenderError, OSError) as error:
        yield Finding(subject, False, str(error), _remedy(subject))


def _remedy(subject: str) -> str:
    if subject == "catalogue":
        return "restore the newest backup with 'paperkin restore'"
    return "make graph and index anew with 'paperkin rebuild'; nothing is lost by it"


def _catalogue(data: Path, settings: Settings) -> Iterator[Finding]:
    if not settings.catalogue and not (data / "catalogue.sqlite").is_file():
        yield Finding(
            "catalogue", False, "there is none yet", "ingest something, or try 'paperkin demo'"
        )
        return
    catalogue = open_catalogue(data, settings)
    try:
        found = faults(catalogue)
        yield Finding(
            "catalogue",
            not found,
            "; ".join(found[:5]) or _wholeness(catalogue),
            _remedy("catalogue") if found else "",
        )
        yield _freshness(data, Reader(catalogue))
    finally:
        catalogue.close()


def _wholeness(catalogue: Catalogue) -> str:
    if catalogue.is_embedded:
        return "the file is whole"
    return (
        f"{catalogue.where} answers and its change log has no gaps; "
        "its files are checked by the server's own tools (pg_amcheck)"
    )


def _freshness(data: Path, reader: Reader) -> Finding:
    changes = reader.change_number()
    try:
        shown = Versions(data).current().change_number
    except NothingPublished:
        return Finding("freshness", False, "nothing is published", "run 'paperkin publish'")
    return Finding(
        "freshness",
        shown == changes,
        f"change {shown} of {changes} is published",
        "" if shown == changes else "run 'paperkin publish'",
    )


def _published(data: Path, settings: Settings) -> Iterator[Finding]:
    versions = Versions(data)
    with versions.lease() as version:
        index = Recommender.load(version.index)
        yield Finding("index", True, f"version {version.number}: {len(index)} works, sums right")
    with open_published_graph(data, versions, settings, iris_of(settings)).queries as queries:
        with queries.evaluate("ASK { ?work ?says ?something }") as answer:
            full = b"true" in b"".join(answer.chunks())
        yield Finding(
            "graph",
            full,
            f"version {version.number}: {'answers' if full else 'is empty'}",
            "" if full else _remedy("published version"),
        )
        isolation = queries.isolation()
        yield Finding("query workers", True, str(isolation))
