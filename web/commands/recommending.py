"""``related``, ``new`` and ``evaluate``: ranked lists, and how good they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from kg.catalogue.everything import everything
from recommender import Evaluation, Filters, RankedList
from recommender import evaluate as evaluate_ranking
from web.answers import key_of, ranked_value
from web.commands.common import say, with_data, with_json, write_json
from web.commands.progress import ProgressLine
from web.i18n import Language
from web.indexing import bilingual_dictionary, documents, hierarchy_edges, work_edges
from web.learned import save_weights, with_learned
from web.library import Library, library_of, references
from web.pages.labels import first_seen_on
from web.reasons import Subject
from web.related_table import write_related
from web.services import Services, open_catalogue, open_services
from web.settings import load_settings
from web.spark_table import write_related_by_spark

_LOOKED_THROUGH: Final = 200
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_WORDS: Final = click.Choice(["en", "ko"])


@click.command()
@click.argument("works", nargs=-1, metavar="[WORK]...")
@click.option("--text", help="Also near to this text, for instance an abstract.")
@click.option("--unlike", multiple=True, metavar="WORK", help="Far from this work; repeatable.")
@click.option("--for", "library", type=_FILE, help="Also near to a reference list (.bib, RIS …).")
@click.option(
    "--all",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the list of every work to FILE (.jsonl or .parquet); goes on where it"
    " was broken off.",
)
@click.option(
    "--spark",
    metavar="MASTER",
    help="With --all: let this Spark cluster do it (local[4], spark://host:7077 …); FILE is then"
    " a new folder of Parquet files.",
)
@click.option(
    "-k", type=click.IntRange(min=1), default=10, show_default=True, help="Most works listed."
)
@click.option("--language", type=_WORDS, default="en", show_default=True)
@with_json
@with_data
def related(
    works: Sequence[str],
    table: Path | None,
    k: int,
    language: Language,
    as_json: bool,
    data: Path,
    **asked: Any,
) -> None:
    """List the works most related to each WORK (an id in any spelling, or a URL), and why.

    Several works, a text and a reference list are taken together.
    """
    text, library, spark = asked["text"], asked["library"], asked["spark"]
    has_question = bool(works or text or library or asked["unlike"])
    if table is not None and not has_question:
        _write_table(data, table, k) if spark is None else _write_by_spark(data, table, k, spark)
        return
    if table is not None or spark is not None or not (works or text or library):
        message = "give works, --text or --for; or --all alone, if you like with --spark"
        raise click.UsageError(message)
    with open_services(data) as services:
        liked = [key_of(services.reader, work) for work in works]
        unliked = [key_of(services.reader, work) for work in asked["unlike"]]
        if library is not None:
            read = _read_library(services, library)
            liked, text = [*liked, *read.held], _joined(text, read.words)
        found = services.related_to(liked, unliked, text, k)
        tell_ranked(services, found, liked, language, as_json=as_json)


@click.command()
@click.option(
    "--for",
    "library",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="Your library: BibTeX, RIS, JSON, or any text with ids in it.",
)
@click.option("--since", type=_DAY, help="Only works that appeared on this day or later.")
@click.option(
    "-k", type=click.IntRange(min=1), default=10, show_default=True, help="Most works listed."
)
@click.option("--language", type=_WORDS, default="en", show_default=True)
@with_json
@with_data
def new(
    library: Path, since: datetime | None, k: int, language: Language, as_json: bool, data: Path
) -> None:
    """List what is new for the person with this library.

    Its entries are found by their ids, else by their titles; those that are not held count by
    their words. What the library has is not listed.
    """
    with open_services(data) as services:
        read = _read_library(services, library)
        day = since.date() if since else None
        found = new_works(services, read, day, k)
        tell_ranked(services, found, list(read.held), language, as_json=as_json)


@click.command()
@click.option("--learn", is_flag=True, help="Learn weights from half of the questions, keep them.")
@click.option(
    "--questions",
    type=click.IntRange(min=20),
    default=400,
    show_default=True,
    help="At most so many works are asked about.",
)
@with_json
@with_data
def evaluate(learn: bool, questions: int, as_json: bool, data: Path) -> None:
    """Hide some citations of the catalogue, and measure how well the ranking finds them.

    With --learn, weights are learned on half of the works and measured on the other half; better
    ones are kept in the data directory and used from the next 'paperkin rebuild' on.
    """
    settings = load_settings(data)
    catalogue = open_catalogue(data, settings)
    try:
        with everything(catalogue) as known:
            concepts = list(known.concepts())
            edges = (edge for work in known.works() for edge in work_edges(work))
            found = evaluate_ranking(
                documents(known),
                chain(edges, hierarchy_edges(concepts)),
                with_learned(data, settings.ranking),
                dictionary=bilingual_dictionary(concepts),
                learn=learn,
                most=questions,
            )
    finally:
        catalogue.close()
    path = _keep(data, found)
    _tell_evaluation(found, path, as_json=as_json)


def new_works(services: Services, library: Library, since: date | None, k: int) -> RankedList:
    """What is new for a library: nothing of it, and nothing from before a day."""
    filters = Filters(year_min=since.year) if since else None
    words = library.words or None
    if since is None:
        return services.related_to(library.held, (), words, k)
    depth = _LOOKED_THROUGH
    while True:
        found = services.related_to(library.held, (), words, depth, filters=filters)
        kept = _appeared_since(services, found, since)[:k]
        if len(kept) == k or len(found.results) < depth:
            placed = tuple(replace(one, rank=rank) for rank, one in enumerate(kept, start=1))
            reason = found.reason or (None if placed else "nothing-since")
            return replace(found, results=placed, reason=reason)
        depth *= 4


def _appeared_since(services: Services, found: RankedList, since: date) -> list[Any]:
    works = services.reader.works([one.id for one in found.results])
    days = {work.key: first_seen_on(work) for work in works}
    fresh = {key for key, day in days.items() if day is not None and day >= since}
    return [one for one in found.results if one.id in fresh]


def _read_library(services: Services, path: Path) -> Library:
    read = library_of(references(path.read_bytes(), path.name), services.reader)
    say(
        f"{path.name}: {len(read.held)} works are held, {len(read.unheld)} are taken by their words"
    )
    return read


def _joined(*texts: str | None) -> str | None:
    return "\n".join(filter(None, texts)) or None


def _write_table(data: Path, table: Path, k: int) -> None:
    with open_services(data) as services, ProgressLine() as line:
        report = write_related(
            services.recommender, table, k, lambda done, total: line("related", done, total)
        )
    kept = f", {report.kept} of them kept from before" if report.kept else ""
    say(f"{table}: the lists of {report.works} works{kept}")


def _write_by_spark(data: Path, target: Path, k: int, master: str) -> None:
    settings = load_settings(data)
    catalogue = open_catalogue(data, settings)
    try:
        parameters = with_learned(data, settings.ranking)
        works = write_related_by_spark(catalogue, parameters, target, k, master)
    finally:
        catalogue.close()
    say(f"{target}: the lists of {works} works")


def _keep(data: Path, found: Evaluation) -> Path | None:
    """Write learned weights that measure better than those in force."""
    ndcg = {one.name: one.ndcg for one in found.measured}
    if found.learned is None or ndcg["learned"] <= ndcg["ours"]:
        return None
    return save_weights(data, found.learned)


def _tell_evaluation(found: Evaluation, path: Path | None, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"name": one.name, "ndcg": one.ndcg, "low": one.low, "high": one.high}
            for one in found.measured
        ]
        write_json({"questions": found.questions, "measured": rows, "kept": str(path or "")})
        return
    click.echo(f"{found.questions} works, half of whose citations were hidden; nDCG@20")
    for one in found.measured:
        click.echo(f"  {one.name:12s} {one.ndcg:.3f}  [{one.low:.3f}, {one.high:.3f}]")
    if path is not None:
        say(f"better weights are in {path}; 'paperkin rebuild' puts them to use")
    elif found.learned is not None:
        say("the learned weights are not better on the other half; nothing is kept")


def tell_ranked(
    services: Services,
    found: RankedList,
    seeds: Sequence[str],
    language: Language,
    *,
    as_json: bool,
) -> None:
    """Write a ranked list with the sentence of each place, or as JSON with all evidence."""
    subject: Subject = "text" if not seeds else "list" if len(seeds) > 1 else "work"
    answer = ranked_value(found, seeds, subject, services.reader, language)
    if len(seeds) == 1:
        answer = {"work": seeds[0], **answer}
    if as_json:
        write_json(answer)
        return
    if not found.results:
        say(f"nothing found: {found.reason}")
    for one in answer["results"]:
        click.echo(f"{one['rank']:>3}  {one['score']:.4f}  {one['id']}  {one['title']}")
        if one["why"]:
            click.echo(f"              {one['why']}")
