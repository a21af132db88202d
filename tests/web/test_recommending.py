"""``related``, ``new`` and ``evaluate`` as their user meets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest

from recommender import Parameters
from web.cli import main
from web.learned import BadWeights, save_weights, with_learned
from web.services import open_workshop

DAYS = {
    "2024-01-05": (
        "Weaving with diffusion models",
        "Faster looms for weaving",
        "River level forecasts",
    ),
    "2024-02-09": ("Diffusion models weave faster", "A grammar of birdsong"),
}

Run = Callable[..., tuple[int, str, str]]


def _digest(day: str, titles: tuple[str, ...]) -> str:
    parts = [f"## Daily Papers ({day})"]
    for number, title in enumerate(titles, start=1):
        address = f"https://arxiv.org/abs/{day[2:4]}{day[5:7]}.0000{number}"
        parts.append(f"### [{title}]({address})\n\nVote: 3\n\nAuthors: Ada Weft\n\n- {title}.")
    return "\n\n".join(parts) + "\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    for day, titles in DAYS.items():
        (folder / f"{day}.md").write_text(_digest(day, titles), encoding="utf-8")
    with open_workshop(folder / "data") as workshop:
        workshop.ingest("daily-papers", sorted(folder.glob("*.md")))
        workshop.publish()
    return folder / "data"


@pytest.fixture
def run(published: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    shutil.copytree(published, tmp_path / "data")

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([*words, "--data", str(tmp_path / "data")])
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return run


def _ids(out: str) -> list[str]:
    return [one["id"] for one in json.loads(out)["results"]]


def test_several_works_and_a_text_are_taken_together(run: Run) -> None:
    code, out, _ = run("related", "2401.00001", "2401.00002", "--json", "-k", "1")
    assert (code, _ids(out)) == (0, ["arxiv:2402.00001"])
    code, out, _ = run("related", "--text", "syllables of birdsong obey a grammar", "--json")
    assert _ids(out)[0] == "arxiv:2402.00002"
    code, out, _ = run("related", "2401.00001", "--unlike", "2402.00001", "--json")
    assert "arxiv:2402.00001" not in _ids(out)


def test_nothing_asked_is_wrong_usage(run: Run) -> None:
    assert run("related")[0] == 2
    assert run("related", "2401.00001", "--all", "table.jsonl")[0] == 2


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "my.bib"
    path.write_text(
        "@article{one, title={Faster looms for weaving}, year={2024}}\n"
        "@article{two, title={Diffusion of dyes in woven cloth}, year={1999}}\n",
        encoding="utf-8",
    )
    return path


def test_what_is_new_for_a_library(run: Run, library: Path) -> None:
    code, out, err = run("new", "--for", str(library), "--json")
    assert code == 0
    assert "1 works are held, 1 are taken by their words" in err
    assert "arxiv:2401.00002" not in _ids(out)  # the library has it
    assert set(_ids(out)[:2]) == {"arxiv:2401.00001", "arxiv:2402.00001"}
    _, out, _ = run("new", "--for", str(library), "--since", "2024-02-01", "--json")
    assert _ids(out)[0] == "arxiv:2402.00001"
    assert all(work.startswith("arxiv:2402") for work in _ids(out))
    code, out, err = run("new", "--for", str(library), "--since", "2024-03-01")
    assert (code, out) == (0, "")
    assert "nothing-since" in err


def test_a_table_of_all_works_goes_on_where_it_was_broken_off(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "related.jsonl"
    assert run("related", "--all", str(table), "-k", "2")[0] == 0
    whole = table.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in whole.splitlines()]
    assert len({row["work"] for row in rows}) == 5
    assert all(sum(row["parts"].values()) == pytest.approx(row["score"]) for row in rows)
    lines = [{"version": rows[0]["version"], "k": 2, "works": 5}]
    works = sorted({row["work"] for row in rows})
    kept = [{k: v for k, v in row.items() if k != "version"} for row in rows]
    lines += [{"work": w, "rows": [r for r in kept if r["work"] == w]} for w in works[:2]]
    broken = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines) + '{"work": "ar'
    table.with_name(table.name + ".part").write_text(broken, encoding="utf-8")
    code, _, err = run("related", "--all", str(table), "-k", "2")
    assert code == 0
    assert "2 of them kept" in err
    assert table.read_text(encoding="utf-8") == whole


def test_the_table_as_parquet(run: Run, tmp_path: Path) -> None:
    assert run("related", "--all", str(tmp_path / "all.parquet"), "-k", "1")[0] == 0
    rows = pyarrow.parquet.read_table(tmp_path / "all.parquet").to_pylist()
    assert [row["rank"] for row in rows] == [1] * 5
    assert run("related", "--all", str(tmp_path / "all.xlsx"))[0] == 1


def test_too_few_citations_to_evaluate(run: Run) -> None:
    code, _, err = run("evaluate")
    assert code == 1
    assert "needs at least 10" in err


def test_learned_weights_are_kept_beside_the_data(tmp_path: Path) -> None:
    assert with_learned(tmp_path, Parameters()) == Parameters()
    save_weights(tmp_path, Parameters(text_weight=0.7, kin=3))
    assert with_learned(tmp_path, Parameters()) == Parameters(text_weight=0.7)
    (tmp_path / "learned-weights.json").write_text('{"text_weight": -1}', encoding="utf-8")
    with pytest.raises(BadWeights, match="learn again"):
        with_learned(tmp_path, Parameters())


def test_a_cluster_is_refused_before_anything_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("related", "--spark", "local[1]", "2401.00001")[0] == 2
    (tmp_path / "held").mkdir()
    code, _, err = run("related", "--all", str(tmp_path / "held"), "--spark", "local[1]")
    assert (code, "is there already" in err) == (1, True)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, _, err = run("related", "--all", str(tmp_path / "new"), "--spark", "local[1]")
    assert (code, "needs pyspark" in err) == (1, True)
    assert not (tmp_path / "new.input").exists()
