"""``paperkin works`` and ``paperkin agents`` from the first candidate to the last undo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.cli import main

LINES = (
    {"id": "arxiv:3102.00001", "title": "Quiet lighthouses and their long winter nights",
     "authors": ["Ada Example", "Bo Muster"], "year": 2031},
    {"id": "doi:10.1000/quiet", "title": "Quiet Lighthouses and Their Long Winter Nights",
     "authors": ["A. Example", "B. Muster"], "year": 2031},
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code, capsys.readouterr().out


def test_from_candidates_to_decisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, papers = ("--data", tmp_path / "data"), tmp_path / "papers.jsonl"
    papers.write_text("\n".join(map(json.dumps, LINES)))
    assert run(capsys, "ingest", "jsonl", papers, "--no-publish", *data)[0] == 0
    code, out = run(capsys, "works", "candidates", "--json", *data)
    assert (code, [one["is_certain"] for one in json.loads(out)]) == (0, [True])
    code, out = run(capsys, "agents", "candidates", "Ada Example", "--json", *data)
    found = json.loads(out)
    assert [one["evidence"] for one in found] == [["initials"]]
    merge = ("agents", "merge", "Ada Example", "A. Example", "--reason", "one homepage")
    assert run(capsys, *merge, *data)[0] == 0
    assert run(capsys, *merge, *data)[0] == 1
    code, out = run(capsys, "agents", "list", "ada", "--json", *data)
    assert [(one["works"], len(one["names"])) for one in json.loads(out)] == [(2, 2)]
    assert run(capsys, "agents", "split", "Ada Example", "10.1000/quiet", *data)[0] == 0
    assert "one homepage" in run(capsys, "agents", "decisions", *data)[1]
    assert run(capsys, "agents", "undo", 2, *data)[0] == 0
    assert run(capsys, "agents", "undo", 2, *data)[0] == 1
    assert run(capsys, "works", "merge", "3102.00001", "10.1000/quiet", *data)[0] == 0
    assert run(capsys, "works", "candidates", *data) == (0, "")
    assert run(capsys, "works", "split", "3102.00001", "10.1000/quiet", *data)[0] == 0
    assert "different" in run(capsys, "works", "decisions", *data)[1]
    assert run(capsys, "works", "merge", "3102.00001", "no id", *data)[0] == 2
    assert run(capsys, "agents", "list", *data)[1].count("name-cluster") == 3
