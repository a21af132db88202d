"""One paper from digest to page, in the seven steps of docs/architecture.md."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.records import BibliographicRecord
from kg.sources import read
from web.app import create_app
from web.services import open_services, open_workshop
from web.settings import load_settings

DIGEST = """## Daily Papers (2024-01-05)

### [$\\textit{Shuttle-LoRA}$: Weaving Adapters into Diffusion Models](https://arxiv.org/abs/2401.00001)

Vote: 12

Authors: Ada Weft, +, Bo Warp

- 확산 모델에 LoRA 어댑터를 엮는 Shuttle-LoRA를 제안한다.
- CIFAR-10에서 기존 방법보다 3배 빠르다.
- 코드는 https://github.com/loom/shuttle에서 제공된다.

### [Thread by Thread: Diffusion on Looms](https://arxiv.org/abs/2401.00002)

Vote: 3

Authors: Cy Reed

- 이 연구는 확산 모델로 직물 무늬를 생성한다.
"""


def test_from_digest_to_page(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-05.md"
    path.write_text(DIGEST, encoding="utf-8")
    data = tmp_path / "data"

    # 1. Read: the file says so, and nothing is resolved.
    records = [one for one in read("daily-papers", path) if isinstance(one, BibliographicRecord)]
    assert [str(one.ids[0]) for one in records] == ["arxiv:2401.00001", "arxiv:2401.00002"]
    first = records[0]
    assert first.title == "Shuttle-LoRA: Weaving Adapters into Diffusion Models"
    assert first.title_source.startswith("$\\textit{Shuttle-LoRA}$")
    assert [author.name for author in first.authors] == ["Ada Weft", "Bo Warp"]
    assert first.authors_complete is False

    with open_workshop(
        data, load_settings(data, {}), clock=lambda: datetime(2024, 1, 6, tzinfo=UTC)
    ) as workshop:
        # 2. Put: works, agents and the issue follow from the records.
        assert workshop.ingest("daily-papers", [path]).added == 2
        reader = workshop.reader
        assert [one.position for one in reader.issue("daily-papers/2024-01-05").items] == [1, 2]
        agent = reader.agent(reader.work("arxiv:2401.00001").authorships[0].agent)
        assert (agent.name, agent.kind) == ("Ada Weft", "name-cluster")

        # 3. Understand, 4. graph, 5. index, 6. publish: one version of one change number.
        report = workshop.publish()
        assert (report.version, report.works, report.works_read) == (1, 2, 2)
        work = reader.work("arxiv:2401.00001")
        assert {"lora", "diffusion-model"} <= {edge.concept for edge in work.concepts}
        assert reader.concept("shuttle-lora").introduced_by == "arxiv:2401.00001"
        assert [(one.url, one.kind) for one in work.links] == [
            ("https://github.com/loom/shuttle", "code")
        ]
        claims = reader.claims("arxiv:2401.00001")
        assert claims is not None
        assert [(one.value, one.unit) for one in claims.results] == [("3", "x")]

    # 7. Answer: SPARQL, related works with exact reasons, the page, and its Turtle.
    with open_services(data, load_settings(data, {})) as services:
        query = 'ASK { ?w fabio:hasArXivId "2401.00001" ; lpwc:hasMethod/skos:prefLabel "LoRA"@en }'
        with services.queries.evaluate(query) as answer:
            assert json.loads(b"".join(answer.chunks()))["boolean"] is True

        ranked = services.related("arxiv:2401.00001")
        assert [one.id for one in ranked.results] == ["arxiv:2401.00002"]
        result = ranked.results[0]
        assert sum(part.part for part in result.evidence) == pytest.approx(result.score)
        assert "diffusion-model" in {node for part in result.evidence for node in part.nodes}

        client = create_app(services).test_client()
        page = client.get("/work/arxiv/2401.00001").get_data(as_text=True)
        assert "Shuttle-LoRA: Weaving Adapters into Diffusion Models" in page
        assert "Thread by Thread" in page
        turtle = client.get("/work/arxiv/2401.00001.ttl")
        assert turtle.mimetype == "text/turtle"
        assert "https://w3id.org/paperkin/work/arxiv/2401.00001" in turtle.get_data(as_text=True)
        assert services.check().conforms
