"""The command line as its user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from web.backup import BadBackup, restore_backup
from web.cli import COMMANDS, main, paperkin
from web.reference import main as reference
from web.services import open_workshop

DIGEST = """## Daily Papers (2024-01-05)

### [LoomNet: Weaving with Diffusion Models](https://arxiv.org/abs/2401.00001)

![](https://pictures.example/1.png)

Vote: 7

Authors: Ada Weft, Bo Warp

- 이 논문은 확산 모델로 직물을 설계하는 LoomNet을 제안한다.
- 코드는 https://github.com/loom/net 에서 제공된다.

### [Faster Reeds](https://arxiv.org/abs/2401.00002)

Vote: -

Authors: Cy Reed

- 확산 모델의 샘플링을 LoomNet보다 3배 빠르게 한다.

### [A paper without an id](https://example.org/none)

Vote: 1
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command on one data directory: exit code, standard output, standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([*words, "--data", str(tmp_path / "data")])
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return run


@pytest.fixture(scope="session")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest of two papers and one entry that cannot be read."""
    path = tmp_path_factory.mktemp("digest") / "2024-01-05.md"
    path.write_text(DIGEST, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, digest: Path) -> Path:
    """A data directory into which the digest went; to be copied, never changed."""
    data = tmp_path_factory.mktemp("published") / "data"
    with open_workshop(data) as workshop:
        workshop.ingest("daily-papers", [digest])
        workshop.publish()
    return data


@pytest.fixture
def filled(run: Run, published: Path, tmp_path: Path) -> Run:
    """The runner on a copy of the published data directory."""
    shutil.copytree(published, tmp_path / "data")
    return run


def test_ingest_reports_and_rejects_with_the_line(run: Run, digest: Path) -> None:
    code, out, err = run("ingest", "daily-papers", str(digest), "--json")
    report = json.loads(out)
    assert code == 3
    assert err == ""
    assert (report["read"], report["added"]) == (3, 2)
    assert [one["line"] for one in report["rejected"]] == [22]
    assert set(report) >= {"read", "added", "changed", "unchanged", "rejected"}
    code, out, _ = run("ingest", "daily-papers", str(digest), "--json")
    again = json.loads(out)
    assert (again["added"], again["unchanged"]) == (0, 2)
    assert again["published"]["is_new"] is False


def test_without_publish_nothing_is_published(run: Run, digest: Path) -> None:
    run("ingest", "daily-papers", str(digest), "--no-publish")
    code, _, err = run("related", "2401.00001")
    assert code == 1
    assert "nothing has been published" in err
    assert run("publish")[0] == 0
    assert run("related", "2401.00001")[0] == 0


def test_related_says_why_in_both_languages(filled: Run) -> None:
    code, out, _ = filled("related", "https://arxiv.org/abs/2401.00001v2", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["work"] == "arxiv:2401.00001"
    assert [one["id"] for one in found["results"]] == ["arxiv:2401.00002"]
    result = found["results"][0]
    assert sum(part["part"] for part in result["evidence"]) == pytest.approx(result["score"])
    _, english, _ = filled("related", "2401.00001")
    _, korean, _ = filled("related", "2401.00001", "--language", "ko")
    assert "Diffusion model" in english
    assert "확산 모델" in korean


def test_an_unknown_work_is_named(filled: Run) -> None:
    code, out, err = filled("related", "2401.99999")
    assert (code, out) == (1, "")
    assert "2401.99999" in err


def test_search(filled: Run) -> None:
    _, out, _ = filled("search", "reeds", "--json")
    assert [one["id"] for one in json.loads(out)["results"]] == ["arxiv:2401.00002"]
    code, out, err = filled("search", "zeppelin")
    assert (code, out) == (0, "")
    assert "nothing found" in err


def test_query_from_a_file(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("SELECT ?id { ?w fabio:hasArXivId ?id } ORDER BY ?id", encoding="utf-8")
    code, out, _ = filled("query", str(path), "--format", "csv")
    assert code == 0
    assert out.split() == ["id", "2401.00001", "2401.00002"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x {", "line 1"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "update"),
    ],
)
def test_a_refused_query_says_why(filled: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    code, out, err = filled("query", str(path))
    assert (code, out) == (1, "")
    assert said.lower() in err.lower()
    assert "Traceback" not in err


def test_runs_list_what_was_rejected(filled: Run) -> None:
    _, out, _ = filled("runs")
    assert "2024-01-05.md:22" in out
    _, out, _ = filled("runs", "--json")
    assert json.loads(out)[0]["rejected"][0]["line"] == 22


def test_status_counts(filled: Run) -> None:
    _, out, _ = filled("status", "--json")
    status = json.loads(out)
    assert status["counts"]["work"] == 2
    assert status["unpublished_changes"] == 0
    assert status["works_with"]["concepts"] == 2


def test_everything_published_is_right(filled: Run) -> None:
    code, out, _ = filled("check")
    assert (code, out) == (0, "")


@pytest.mark.filterwarnings("ignore:Dataset.default_context")
def test_export_reads_back_and_says_what_stays_out(filled: Run, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    code, out, _ = filled("export", str(folder), "--json", "--compress", "none")
    manifest = json.loads(out)
    assert code == 0
    name = manifest["files"][0]["name"]
    content = (folder / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == manifest["files"][0]["sha256"]
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format="nquads")
    assert len(list(dataset.quads())) == manifest["files"][0]["quads"]
    assert "직물을" not in content.decode()
    assert any("texts/" in graph for graph in manifest["left_out"])


def test_the_doctor_finds_a_healthy_directory_healthy(filled: Run) -> None:
    code, out, _ = filled("doctor", "--json")
    assert code == 0
    assert all(one["is_well"] for one in json.loads(out))


def test_the_doctor_names_fault_and_remedy(filled: Run, tmp_path: Path) -> None:
    index = next((tmp_path / "data" / "index" / "versions").iterdir())
    arrays = next(one for one in index.rglob("*.npy") if one.stat().st_size > 200)
    arrays.write_bytes(arrays.read_bytes()[:-9])
    code, out, _ = filled("doctor")
    assert code == 1
    assert "FAULT" in out
    assert "paperkin rebuild" in out
    assert filled("rebuild")[0] == 0
    assert filled("doctor")[0] == 0


def test_the_doctor_of_nothing(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 1
    assert "does not exist" in out


def test_a_second_writer_is_told_to_wait(filled: Run, digest: Path, tmp_path: Path) -> None:
    with open_workshop(tmp_path / "data"):
        code, _, err = filled("publish")
    assert code == 4
    assert "Traceback" not in err


def test_a_wrong_setting_stops_at_once(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "settings.toml").write_text("prot = 80", encoding="utf-8")
    code, _, err = filled("status")
    assert code == 2
    assert "prot" in err


def test_backup_and_restore(filled: Run, tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    (tmp_path / "data" / "settings.toml").write_text("port = 81", encoding="utf-8")
    assert filled("backup", str(target))[0] == 0
    code, _, err = filled("backup", str(target))
    assert code == 1
    assert "exists" in err
    code, _, err = filled("restore", str(target))
    assert code == 1
    assert "not empty" in err
    (tmp_path / "data").rename(tmp_path / "lost")
    assert filled("restore", str(target))[0] == 0
    assert filled("related", "2401.00001")[0] == 0
    assert (tmp_path / "data" / "settings.toml").read_text(encoding="utf-8") == "port = 81"


def test_a_file_that_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "b.tar.gz"
    path.write_bytes(b"not a backup")
    with pytest.raises(BadBackup):
        restore_backup(path, tmp_path / "data")
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as archive:
        archive.add(path, "../evil")
    with pytest.raises(BadBackup, match="no catalogue"):
        restore_backup(tmp_path / "c.tar.gz", tmp_path / "data")


def test_forget_reaches_every_file(filled: Run, tmp_path: Path) -> None:
    assert filled("forget", "Cy Reed", "--name", "--yes")[0] == 0
    assert filled("forget", "2401.00001", "--yes")[0] == 0
    files = [one for one in (tmp_path / "data").rglob("*") if one.is_file()]
    for path in files:
        content = path.read_bytes()
        assert b"Cy Reed" not in content, path
        assert b"Weaving with Diffusion" not in content, path
    assert filled("related", "2401.00002")[0] == 0
    assert filled("related", "2401.00001")[0] == 1


def test_every_command_has_help(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    whole = capfd.readouterr().out
    for name, entry in COMMANDS.items():
        assert name in whole
        command = paperkin.commands.get(name) or paperkin.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help
        assert entry.help.endswith(".")


def test_the_reference_pages_are_up_to_date() -> None:
    assert reference(["--check"]) == 0


def test_usage_errors_are_two(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["search"])
    assert end.value.code == 2
    assert "Missing argument" in capfd.readouterr().err
