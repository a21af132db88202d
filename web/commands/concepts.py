"""``concepts``: the scheme looked at, and grown by tables that people review."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import click

from kg.catalogue.everything import everything
from kg.concepts.bilingual import Translation, learn
from kg.concepts.cso import align, read_cso
from kg.concepts.curation import CURATED, added_to, problems, write_skos
from kg.concepts.matching import LabelIndex
from kg.concepts.proposing import Proposal, Proposer, read_review, write_review
from kg.concepts.scheme import Scheme, load_scheme
from kg.concepts.tagging import Tagger
from kg.entities import Concept, ConceptKind
from web.commands.common import say, with_data, with_json, write_json
from web.services import open_catalogue
from web.settings import load_settings

FAILED = 1

_table = click.argument("table", type=click.Path(path_type=Path, dir_okay=False))
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write.",
)


@click.group()
def concepts() -> None:
    """Look at the concept scheme, and add to it what people reviewed.

    Nothing enters the scheme by itself: propose and import write a table, people put "yes" into its
    first column and correct the rest, review tells what is wrong with it, apply takes it in.
    """


@concepts.command("list")
@click.option("--kind", type=click.Choice(get_args(ConceptKind)), help="Only of this kind.")
@with_json
@with_data
def list_(kind: str | None, as_json: bool, data: Path) -> None:
    """List the concepts of the scheme with their labels in both languages."""
    found = [one for one in _scheme(data) if kind in (None, one.kind)]
    if as_json:
        write_json([_said(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.key}\t{one.kind}\t{' / '.join(label.text for label in one.pref)}")
    counts = Counter(one.kind for one in found)
    say(", ".join(f"{count} {name}" for name, count in counts.most_common()))


@concepts.command()
@_output
@click.option("--at-least", default=5, show_default=True, help="Works that must name a term.")
@click.option("--korean", is_flag=True, help="Propose Korean names of known concepts instead.")
@with_data
def propose(output: Path, at_least: int, korean: bool, data: Path) -> None:
    """Write a table of terms that the works share and the scheme lacks."""
    scheme = _scheme(data)
    catalogue = open_catalogue(data, load_settings(data))
    with closing(catalogue), everything(catalogue) as view:
        texts = ((work.key, work.texts) for work in view.works())
        if korean:
            learned = learn((one for _, one in texts), LabelIndex(scheme), least_works=at_least)
            found = [_korean(scheme, one) for one in learned]
        else:
            index = LabelIndex(scheme)
            proposer = Proposer(scheme, index, Tagger(scheme, index))
            for key, one in texts:
                proposer.read(key, one)
            found = proposer.proposals(at_least)
    write_review(found, output)
    say(f"{len(found)} proposals in {output}")


@concepts.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_output
@with_data
def import_(file: Path, output: Path, data: Path) -> None:
    """Write a table of what FILE adds: the CSV of the Computer Science Ontology, or any SKOS."""
    scheme = _scheme(data)
    if file.suffix.lower() == ".csv":
        found = list(_alignments(scheme, read_cso(file)))
    else:
        found = list(_foreign(scheme, load_scheme(file)))
    write_review(found, output)
    say(f"{len(found)} lines in {output}")


@concepts.command()
@_table
@with_data
def review(table: Path, data: Path) -> None:
    """Say how far TABLE is decided, and what is wrong with the lines decided "yes"."""
    if _tell(table, _scheme(data)):
        raise click.exceptions.Exit(FAILED)


@concepts.command()
@_table
@with_data
def apply(table: Path, data: Path) -> None:
    """Take the lines of TABLE decided "yes" into the scheme of the data directory.

    The next publish reads all texts again. The additions survive every rebuild.
    """
    scheme = _scheme(data)
    if _tell(table, scheme):
        say("nothing was taken in")
        raise click.exceptions.Exit(FAILED)
    added = [added_to(scheme, one) for one in read_review(table)]
    data.mkdir(parents=True, exist_ok=True)
    number = write_skos(added, data / CURATED, known=load_scheme())
    say(f"{len(added)} concepts, {number} new statements; 'paperkin publish' reads the texts again")


@concepts.command()
@_output
@with_data
def export(output: Path, data: Path) -> None:
    """Write the whole scheme as SKOS in Turtle."""
    output.unlink(missing_ok=True)
    scheme = _scheme(data)
    write_skos(scheme, output)
    say(f"{len(scheme)} concepts in {output}")


def _scheme(data: Path) -> Scheme:
    return load_scheme(curated=data / CURATED)


def _said(one: Concept) -> dict[str, object]:
    labels = {language: [x.text for x in (*one.pref, *one.alt) if x.language == language]
              for language in ("en", "ko")}  # fmt: skip
    return {"key": one.key, "kind": one.kind, "labels": labels, "broader": list(one.broader)}


def _tell(table: Path, scheme: Scheme) -> bool:
    """Print what is wrong with a table, and whether anything is."""
    accepted = list(read_review(table))
    wrong = list(problems(scheme, accepted))
    for sentence in wrong:
        click.echo(sentence)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    open_lines = sum(not (row["decision"] or "").strip() for row in rows)
    say(f"{len(rows)} lines: {len(accepted)} accepted, {open_lines} undecided, {len(wrong)} faults")
    return bool(wrong)


def _korean(scheme: Scheme, one: Translation) -> Proposal:
    held = scheme[one.concept]
    return Proposal(
        label=held.pref[0].text, kind=held.kind, key=held.key, works=one.works,
        korean=(one.korean,), examples=(f"{one.evidence} {one.score:.2f}",),
    )  # fmt: skip


def _alignments(scheme: Scheme, cso: Scheme) -> Iterator[Proposal]:
    for one in align(scheme, cso):
        held = scheme[one.concept]
        if one.topic not in (*held.exact_match, *held.close_match):
            yield Proposal(
                label=held.pref[0].text, kind=held.kind, key=held.key,
                exact=(one.topic,) if one.match == "exact" else (),
                close=(one.topic,) if one.match == "close" else (),
            )  # fmt: skip


def _foreign(scheme: Scheme, other: Scheme) -> Iterator[Proposal]:
    """What another scheme says: more names of known concepts, and new ones."""
    known = {one.key: scheme.find(one.pref[0].text) for one in other if one.pref}
    for one in other:
        if not one.pref:
            continue
        same = known[one.key]
        above = tuple(key for b in one.broader for key in (known.get(b) or (b,))[:1])
        names = (*one.pref, *one.alt)
        yield Proposal(
            label=one.pref[0].text,
            kind=scheme[same[0]].kind if same else one.kind,
            key=same[0] if same else one.key,
            acronyms=tuple(x.text for x in names[1:] if x.language != "ko"),
            korean=tuple(x.text for x in names if x.language == "ko"),
            broader=() if same else above,
            exact=one.exact_match,
            close=one.close_match,
        )
