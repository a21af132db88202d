"""Citations: content by hand, and no byline that nobody stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.entities import Agent, Appearance, Authorship, Venue, Work
from web.citations import PersonName, bibtex, citation_of, csl_json, ris
from web.citations.bibtex import escaped


def _authorships(*, known: bool) -> tuple[Authorship, ...]:
    names = ("Ludwig van Beispiel", "Ada Muster", "Fern Team")
    # Listed in another order than printed: Ada Muster is the first author.
    byline = (1, 0, 2)
    return tuple(
        Authorship(
            listed_position=place,
            name=name,
            agent=f"name:{place}",
            byline_position=at if known else None,
        )
        for place, (name, at) in enumerate(zip(names, byline, strict=True), start=1)
    )


WORK = Work(
    key="arxiv:3103.01001",
    ids=("arxiv:3103.01001",),
    title="Fernwood: 100% of LoRA & More_or_Less",
    title_source="Fernwood",
    authorships=_authorships(known=True),
    authors_complete=False,
    published_on=date(2031, 3, 4),
    year=2031,
    categories=("cs.CL",),
)
AGENTS = {"name:3": Agent(key="name:3", name="Fern Team", kind="organisation", names=())}


def _cited(work: Work = WORK, venues: dict[str, Venue] | None = None):  # type: ignore[no-untyped-def]
    return citation_of(work, AGENTS, venues or {}, "https://papers.example.org/work")


def test_bibtex() -> None:
    assert bibtex(_cited()) == (
        "@misc{arxiv-3103.01001,\n"
        "  title = {Fernwood: 100\\% of {LoRA} \\& {More\\_or\\_Less}},\n"
        "  author = {Muster, Ada and van Beispiel, Ludwig and {Fern Team} and others},\n"
        "  year = {2031},\n"
        "  month = mar,\n"
        "  eprint = {3103.01001},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  doi = {10.48550/arxiv.3103.01001},\n"
        "  url = {https://arxiv.org/abs/3103.01001}\n"
        "}\n"
    )


def test_ris() -> None:
    lines = ris(_cited()).split("\r\n")
    assert lines[0] == "TY  - UNPB"
    assert [line for line in lines if line.startswith("AU")] == [
        "AU  - Muster, Ada",
        "AU  - van Beispiel, Ludwig",
        "AU  - Fern Team",
    ]
    assert "DA  - 2031/03/04" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_json() -> None:
    (item,) = csl_json([_cited()])
    assert item["author"] == [
        {"family": "Muster", "given": "Ada"},
        {"family": "van Beispiel", "given": "Ludwig"},
        {"literal": "Fern Team"},
    ]
    assert item["issued"] == {"date-parts": [[2031, 3, 4]]}
    assert "note" not in item


def test_an_unknown_order_is_never_a_byline() -> None:
    listed = _cited(replace(WORK, authorships=_authorships(known=False)))
    assert "author =" not in bibtex(listed)
    assert "\nAU  - " not in ris(listed)
    assert "author" not in csl_json([listed])[0]
    note = "Authors as listed by the source, not in byline order: Ludwig van Beispiel; "
    assert csl_json([listed])[0]["note"].startswith(note)


def test_a_half_known_order_is_unknown() -> None:
    first, *others = WORK.authorships
    half = replace(WORK, authorships=(replace(first, byline_position=None), *others))
    assert _cited(half).authors == ()


def test_appearance_decides_the_type() -> None:
    venues = {
        "fern": Venue(key="fern", name="Ferns and Friends", kind="journal"),
        "moss/2031": Venue(
            key="moss/2031", name="Proceedings of MOSS 2031", kind="event", series="moss", year=2031
        ),
        "moss": Venue(key="moss", name="MOSS", kind="conference"),
    }
    journal = replace(WORK, appearances=(Appearance(venue="fern", event=None, text="Ferns"),))
    edition = replace(
        WORK, appearances=(Appearance(venue="moss", event="moss/2031", text="MOSS 2031"),)
    )
    words = replace(WORK, appearances=(Appearance(venue=None, event=None, text="maybe MOSS"),))
    assert bibtex(_cited(journal, venues)).startswith("@article{")
    assert "booktitle = {Proceedings of MOSS 2031}" in bibtex(_cited(edition, venues))
    assert bibtex(_cited(words, venues)).startswith("@misc{")


@pytest.mark.parametrize(
    ("printed", "inverted"),
    [
        ("Ada Muster", "Muster, Ada"),
        ("Mina", "Mina"),
        ("Ada B. de la Probe", "de la Probe, Ada B."),
        ("Ed Example Jr.", "Example, Ed, Jr."),
        ("Example, Ed", "Example, Ed"),
        ("김 가람", "가람, 김"),
    ],
)
def test_names(printed: str, inverted: str) -> None:
    assert PersonName.of(printed).inverted == inverted


def test_every_special_character_of_tex_is_escaped() -> None:
    assert escaped("a_b{c}~^\\$#") == (
        r"a\_b\{c\}\textasciitilde{}\textasciicircum{}\textbackslash{}\$\#"
    )


def test_read_back_by_bibtexparser() -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    (entry,) = bibtexparser.parse_string(bibtex(_cited())).entries
    fields = {field.key: field.value for field in entry.fields}
    assert fields["author"] == "Muster, Ada and van Beispiel, Ludwig and {Fern Team} and others"
    assert fields["eprint"] == "3103.01001"


def test_read_back_by_rispy() -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")
    (entry,) = rispy.loads(ris(_cited()))
    assert entry["title"] == WORK.title
    assert entry["authors"] == ["Muster, Ada", "van Beispiel, Ludwig", "Fern Team"]
    assert entry["doi"] == "10.48550/arxiv.3103.01001"
