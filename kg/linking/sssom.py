"""Pairs and decisions as SSSOM, the table in which mappings are exchanged.

References:
    Matentzoglu et al. A Simple Standard for Sharing Ontological Mappings (SSSOM). Database, 2022.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from kg.foreign.errors import ForeignRefused
from kg.linking.candidates import Decision, Proposal, usual_method
from kg.linking.matching import Candidate

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_date",
)
_NEEDED = ("subject_id", "predicate_id", "object_id")
_EXACT, _CLOSE = "skos:exactMatch", "skos:closeMatch"
_METHOD = re.compile(r"semapv:(\w+)")


def write_sssom(proposals: Mapping[str, Proposal], set_id: str, licence: str) -> str:
    """Write pairs with their decisions.

    Args:
        proposals: by number.
        set_id: IRI of the set.
        licence: IRI.
    """
    out = io.StringIO()
    out.write("# curie_map:\n#   skos: http://www.w3.org/2004/02/skos/core#\n")
    out.write("#   semapv: https://w3id.org/semapv/vocab/\n")
    out.write(f"# mapping_set_id: {set_id}\n# license: {licence}\n")
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    rows.writerow(_COLUMNS)
    for one in proposals.values():
        rows.writerow(_row(one))
    return out.getvalue()


def _row(one: Proposal) -> tuple[str, ...]:
    accepted, pair = one.decision is Decision.ACCEPTED, one.pair
    return (
        pair.ours,
        pair.title,
        _EXACT if accepted else _CLOSE,
        "Not" if one.decision is Decision.REJECTED else "",
        pair.theirs,
        pair.title,
        f"semapv:{one.method}",
        f"{pair.confidence:.2f}",
        one.on.isoformat(),
    )


def read_sssom(text: str, name: str, today: date) -> Iterator[Proposal]:
    """Read pairs with their decisions; what is not about our things is for the caller to see.

    Args:
        text: of the table.
        name: of the file, for errors.
        today: the day of rows that tell none.

    Raises:
        ForeignRefused: a row that cannot be read, with its line.
    """
    lines = text.splitlines(keepends=True)
    head = sum(1 for _ in _comment(lines))
    rows = csv.DictReader(lines[head:], delimiter="\t")
    missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        raise ForeignRefused(name, f"no column {', '.join(missing)}")
    for row in rows:
        yield _read(row, f"{name}, line {head + rows.line_num}", today)


def _comment(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line


def _read(row: Mapping[str, str | None], where: str, today: date) -> Proposal:
    said = {column: (row.get(column) or "").strip() for column in _COLUMNS}
    try:
        confidence = float(said["confidence"] or 1)
    except ValueError:
        raise ForeignRefused(where, f"{said['confidence']!r} is no confidence") from None
    if not 0 <= confidence <= 1:
        raise ForeignRefused(where, f"confidence {confidence} is not in [0, 1]")
    for column in ("subject_id", "object_id"):
        if not said[column].startswith(("http://", "https://")):
            raise ForeignRefused(where, f"{column} is {said[column]!r} and no IRI")
    pair = Candidate(
        said["subject_id"],
        said["object_id"],
        confidence,
        said["object_label"] or said["subject_label"],
    )
    decision = _decision(said, where)
    method = _METHOD.fullmatch(said["mapping_justification"])
    if said["mapping_justification"] and method is None:
        raise ForeignRefused(where, f"{said['mapping_justification']!r} is no method of semapv:")
    on = _day(said["mapping_date"], where) or today
    return Proposal(pair, on, decision, method[1] if method else usual_method(decision))


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ForeignRefused(where, f"{text!r} is no date") from None


def _decision(said: Mapping[str, str], where: str) -> Decision:
    if said["predicate_modifier"]:
        if said["predicate_modifier"] != "Not":
            raise ForeignRefused(where, f"modifier {said['predicate_modifier']!r} is none of SSSOM")
        return Decision.REJECTED
    if said["predicate_id"].endswith("exactMatch"):
        return Decision.ACCEPTED
    if said["predicate_id"].endswith("closeMatch"):
        return Decision.OPEN
    raise ForeignRefused(where, f"{said['predicate_id']!r} is neither {_EXACT} nor {_CLOSE}")
