"""Links in what a user supplies: dumps of a peer, and link files."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.catalogue.folding import fold
from kg.foreign.errors import ForeignRefused
from kg.foreign.reading import ForeignLimits, format_of_name, opened, pick_triples
from kg.identifiers import find_orcid, find_work_id
from kg.linking.known import Known
from kg.linking.peers import Peer

_TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_SHORT_TITLE_WORDS = 4
_SURE, _UNSURE = 0.8, 0.4


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A pair that only a title speaks for.

    Args:
        ours: our IRI.
        theirs: the peer's IRI.
        confidence: in [0, 1].
        title: the title, as the peer writes it.
    """

    ours: str
    theirs: str
    confidence: float
    title: str


@dataclass(slots=True)
class Found:
    """What came of looking for links.

    Args:
        links: pairs of our IRI and theirs.
        candidates: pairs that need a decision.
        read: values that were looked at.
    """

    links: set[tuple[str, str]] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)
    read: int = 0


def derived_links(peer: Peer, known: Known) -> Found:
    """The links that follow from our ids alone."""
    found = Found()
    for key in peer.keys:
        if key.address:
            for value, ours in known.of_scheme(key.scheme).items():
                found.read += 1
                found.links.add((ours, key.address.replace("{id}", value)))
    return found


def links_in_file(peer: Peer, path: Path, known: Known, limits: ForeignLimits) -> Found:
    """The links that a file speaks for.

    Args:
        peer: whose dump it is, or to which its links lead.
        path: RDF in any format, or a table whose first column is an id of ours in any spelling and
            whose second is the peer's IRI (``.csv``, ``.tsv``); each may be packed.
        known: our side.
        limits: what reading may use.

    Raises:
        ForeignRefused: it cannot be read.
    """
    if path.name.lower().endswith(_TABLES):
        return _from_table(path, known)
    fmt = format_of_name(path.name)
    if fmt is None:
        raise ForeignRefused(path.name, "is neither a table (.csv, .tsv) nor RDF")
    wanted = [key.predicate for key in peer.keys if key.predicate]
    if peer.title_predicate:
        wanted.append(peer.title_predicate)
    triples = pick_triples(path, fmt, wanted, base_iri=peer.homepage, limits=limits)
    return _from_triples(peer, triples, known)


def _from_triples(peer: Peer, triples: Iterable[ox.Triple], known: Known) -> Found:
    found, linked, titled = Found(), set[str](), list[tuple[str, str]]()
    keys = {key.predicate: key for key in peer.keys if key.predicate}
    for triple in triples:
        found.read += 1
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        theirs, value = triple.subject.value, _text(triple.object)
        key = keys.get(triple.predicate.value)
        if key is None:
            if fold(value) in known.titles:
                titled.append((theirs, value))
            continue
        ours = known.ids.get(key.read(value) or "")
        if ours is not None:
            found.links.add((ours, theirs))
            linked |= {theirs, ours}
    found.candidates = list(_candidates(titled, linked, known))
    return found


def _candidates(
    titled: Iterable[tuple[str, str]], linked: set[str], known: Known
) -> Iterator[Candidate]:
    """Pairs with one title of which neither has a link by id."""
    seen: set[tuple[str, str]] = set()
    for theirs, title in titled:
        same = [ours for ours in known.titles[fold(title)] if ours not in linked]
        for ours in same if theirs not in linked else ():
            if (ours, theirs) not in seen:
                seen.add((ours, theirs))
                is_sure = len(title.split()) >= _SHORT_TITLE_WORDS and len(same) == 1
                yield Candidate(ours, theirs, _SURE if is_sure else _UNSURE, title)


def _from_table(path: Path, known: Known) -> Found:
    found = Found()
    with opened(path) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        try:
            rows = csv.reader(text, delimiter="\t" if ".tsv" in path.name.lower() else ",")
            for row in rows:
                _take_row(row, f"{path.name}, line {rows.line_num}", known, found)
        except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
            raise ForeignRefused(path.name, str(error)) from error
    return found


def _take_row(row: list[str], where: str, known: Known, found: Found) -> None:
    if not row or row[0].startswith("#"):
        return
    if len(row) < 2:
        raise ForeignRefused(where, "an id and an IRI are expected")
    ours, theirs = _ours(row[0].strip(), known), row[1].strip()
    if not theirs.startswith(("http://", "https://")):
        if found.read:
            raise ForeignRefused(where, f"{theirs!r} is no IRI")
        found.read += 1
        return
    found.read += 1
    try:
        ox.NamedNode(theirs)
    except ValueError as error:
        raise ForeignRefused(where, str(error)) from error
    if ours is not None:
        found.links.add((ours, theirs))


def _ours(text: str, known: Known) -> str | None:
    if text in known.ids:
        return known.ids[text]
    work_id = find_work_id(text)
    if work_id is not None and str(work_id) in known.ids:
        return known.ids[str(work_id)]
    orcid = find_orcid(text)
    return known.ids.get(f"orcid:{orcid}") if orcid else None


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
