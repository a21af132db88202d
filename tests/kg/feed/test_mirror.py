"""A mirror equals a fresh dump of what it mirrors, however it came to follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.catalogue.changes import drop_old_states, last_number
from kg.export import write_patch
from kg.export.patches import RdfPatch
from kg.feed import FeedDamaged, FeedPassed, HttpFeed, WrongMirror, feed_folder, open_mirror
from kg.feed.snapshots import write_snapshot
from tests.kg.feed.serving import served
from tests.kg.feed.sites import (
    CC0,
    IRIS,
    Reading,
    Site,
    follow,
    follow_random_changes,
    mirrored,
    record,
)
from web.settings import Settings


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "data")
    yield made
    made.catalogue.close()


def test_random_changes(site: Site, tmp_path: Path) -> None:
    follow_random_changes(site, tmp_path / "mirror", until=80, seed=7)
    assert follow(site, tmp_path / "mirror").report.snapshots == 0
    assert mirrored(tmp_path / "mirror") == site.sha256()


def test_restricted_texts_are_not_told(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0), record(2, 2, 3, None))
    site.publish()
    site.take(record(1, 77, 2, None), record(3, 88, 3, CC0))
    site.publish()
    follow(site, tmp_path / "mirror")
    told = str(list(Store.read_only(str(tmp_path / "mirror"))))
    assert "Text 88." in told
    assert "Text 77." not in told
    assert "Text 2." not in told
    pages = (feed_folder(site.data)).rglob("*.rdfp")
    assert "Text 77." not in "".join(page.read_text("utf-8") for page in pages)


def test_a_rebuild_is_followed_by_a_snapshot(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()
    follow(site, tmp_path / "mirror")
    site.take(record(1, 5, 2, CC0), record(4, 5, 2, CC0))
    site.publish(anew=True)
    report = follow(site, tmp_path / "mirror").report
    assert report.snapshots == 1
    assert report.reasons == ("made anew",)
    assert mirrored(tmp_path / "mirror") == site.sha256()


def test_a_snapshot_from_the_catalogue_is_that_of_the_published_change(
    site: Site, tmp_path: Path
) -> None:
    address = f"sqlite:///{site.data / 'catalogue.sqlite'}"
    site.take(*(record(number, number, 2, CC0) for number in range(1, 6)))
    site.publish()
    published = site.sha256()
    site.take(record(1, 70, 4, CC0), record(2, 80, 9, None), record(7, 7, 1, CC0))
    follow(site, tmp_path / "mirror", address)
    assert mirrored(tmp_path / "mirror") == site.sha256() == published
    site.publish()
    assert follow(site, tmp_path / "mirror", address).report.snapshots == 0
    assert mirrored(tmp_path / "mirror") == site.sha256() != published


def test_a_change_that_the_catalogue_tells_no_longer_has_no_snapshot(site: Site) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()
    site.take(record(1, 2, 2, CC0))
    with site.catalogue.writing() as connection:
        drop_old_states(connection, last_number(connection))
    assert write_snapshot(site.data, IRIS, f"sqlite:///{site.data / 'catalogue.sqlite'}") is None
    assert not list(feed_folder(site.data).rglob("snapshot-*"))


def test_who_was_away_for_too_long_begins_anew(tmp_path: Path) -> None:
    site = Site(tmp_path / "data", kept=2)
    site.take(record(1, 1, 2, CC0))
    site.publish()
    follow(site, tmp_path / "mirror")
    for words in range(2, 5):
        site.take(record(1, words, 2, CC0), record(words, words, 2, CC0))
        site.publish()
    with pytest.raises(FeedPassed):
        Reading(site).page(1)
    report = follow(site, tmp_path / "mirror").report
    assert report.reasons == ("away for too long",)
    assert mirrored(tmp_path / "mirror") == site.sha256()
    site.catalogue.close()


def test_a_store_with_other_content_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()
    other = Store(tmp_path / "other")
    node = NamedNode("https://y.example/")
    other.add(Quad(node, node, node, node))
    del other
    with pytest.raises(WrongMirror):
        follow(site, tmp_path / "other")
    assert len(Store.read_only(str(tmp_path / "other"))) == 1


def test_a_patch_that_does_not_fit_is_not_applied(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()
    follow(site, tmp_path / "mirror")
    before = mirrored(tmp_path / "mirror")
    site.take(record(2, 2, 3, CC0))
    site.publish()
    page = Reading(site).page(Reading(site).offer().first)
    stranger = Quad(*[NamedNode("https://y.example/")] * 4)
    offer = Reading(site).offer()
    foreign = RdfPatch(
        previous=offer.first,
        number=offer.last,
        deletions=(),
        insertions=(stranger,),
        feed=offer.name,
    )
    for spoiled in (
        page[: len(page) // 2],
        page.replace("number", "nombre"),
        "no patch",
        "".join(write_patch(foreign)),
        "".join(write_patch(replace(foreign, insertions=(), previous=offer.first - 1))),
    ):
        mirror = open_mirror(Reading(site, lambda _, text=spoiled: text), tmp_path / "mirror")
        with pytest.raises(FeedDamaged):
            mirror.follow()
        mirror.close()
    assert mirrored(tmp_path / "mirror") == before


def test_a_snapshot_that_broke_off_is_not_loaded(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()

    class Cut(Reading):
        def snapshot(self, target: Path) -> None:
            super().snapshot(target)
            target.write_bytes(target.read_bytes()[:-30])

    mirror = open_mirror(Cut(site), tmp_path / "mirror")
    with pytest.raises(FeedDamaged):
        mirror.follow()
    mirror.close()
    follow(site, tmp_path / "mirror")
    assert mirrored(tmp_path / "mirror") == site.sha256()


def test_over_http(site: Site, tmp_path: Path) -> None:
    site.take(record(1, 1, 2, CC0))
    site.publish()
    with served(site.data, Settings()) as url:
        mirror = open_mirror(HttpFeed(url), tmp_path / "mirror")
        assert mirror.follow().snapshots == 1
        site.take(record(1, 4, 2, CC0), record(2, 4, 2, None))
        site.publish()
        assert (mirror.follow().patches, mirror.report.snapshots) == (1, 1)
        mirror.close()
    assert mirrored(tmp_path / "mirror") == site.sha256()
