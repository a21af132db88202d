"""What was removed on purpose is nowhere, and does not come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, IngestReport, Reader, forget_agent, forget_work
from kg.catalogue.errors import GoneEntity, UnknownEntity
from kg.names import agent_key
from kg.records import BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]


def bytes_of(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())


def test_a_work_goes_with_everything(
    catalogue: Catalogue, put: Put, record: Make, tmp_path: Path
) -> None:
    put(
        record(title="Unwelcome paper"),
        record("2401.00002", position=2, cites=("arxiv:2401.00001",)),
    )
    report = forget_work(catalogue, "arxiv:2401.00001")
    reader = Reader(catalogue)
    assert report.records == 1
    with pytest.raises(GoneEntity):
        reader.work("arxiv:2401.00001")
    assert reader.work("arxiv:2401.00002").cites == ()
    assert [item.work for item in reader.issue("daily-papers/2024-01-05").items] == [
        "arxiv:2401.00002"
    ]
    catalogue.close()
    assert b"Unwelcome paper" not in bytes_of(tmp_path)


def test_a_removed_work_is_refused_afterwards(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record())
    forget_work(catalogue, "arxiv:2401.00001")
    report = put(record(title="Once more"))
    assert report.added == 0
    assert "on purpose" in report.rejected[0].reason
    with pytest.raises(GoneEntity):
        Reader(catalogue).work("arxiv:2401.00001")


def test_a_name_goes_from_every_work(
    catalogue: Catalogue, put: Put, record: Make, tmp_path: Path
) -> None:
    put(
        record(authors=("Ada Weft", "Zoltan Unnamed")),
        record("2401.00002", position=2, authors=("Zoltan Unnamed",)),
        # A record whose list is not the one shown names the person too.
        record("2401.00002", source="hf-daily", day=None, authors=("ZOLTAN UNNAMED", "Cy Reed")),
    )
    forget_agent(catalogue, agent_key("Zoltan Unnamed"))
    reader = Reader(catalogue)
    work = reader.work("arxiv:2401.00001")
    assert [one.name for one in work.authorships] == ["Ada Weft"]
    assert work.authors_complete is False
    with pytest.raises(GoneEntity):
        reader.agent(agent_key("Zoltan Unnamed"))
    catalogue.close()
    assert b"zoltan" not in bytes_of(tmp_path).lower()


def test_a_removed_name_stays_out(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(authors=("Ada Weft", "Zoltan Unnamed")))
    forget_agent(catalogue, agent_key("Zoltan Unnamed"))
    put(record("2401.00009", authors=("Zoltan Unnamed", "Cy Reed")))
    work = Reader(catalogue).work("arxiv:2401.00009")
    assert [one.name for one in work.authorships] == ["Cy Reed"]


@pytest.mark.parametrize("forget", [forget_agent, forget_work])
def test_what_is_not_held_cannot_be_forgotten(
    catalogue: Catalogue, forget: Callable[[Catalogue, str], object]
) -> None:
    with pytest.raises(UnknownEntity):
        forget(catalogue, "arxiv:2401.00001")
