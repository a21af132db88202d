"""Descriptions of a work whose byline is known."""

from __future__ import annotations

from datetime import date

from kg.entities import Authorship, Work
from web.citations import citation_of
from web.settings import Settings
from web.structured import citation_tags, work_structure

WORK = Work(
    key="acl:P18-1001",
    ids=("acl:P18-1001",),
    title="Ferns",
    title_source="Ferns",
    authorships=tuple(
        Authorship(listed_position=p, name=name, agent=f"name:{p}", byline_position=p - 1)
        for p, name in ((1, "Ada Muster"), (2, "Bo Beispiel"))
    ),
    published_on=date(2018, 7, 1),
)
SETTINGS = Settings(site_base="https://papers.example.org/")


def test_authors_stand_in_byline_order() -> None:
    citation = citation_of(WORK, {}, {}, "")
    authors = work_structure(WORK, citation, SETTINGS)["author"]
    assert [author["name"] for author in authors] == ["Ada Muster", "Bo Beispiel"]
    tags = citation_tags(WORK, citation, SETTINGS)
    assert [text for name, text in tags if name == "citation_author"] == [
        "Muster, Ada",
        "Beispiel, Bo",
    ]
    assert ("citation_publication_date", "2018/07/01") in tags
    assert ("citation_pdf_url", "https://aclanthology.org/P18-1001.pdf") in tags
