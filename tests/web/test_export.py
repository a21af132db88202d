"""Dumps offered by the site."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from kg.export import ExportOptions
from kg.vocab import DCAT, VOID
from tests.web.site import PAGE, SITE
from web.app import create_app
from web.cli import paperkin
from web.services import Services, open_services


@pytest.fixture(scope="module")
def offered(services: Services) -> dict[str, Any]:
    """The manifest of dumps that the site of the session offers."""
    options = ExportOptions(formats=("nquads", "turtle"), tables=True)
    manifest: dict[str, Any] = json.loads(services.dumps.write(None, options).as_json())
    return manifest


def test_the_files_are_what_the_manifest_says(offered: dict[str, Any], client: FlaskClient) -> None:
    answer = client.get("/export/", headers={"Accept": "application/json"})
    assert json.loads(answer.data) == offered
    assert len(offered["files"]) == 7
    for one in offered["files"]:
        path = f"/export/{offered['change_number']}/{one['name']}"
        found = client.get(path, buffered=True)
        assert hashlib.sha256(found.data).hexdigest() == one["sha256"]
        assert found.headers["ETag"] == f'"{one["sha256"]}"'
        rest = client.get(path, headers={"Range": "bytes=20-"}, buffered=True)
        assert (rest.status_code, rest.data) == (206, found.data[20:])
    assert client.get(f"/export/{offered['change_number']}/nothing").status_code == 404
    assert client.get("/export/7/paperkin.nq.gz").status_code == 404
    assert client.get(f"/export/{offered['change_number']}/..%2f..%2fCURRENT").status_code == 404


def test_the_description_names_the_files(offered: dict[str, Any], client: FlaskClient) -> None:
    told = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).data
    files = {
        quad.object.value
        for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES)
        if quad.predicate in {VOID.dataDump, DCAT.downloadURL}
    }
    folder = f"{SITE}export/{offered['change_number']}/"
    assert files == {folder + one["name"] for one in offered["files"]}
    beside = client.get(f"/export/{offered['change_number']}/void.ttl", buffered=True)
    described = list(ox.parse(beside.data, ox.RdfFormat.TURTLE))
    assert {quad.object.value for quad in described if quad.predicate == VOID.dataDump} == files


def test_people_find_the_files_on_the_page_of_the_dataset(
    offered: dict[str, Any], client: FlaskClient
) -> None:
    answer = client.get("/export/", headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dataset#files")
    page = client.get("/dataset", headers=PAGE).get_data(as_text=True)
    assert all(one["name"] in page for one in offered["files"])


def test_tables_tell_the_same_works(
    offered: dict[str, Any], services: Services, client: FlaskClient, tmp_path: Path
) -> None:
    found = client.get(f"/export/{offered['change_number']}/works.parquet", buffered=True)
    (tmp_path / "works.parquet").write_bytes(found.data)
    table = pyarrow.parquet.read_table(tmp_path / "works.parquet")
    assert table.num_rows == services.counts()["work"]


def test_the_surroundings_of_a_work(services: Services, tmp_path: Path) -> None:
    data = services.dumps._data
    work = services.reader.recent_works().works[0].key
    folder = tmp_path / "near"
    command = ["export", str(folder), "--work", work, "--hops", "0", "--data", str(data)]
    result = CliRunner().invoke(paperkin, [*command, "--json"])
    assert result.exit_code == 0, result.output
    (one,) = json.loads(result.stdout)["files"]
    text = gzip.decompress((folder / one["name"]).read_bytes())
    subjects = {str(quad.subject) for quad in ox.parse(text, ox.RdfFormat.N_QUADS)}
    assert str(services.iris.work(work)) in subjects
    assert one["quads"] > 10
    refused = CliRunner().invoke(paperkin, ["export", "--with-restricted", "--data", str(data)])
    assert refused.exit_code == 2


def test_nothing_offered_is_no_fault(services: Services, tmp_path: Path) -> None:
    with open_services(tmp_path, services.settings) as empty:
        found = create_app(empty).test_client().get("/export/")
        assert found.status_code == 404
