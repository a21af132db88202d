"""A small invented installation, the operations that change it, and what must always be true.

Everything here runs inside forked children (see :mod:`tests.torture.forking`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from sqlalchemy import text

import web.workshop
from kg.concepts.scheme import Scheme, load_scheme
from kg.export import ExportOptions
from kg.venues.recognition import find_series
from kg.versions import NothingPublished, Versions
from recommender import Recommender
from tests.torture.forking import Acknowledge
from tests.web.site import CORPUS, SITE
from web.backup import restore_backup, write_backup
from web.doctor import examine
from web.services import open_catalogue, open_services, open_workshop
from web.settings import Settings
from web.workshop import Workshop

SETTINGS = Settings(site_base=SITE, threads=1)
BATCH = 4
"""Records in a transaction: small, so that an operation has many batches to be torn between."""
FIRST, SECOND = range(1, 13), range(13, 21)
"""Numbers of the papers in the two parts of the corpus: few, for each trial reads them anew."""


_NAMED = {"lora", "diffusion-model", "knowledge-distillation", "mamba", "cifar-10", "accuracy"}


@lru_cache(maxsize=1)
def few_concepts() -> Scheme:
    """The concepts that the corpus names and those above them: the same steps in less time."""
    whole = load_scheme()
    kept = _NAMED | {key for name in _NAMED for key, _ in whole.broader_closure(name)}
    return Scheme(one for one in whole if one.key in kept)


def warm() -> None:
    """Import and make what every child needs; nothing is opened.

    Children use the plain kernels: each would load numba's again, which costs more than a trial.
    """
    os.environ["PAPERKIN_PLAIN_KERNELS"] = "1"
    few_concepts()
    find_series("Proceedings of ACL 2031")
    for name in ("sqlalchemy.dialects.sqlite", "sklearn.linear_model", "web.commands.ingesting"):
        import_module(name)


def noon() -> datetime:
    """The one moment at which everything here happens, so that equal states are equal bytes."""
    return datetime(2031, 3, 6, 12, tzinfo=UTC)


def write_corpus(folder: Path) -> None:
    """Two parts of an invented corpus; the second cites, repeats and corrects the first."""
    folder.mkdir(parents=True)
    first = [_paper(number, cites=[number - 1, number // 2]) for number in FIRST]
    second = [_paper(number, cites=[number - 10, 3]) for number in SECOND]
    second += [{**first[4], "title": "Corrected: " + str(first[4]["title"]), "cites": []}]
    for name, papers in (("first", first), ("second", second)):
        lines = "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


_THINGS = ("looms", "kilns", "harbours", "orchards", "bells", "mills")
_METHODS = ("low-rank adaptation", "a diffusion model", "knowledge distillation", "Mamba")


def _paper(number: int, cites: list[int]) -> dict[str, object]:
    thing, method = _THINGS[number % len(_THINGS)], _METHODS[number % len(_METHODS)]
    return {
        "id": f"arxiv:3104.{number:05d}",
        "title": f"Study {number}: {method} for {thing}",
        "abstract": f"We apply {method} to {thing}. It gains {number}.5% accuracy on CIFAR-10.",
        "authors": [f"Ada Weft {number % 5}", "Bo Warp"],
        "year": 2031,
        "venue": "ACL 2031" if number % 3 == 0 else None,
        "keywords": [thing],
        "cites": [f"arxiv:3104.{cited:05d}" for cited in cites if cited > 0],
        "language": "en",
    }


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a trial takes place: its data directory, the corpus, and room beside them."""

    data: Path
    corpus: Path
    beside: Path

    def workshop(self) -> Workshop:
        """The writing side, with a clock that stands still."""
        self.make_small()
        return open_workshop(self.data, SETTINGS, clock=noon)

    def make_small(self) -> None:
        """Let this process work in small batches and with few concepts."""
        # The package's function of the same name hides the module from an import statement.
        setattr(import_module("kg.catalogue.ingest"), "BATCH_SIZE", BATCH)  # noqa: B010
        # Some patches of the small corpus are large then, and go by the bulk loader.
        setattr(import_module("kg.stores.oxigraph"), "WORTH_LOADING", 100)  # noqa: B010
        web.workshop.load_scheme = lambda **_: few_concepts()  # type: ignore[assignment, unused-ignore]


