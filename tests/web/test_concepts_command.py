"""``paperkin concepts`` from a proposal to a scheme that knows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.concepts.scheme import load_scheme
from web.cli import main

SENTENCE = "We train on the HushBench dataset and compare with OrloNet, a quiet model."
PAPERS = [
    {"id": f"arxiv:3102.0000{n}", "title": f"Quiet work {n}", "abstract": SENTENCE, "year": 2031}
    for n in range(1, 6)
]
FOREIGN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://x.org/> .
:a a skos:Concept ; skos:prefLabel "LoRA"@en ; skos:altLabel "Orlofied LoRA"@en .
:b a skos:Concept ; skos:prefLabel "Orlo tuning"@en , "오를로 튜닝"@ko ; skos:broader :a .
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code, capsys.readouterr().out


def _accept(table: Path, *names: str) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    told = [f"yes{line}" if any(name in line for name in names) else line for line in lines]
    table.write_text("\n".join(told), encoding="utf-8")


def test_what_works_share_is_proposed_and_applied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, papers, table = tmp_path / "data", tmp_path / "papers.jsonl", tmp_path / "table.tsv"
    papers.write_text("\n".join(map(json.dumps, PAPERS)))
    assert run(capsys, "ingest", "jsonl", papers, "--no-publish", "--data", data)[0] == 0
    assert run(capsys, "concepts", "propose", "-o", table, "--data", data)[0] == 0
    _accept(table, "HushBench")
    assert run(capsys, "concepts", "apply", table, "--data", data)[0] == 0
    _, out = run(capsys, "concepts", "list", "--kind", "dataset", "--json", "--data", data)
    assert "hushbench" in {one["key"] for one in json.loads(out)}


def test_a_foreign_scheme_is_taken_in_and_given_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, table, out = tmp_path / "data", tmp_path / "table.tsv", tmp_path / "out.ttl"
    foreign = tmp_path / "foreign.ttl"
    foreign.write_text(FOREIGN, encoding="utf-8")
    assert run(capsys, "concepts", "import", foreign, "-o", table, "--data", data)[0] == 0
    _accept(table, "LoRA", "Orlo")
    assert run(capsys, "concepts", "apply", table, "--data", data)[0] == 0
    assert run(capsys, "concepts", "export", "-o", out, "--data", data)[0] == 0
    grown = load_scheme(out)
    assert grown.find("Orlofied LoRA") == ("lora",)
    (key,) = grown.find("오를로 튜닝")
    assert grown[key].broader == ("lora",)


def test_a_faulty_table_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, table = tmp_path / "data", tmp_path / "table.tsv"
    table.write_text("decision\tlabel\tkind\tbroader\nyes\tOrlo\tmethod\tnowhere\n")
    for command in ("review", "apply"):
        code, out = run(capsys, "concepts", command, table, "--data", data)
        assert (code, "nowhere" in out) == (1, True)
    assert not (data / "concepts.ttl").exists()


def test_what_is_taken_in_joins_the_languages_of_the_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, papers, table = tmp_path / "data", tmp_path / "papers.jsonl", tmp_path / "table.tsv"
    foreign = tmp_path / "foreign.ttl"
    foreign.write_text(FOREIGN, encoding="utf-8")
    papers.write_text(
        json.dumps(PAPERS[0] | {"abstract": "Orlo tuning is quick and small."})
        + "\n"
        + json.dumps(PAPERS[1])
    )
    assert run(capsys, "ingest", "jsonl", papers, "--data", data)[0] == 0
    run(capsys, "concepts", "import", foreign, "-o", table, "--data", data)
    _accept(table, "LoRA", "Orlo")
    run(capsys, "concepts", "apply", table, "--data", data)
    assert run(capsys, "publish", "--data", data)[0] == 0
    newest = max((data / "index" / "versions").iterdir(), key=lambda folder: int(folder.name))
    assert any("오를로 튜닝".encode() in file.read_bytes() for file in newest.iterdir())
