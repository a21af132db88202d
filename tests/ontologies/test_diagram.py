"""The picture and the page of the model are up to date."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.queries import queries
from kg.vocab import PREFIXES
from ontologies import diagram

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
BLOCKS = re.findall(r"```sparql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_the_picture_is_up_to_date() -> None:
    assert diagram.main(["--check"]) == 0, "run python -m ontologies.diagram"


def test_a_stale_picture_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "docs" / "model.svg"
    assert diagram.main(["--check", "--output", str(picture)]) == 1
    assert "out of date" in capsys.readouterr().err
    assert diagram.main(["--output", str(picture)]) == 0
    assert diagram.main(["--check", "--output", str(picture)]) == 0


def test_the_picture_is_well_formed_and_names_the_main_classes() -> None:
    root = ElementTree.fromstring(diagram.draw())
    words = {element.text for element in root.iter() if element.text}
    assert {"fabio:ResearchPaper", "soa:hasAuthorship", "skos:Concept", "lpwc:hasMethod"} <= words


def test_the_page_has_five_packaged_queries_ready_to_paste() -> None:
    packaged = {query.text.strip() for query in queries().values()}
    assert len(BLOCKS) == 5
    for block in BLOCKS:
        prefixes = re.findall(r"PREFIX (\w+): <(.*)>\n", block)
        assert dict(prefixes).items() <= PREFIXES.items()
        assert re.sub(r"PREFIX .*\n", "", block).strip() in packaged
        ox.Store().query(block)