Act = Callable[[Ground, Acknowledge], object]


def ingest_first(ground: Ground, acknowledge: Acknowledge) -> object:
    """Read the first part into what may not exist yet."""
    with ground.workshop() as workshop:
        workshop.ingest("daily-papers", sorted(CORPUS.glob("*.md")))
        acknowledge("digests")
        report = workshop.ingest("jsonl", [ground.corpus / "first.jsonl"])
        acknowledge("first")
    return [report.read, len(report.rejected)]


def ingest_second(ground: Ground, acknowledge: Acknowledge) -> object:
    """Read the second part."""
    with ground.workshop() as workshop:
        report = workshop.ingest("jsonl", [ground.corpus / "second.jsonl"])
        acknowledge("second")
    return [report.read, len(report.rejected)]


def publish(ground: Ground, acknowledge: Acknowledge) -> object:
    """Publish what the catalogue holds."""
    with ground.workshop() as workshop:
        report = workshop.publish()
        acknowledge(["published", report.version, report.change_number])
    return report.works


def rebuild(ground: Ground, acknowledge: Acknowledge) -> object:
    """Make graph and index anew."""
    with ground.workshop() as workshop:
        report = workshop.rebuild()
        acknowledge(["published", report.version, report.change_number])
    return report.works


def export(ground: Ground, acknowledge: Acknowledge) -> object:
    """Write a dump beside the data directory."""
    with open_services(ground.data, SETTINGS) as services:
        manifest = services.export(ground.beside / "dump", ExportOptions(formats=("nquads",)))
    acknowledge("exported")
    return [one.sha256 for one in manifest.files]


def back_up(ground: Ground, acknowledge: Acknowledge) -> object:
    """Write a backup beside the data directory."""
    target = ground.beside / "backup.tar.gz"
    catalogue = open_catalogue(ground.data, SETTINGS)
    try:
        if not target.exists():
            write_backup(ground.data, catalogue, target)
    finally:
        catalogue.close()
    acknowledge("backed up")
    return True


def restored(ground: Ground) -> Ground:
    """Where a backup is restored: another data directory."""
    return Ground(ground.beside / "restored", ground.corpus, ground.beside)


def restore(ground: Ground, acknowledge: Acknowledge) -> object:
    """Make another data directory from the backup, and publish it."""
    elsewhere = restored(ground)
    if not (elsewhere.data / "catalogue.sqlite").exists():
        restore_backup(ground.beside / "backup.tar.gz", elsewhere.data)
    return publish(elsewhere, acknowledge)


_OLDER = (
    "DROP INDEX ix_work_title_squashed",
    "ALTER TABLE work DROP COLUMN title_squashed",
    "DROP TABLE enquiry",
    "DROP TABLE decision",
    "DROP TABLE user_graph",
    "DROP TABLE reading",
    "DELETE FROM counter WHERE name = 'user_graph'",
    "UPDATE alembic_version SET version_num = '0001'",
)
"""What makes a catalogue one of the first revision."""


def make_older(ground: Ground, acknowledge: Acknowledge) -> object:
    """Turn the catalogue into one that an older version of the product left."""
    with closing(sqlite3.connect(ground.data / "catalogue.sqlite")) as database, database:
        for statement in _OLDER:
            database.execute(statement)
    acknowledge("older")
    return True


def migrate(ground: Ground, acknowledge: Acknowledge) -> object:
    """Open the catalogue, which brings an older one to date."""
    open_catalogue(ground.data, SETTINGS).close()
    acknowledge("brought to date")
    return True


FORGOTTEN = "name:bo-warp"


