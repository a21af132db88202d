"""Files of curated corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.sources import AuthorOverrides, BadOverrides, UnreadableLocation


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "authors.jsonl"
    path.write_text(
        '# corrections\n\n{"work": "arxiv:2405.00001", "names": ["A B"], "persons": ["A", "B"]}\n'
    )
    assert AuthorOverrides.load(path) != AuthorOverrides()


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "[" * 100_000,
        '{"work": "2405.00001", "names": ["A"], "persons": ["B"]}',
        '{"work": "arxiv:2405.00001", "names": "A", "persons": ["B"]}',
        '{"work": "arxiv:2405.00001", "names": ["A"], "persons": []}',
        '{"work": "arxiv:2405.00001", "names": ["A"], "persons": [" "]}',
        '{"work": 7, "names": ["A"], "persons": ["B"]}',
    ],
)
def test_a_bad_line_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "authors.jsonl"
    path.write_text("\n" + line + "\n")
    with pytest.raises(BadOverrides) as caught:
        AuthorOverrides.load(path)
    assert caught.value.line == 2


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLocation):
        AuthorOverrides.load(tmp_path / "none.jsonl")
