"""An index that followed the catalogue answers as one that was made anew."""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyoxigraph
import pytest
from sqlalchemy import func, select

from kg.catalogue.everything import everything
from kg.catalogue.tables import change
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Label
from kg.vocab import PAPERKIN, PROV
from recommender import Filters, Recommender
from recommender.filtering import allowed_works
from web import reindexing
from web.indexing import fitted
from web.services import open_workshop
from web.settings import Settings
from web.workshop import Progress

SETTINGS = Settings(site_base="https://papers.example.org/", processes=1)
THEMES = ("loom diffusion model", "graph weaving network", "thread language model", "sparse knot")
PEOPLE = ("Ada Weft", "Bo Warp", "Cy Shuttle", "Di Heddle")


NOW = datetime(2024, 1, 6, tzinfo=UTC)
OF_ONE_RUN = {PAPERKIN.changeNumber, PROV.generatedAtTime}
SCHEME = Scheme(
    [
        Concept(key="diffusion", kind="method", pref=(Label(text="Diffusion", language="en"),)),
        Concept(
            key="diffusion-model",
            kind="method",
            pref=(Label(text="Diffusion model", language="en"),),
            broader=("diffusion",),
        ),
    ]
)


@pytest.fixture(autouse=True)
def few_concepts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped scheme takes seconds to load, and is not what is tested here."""
    monkeypatch.setattr("web.workshop.load_scheme", lambda **_: SCHEME)


def line(number: int, theme: int, cites: tuple[int, ...], *, titled: bool = True) -> str:
    words = THEMES[theme]
    result = " It reaches an accuracy of 91.5% on LoomBench." if theme == 3 else ""
    stated = {
        "id": f"arxiv:2401.{number:05}",
        "title": f"Loom{theme}Net: paper {number} on {words}" if titled else "",
        "abstract": f"We propose Loom{theme}Net, a {words}. It is better than Loom0Net.{result}",
        "authors": [PEOPLE[(number + theme) % 4], PEOPLE[theme]],
        "year": 2020 + theme,
        "cites": [f"arxiv:2401.{one:05}" for one in cites],
    }
    return json.dumps({name: value for name, value in stated.items() if value})


def answers(index: Recommender) -> dict[str, list[tuple[str, float, int]]]:
    return {
        work: [
            (one.id, round(one.score, 9), len(one.evidence)) for one in index.related(work).results
        ]
        for work in index.ids()
    }


def stating_results(index: Recommender) -> list[str]:
    corpus = index.index.corpus
    only = Filters(facets={"has_result": ("yes",)})
    return [corpus.ids[work] for work in np.flatnonzero(allowed_works(corpus, only)).tolist()]


def test_following_gives_what_a_new_index_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "WORTH_ADDING", 10.0)
    chance = random.Random(5)
    with open_workshop(tmp_path / "data", SETTINGS) as workshop:
        for step in range(3):
            source = tmp_path / f"{step}.jsonl"
            lines = [
                line(n, chance.randrange(4), (chance.randrange(12), chance.randrange(12)))
                for n in chance.sample(range(1, 12), 4)
            ]
            source.write_text("\n".join(lines), encoding="utf-8")
            workshop.ingest("jsonl", [source])
            workshop.publish()
            current = workshop._current()
            assert current is not None
            published = Recommender.load(current.index)
            assert published.version == current.change_number
            with everything(workshop._catalogue) as known:
                anew = fitted(known, SETTINGS.ranking, current.change_number)
            assert answers(published) == answers(anew)
            assert stating_results(published) == stating_results(anew) != []


def test_a_small_change_is_added_and_no_longer_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(line(n, n % 4, (n + 1,)) for n in range(1, 30)), encoding="utf-8")
    more = tmp_path / "b.jsonl"
    more.write_text(line(40, 1, (3,)) + "\n" + line(30, 2, ()), encoding="utf-8")
    with open_workshop(tmp_path / "data", SETTINGS) as workshop:
        workshop.ingest("jsonl", [source])
        assert workshop.publish().works == 29
        monkeypatch.setattr("web.workshop.fitted", None)
        workshop.ingest("jsonl", [more])
        assert workshop.publish().works == 31
        with workshop._catalogue.reading() as connection:
            held = select(func.count()).select_from(change).where(change.c.old.is_not(None))
            assert connection.execute(held).scalar_one() == 0
        monkeypatch.setattr("web.workshop.fitted", fitted)
        current = workshop._current()
        assert current is not None
        (current.index / "manifest.json").unlink()
        more.write_text(line(41, 1, ()), encoding="utf-8")
        workshop.ingest("jsonl", [more])
        assert workshop.publish().works == 32  # what is damaged is made anew


def take(data: Path, source: Path, progress: Progress) -> None:
    with open_workshop(data, SETTINGS) as workshop:
        workshop.ingest("jsonl", [source], progress)
        workshop.publish(progress)


@pytest.mark.parametrize("step", ["records", "graph"])
def test_an_interrupted_run_is_resumed(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ingest", "extracting"):
        monkeypatch.setattr(sys.modules[f"kg.catalogue.{name}"], "BATCH_SIZE", 4)
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(line(n, n % 4, (n + 1,)) for n in range(1, 13)), encoding="utf-8")

    def interrupt(now: str, _done: int, _total: int | None) -> None:
        if now == step:
            raise KeyboardInterrupt

    contents = []
    for name, progress in (("whole", None), ("interrupted", interrupt)):
        data = tmp_path / name
        if progress is not None:
            with pytest.raises(KeyboardInterrupt):
                take(data, source, progress)
        with open_workshop(data, SETTINGS, clock=lambda: NOW) as workshop:
            workshop.ingest("jsonl", [source])
            workshop.publish()
            current = workshop._current()
            assert current is not None
        store = pyoxigraph.Store.read_only(str(current.graph))
        quads = {quad for quad in store if quad.predicate not in OF_ONE_RUN}
        contents.append((quads, answers(Recommender.load(current.index))))
    assert contents[0] == contents[1]
    assert len(contents[0][1]) == 12