def forget(ground: Ground, acknowledge: Acknowledge) -> object:
    """Remove a work and a name."""
    from kg.catalogue.errors import UnknownEntity
    from kg.names import agent_key

    with ground.workshop() as workshop:
        for kind, key in (("work", "arxiv:3104.00007"), ("agent", agent_key("Bo Warp"))):
            try:
                workshop.forget(kind, key)
            except UnknownEntity:
                # An earlier run came as far as the catalogue: what follows from it is made again.
                workshop.rebuild()
        acknowledge("forgotten")
    return True


def state(ground: Ground, _acknowledge: Acknowledge) -> object:
    """What the installation shows, and whether it is whole; raises when it is not."""
    unwell = [
        f"{one.subject}: {one.seen}"
        for one in examine(ground.data)
        if not one.is_well and one.subject not in {"disk", "freshness"}
    ]
    version = _published(ground)
    if version is None:
        unwell = [one for one in unwell if not one.startswith(("published", "catalogue: there is"))]
    return {"unwell": unwell, "published": version, "works": _works(ground)}


def _published(ground: Ground) -> dict[str, object] | None:
    try:
        with Versions(ground.data).lease() as version:
            index = Recommender.load(version.index)
            number, change_number = version.number, version.change_number
    except NothingPublished:
        return None
    with open_services(ground.data, SETTINGS) as services:
        query = "SELECT (COUNT(*) AS ?n) { ?w a fabio:ResearchPaper ; fabio:hasArXivId ?id }"
        with services.queries.evaluate(query) as answer:
            told = json.loads(b"".join(answer.chunks()))["results"]["bindings"][0]["n"]["value"]
        shown = "SELECT ?n { GRAPH ?meta { ?dataset paperkin:changeNumber ?n } }"
        with services.queries.evaluate(shown) as answer:
            numbers = json.loads(b"".join(answer.chunks()))["results"]["bindings"]
    assert [int(one["n"]["value"]) for one in numbers] == [change_number]
    return {
        "version": number,
        "change_number": change_number,
        "index": sorted(index.ids()),
        "graph": int(told),
    }


def _works(ground: Ground) -> list[str]:
    if not (ground.data / "catalogue.sqlite").exists():
        return []
    catalogue = open_catalogue(ground.data, SETTINGS)
    try:
        with catalogue.reading() as connection:
            rows = connection.execute(text("SELECT key FROM work WHERE is_stub = 0 ORDER BY key"))
            numbers = [row[0] for row in connection.execute(text("SELECT number FROM change"))]
            assert sorted(numbers) == list(
                range(min(numbers, default=1), max(numbers, default=0) + 1)
            )
            return [str(row[0]) for row in rows]
    finally:
        catalogue.close()


def content(ground: Ground, acknowledge: Acknowledge) -> object:
    """What must be the same however often its making was interrupted."""
    with Versions(ground.data).lease() as version:
        index = sorted(Recommender.load(version.index).ids())
    return {
        "works": _works(ground),
        "index": index,
        "dump": dump_hash(ground, acknowledge),
    }


def dump_hash(ground: Ground, _acknowledge: Acknowledge) -> object:
    """Hash of the published content: every quad but those that tell numbers and runs of ours."""
    folder = ground.beside / "compared"
    shutil.rmtree(folder, ignore_errors=True)
    options = ExportOptions(formats=("nquads",), compression="", with_restricted=True)
    with open_services(ground.data, SETTINGS) as services:
        manifest = services.export(folder, options)
    lines: list[bytes] = []
    for one in manifest.files:
        lines += (folder / one.name).read_bytes().splitlines()
    kept = sorted(line for line in lines if not _is_of_the_run(line))
    (ground.beside / "compared.nq").write_bytes(b"\n".join(kept))
    return hashlib.sha256(b"\n".join(kept)).hexdigest()


def _is_of_the_run(line: bytes) -> bool:
    """Numbers that count attempts: an interrupted run takes change numbers that stay used."""
    return b"changeNumber" in line
