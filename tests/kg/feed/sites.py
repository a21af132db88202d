"""A site that changes, and ways to follow it, for tests of the feed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store

from kg.catalogue import Catalogue, IngestReport, ingest
from kg.export import canonical_sha256, graph_names, quads_of_graphs, whole
from kg.feed import FeedReader, Mirror, Offer, open_mirror
from kg.feed.snapshots import write_snapshot
from kg.graph import PrimaryGraph
from kg.identifiers import WorkId
from kg.iris import Iris
from kg.records import AuthorName, BibliographicRecord, Prose, Sentence
from kg.versions import Publisher, Versions

IRIS = Iris()
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


def record(number: int, words: int, cited: int, licence: str | None) -> BibliographicRecord:
    work_id = WorkId("arxiv", f"2401.{number:05d}")
    return BibliographicRecord(
        source="a",
        key=work_id.value,
        location="x",
        ids=(work_id,),
        title_source=f"Paper {number} as of {words}",
        title=f"Paper {number} as of {words}",
        authors=(AuthorName(name=f"Author {words}"), AuthorName(name=f"Person {number}")),
        prose=(
            Prose(
                field="abstract",
                language="en",
                sentences=(Sentence(text=f"Text {words}."),),
                licence=licence,
            ),
        ),
        cites=(WorkId("arxiv", f"2401.{cited:05d}"),),
    )


class Site:
    """A data directory with its catalogue and feed, without the recommender."""

    def __init__(self, data: Path, kept: int = 100_000) -> None:
        self.data = data
        self._kept = kept
        data.mkdir()
        self.catalogue = Catalogue(data / "catalogue.sqlite")
        self.versions = Versions(data)

    def take(self, *records: BibliographicRecord) -> None:
        ingest(self.catalogue, "a", "x", records, IngestReport("a"))

    def publish(self, *, anew: bool = False) -> None:
        with PrimaryGraph(self.data, IRIS, feed_kept=self._kept) as graph:
            if anew:
                graph.rebuild()
            number = graph.catch_up(self.catalogue)
            Publisher(self.data).publish(
                number,
                lambda folder: graph.copy_to(folder, [], "none"),
                lambda folder: None,
                graph.mapping,
            )

    def sha256(self) -> str:
        """Of a fresh open dump."""
        with self.versions.lease() as version:
            return sha256(Store.read_only(str(version.graph)))


def sha256(store: Store) -> str:
    return canonical_sha256(quads_of_graphs(store, IRIS, whole(graph_names(store, IRIS))))


def mirrored(folder: Path) -> str:
    return sha256(Store.read_only(str(folder)))


class Reading:
    """The feed of a site without a network between."""

    def __init__(
        self,
        site: Site,
        spoil: Callable[[str], str] = lambda text: text,
        catalogue: str | None = None,
    ) -> None:
        self._site = site
        self._catalogue = catalogue
        self._reader = FeedReader(site.data, site.versions, IRIS, catalogue)
        self._spoil = spoil

    def offer(self) -> Offer:
        said = self._reader.index()
        return Offer(
            "https://x.example/changes",
            said.name,
            said.reason,
            said.first,
            said.last,
            self._reader.meta(),
        )

    def page(self, after: int) -> str:
        return self._spoil(self._reader.page(after).content.decode())

    def snapshot(self, target: Path) -> None:
        write_snapshot(self._site.data, IRIS, self._catalogue)
        target.write_bytes(self._reader.snapshot()[1].read_bytes())


def follow(site: Site, folder: Path, catalogue: str | None = None) -> Mirror:
    mirror = open_mirror(Reading(site, catalogue=catalogue), folder)
    try:
        mirror.follow()
    finally:
        mirror.close()
    return mirror


def follow_random_changes(site: Site, folder: Path, until: int, seed: int) -> None:
    """Change a site at random, publish and follow now and then, until a change number is passed."""
    chance, number = random.Random(seed), 0
    while number < until:
        batch = [
            record(chance.randrange(60), chance.randrange(1000), chance.randrange(80), licence)
            for licence in chance.choices([CC0, None], k=chance.randrange(1, 12))
        ]
        site.take(*batch)
        if chance.random() < 0.4:
            site.publish()
            number = site.versions.current().change_number
            if chance.random() < 0.5:
                follow(site, folder)
    follow(site, folder)
