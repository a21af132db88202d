"""From words to venues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import Venue
from kg.records import VenueStatement
from kg.venues import appearance_of, venue_clauses, venues_named
from kg.venues.alternatives import any_of
from kg.venues.recognition import find_series
from kg.venues.series import known_series, series_by_letter


def statement(text: str, said_in: str = "comment", **facts: object) -> VenueStatement:
    return VenueStatement(text=text, said_in=said_in, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("Accepted to NeurIPS 2024", "neurips", 2024),
        ("NIPS 2016", "neurips", 2016),
        ("Accepted at ICLR'25 (spotlight)", "iclr", 2025),
        ("Accepted by cvpr2025", "cvpr", 2025),
        (
            "in the 2025 IEEE/CVF Conference on Computer Vision and Pattern Recognition",
            "cvpr",
            2025,
        ),
        ("accepted by IJCAI-25", "ijcai", 2025),
        ("CVPRW 2025", "cvprw", 2025),
        ("Accepted to ICCV 2025 Workshop on Lighthouses", "iccvw", 2025),
        ("TideNet@CVPR'25", "cvprw", 2025),
        ("NAACL SRW", "naaclw", None),
        ("Accepted at TideNet at CVPR 2025", "cvprw", 2025),
        ("accepted to Tide4Net 2025 at the ACM CHI 2025", "chiw", 2025),
        ("ACM Transactions on Graphics (SIGGRAPH 2025)", "siggraph", 2025),
        ("Accepted to SIGGRAPH Asia 2024 and ACM TOG", "siggraphasia", 2024),
        ("accepted for publication at AAAI ICWSM 2025", "icwsm", 2025),
        ("ACM-MMSys2025", "mmsys", 2025),
        ("Accepted to Findings of ACL 2025", "findings-acl", 2025),
        ("EMNLP 2024 Findings", "findings-emnlp", 2024),
        ("NAACL-HLT 2019", "naacl", 2019),
        ("ACL-IJCNLP 2021", "acl", 2021),
        ("SemEval-2025 Task 9", "semeval", 2025),
        ("published in IEEE Transactions on Multimedia", "tmm", None),
        ("Accepted to IEEE Robotics and Automation Letters (RA-L)", "ral", None),
        ("accepted by Pattern Recognition", "patternrecognition", None),
        ("Accepted at Interspeech2025", "interspeech", 2025),
        (
            "International Conference on Computer Vision and Pattern Recognition Workshops",
            "cvprw",
            None,
        ),
        # Words that are no certain venue:
        ("International Conference on Machine Learning and Lighthouses 2025", None, None),
        ("2025 6th International Conference on Computer Vision, Tides and Winds", None, None),
        ("Workshop on Pattern Recognition in Lighthouses", None, None),
        ("accepted by CVPR 2025 TIDE", None, None),
        ("CVPR 2024 and ICCV 2025", None, None),
        ("Published to AAAI-25 Bridge Program", None, None),
        ("Accepted by AIED 2025: Late-Breaking Results (LBR) Track", None, None),
        ("To appear in Extended Abstracts of CHI 2025", None, None),
        ("the chi of things in 2025", None, None),
        ("Gaming, Entertainment and Media conference", None, None),
        ("Best of Tides 2025", None, None),
    ],
)
def test_what_words_name(text: str, venue: str | None, year: int | None) -> None:
    appearance = appearance_of(statement(text))
    assert (appearance.venue, appearance.year) == (venue, year)
    assert appearance.text == text


@pytest.mark.parametrize(
    ("comment", "clauses"),
    [
        (
            "10 pages. Accepted to NeurIPS 2024. Code: https://x.org/CVPR2023",
            ("Accepted to NeurIPS 2024",),
        ),
        ("Accepted by ICME 2025; 12 pages", ("Accepted by ICME 2025",)),
        ("CVPR 2025. Project page: https://x.org", ("CVPR 2025",)),
        ("18 pages, CVPR 2025", ("CVPR 2025",)),
        ("ICML 2025 (Spotlight), 20 pages", ("ICML 2025 (Spotlight)",)),
        ("Second Workshop on Tides, ECIR 2025", ("Second Workshop on Tides, ECIR 2025",)),
        ("IEEE IJCNN 2025 has accepted the paper", ("IEEE IJCNN 2025 has accepted the paper",)),
        ("Accepcted at ACL 2025", ("Accepcted at ACL 2025",)),
        (
            "Accepted at the 5th Congress of Lighthouses",
            ("Accepted at the 5th Congress of Lighthouses",),
        ),
        (
            "9 pages, Conference on Fairness, Accountability, and Transparency 2025",
            ("Conference on Fairness, Accountability, and Transparency 2025",),
        ),
        ("submitted and accepted by IUI 2025", ("accepted by IUI 2025",)),
        (
            "Accepted to Tidal Sciences. arXiv admin note: text overlap with arXiv:3102.00001",
            ("Accepted to Tidal Sciences",),
        ),
        ("Oral at CVPR 2025", ("Oral at CVPR 2025",)),
        # Nothing that says where it appeared:
        ("15 pages, 8 figures", ()),
        ("Submitted to ICML 2025", ()),
        ("NeurIPS 2025 under review", ()),
        ("This work has been submitted to the IEEE TIM for possible publication", ()),
        ("Extended version of our CVPR 2024 paper", ()),
        ("An earlier version was accepted at ICML 2023 workshop", ()),
        ("Winning solution of the challenge at CVPR 2025", ()),
        ("Camera-ready version", ()),
        ("See https://github.com/x/ICLR2025", ()),
        ("We present results", ()),
        ("", ()),
        ("Tides (T4) Workshop at CVPR 2025", ("Tides (T4) Workshop at CVPR 2025",)),
        ("9 pages, AAAI 2025 Workshop: Tides, Winds", ("AAAI 2025 Workshop: Tides",)),
        ("3D-Tide/LOOM @ CVPR 2025", ("3D-Tide/LOOM @ CVPR 2025",)),
        ("Winner of the tide challenge at the ICRA Workshop 2025", ()),
        ("We train on data of the CVPR 2025 Workshop on Tides", ()),
    ],
)
def test_what_a_comment_says_of_its_venue(comment: str, clauses: tuple[str, ...]) -> None:
    assert venue_clauses(comment) == clauses


@pytest.mark.parametrize(
    ("facts", "venue", "event"),
    [
        (("Proceedings of Something", "booktitle", "acl", 2020), "acl", "acl/2020"),
        (("Proceedings of Something", "booktitle", "P", 2018), "acl", "acl/2018"),
        (("Proceedings of Something", "booktitle", "W", 2018), None, None),
        (
            ("Findings of X", "booktitle", "findings-emnlp", 2020),
            "findings-emnlp",
            "findings-emnlp/2020",
        ),
        (("Nature", "container", "0028-0836", 2020), "nature", None),
        (("Journal of Tides", "container", "0378-5955", 2020), "issn:0378-5955", None),
        (("Lecture Notes in Computer Science", "container", "0302-9743", None), None, None),
        (("Journal of Tides", "container", "S123", None), None, None),
        (
            ("Neural Information Processing Systems", "container", None, 2020),
            "neurips",
            "neurips/2020",
        ),
    ],
)
def test_what_a_source_s_own_id_says(
    facts: tuple[str, str, str | None, int | None], venue: str | None, event: str | None
) -> None:
    text, said_in, venue_id, year = facts
    appearance = appearance_of(
        VenueStatement(text=text, said_in=said_in, venue_id=venue_id, year=year)
    )
    assert (appearance.venue, appearance.event) == (venue, event)


def test_the_venues_of_appearances() -> None:
    texts = [
        "NeurIPS 2024",
        "CVPRW 2025",
        "CVPRW 2024",
        "IEEE Transactions on Multimedia",
        "unknown",
    ]
    appearances = [appearance_of(statement(text)) for text in texts]
    journal = statement("Journal of Tides", "container", venue_id="0378-5955")
    venues = venues_named([*appearances, appearance_of(journal)])
    assert [venue.key for venue in venues] == [
        "cvprw",
        "cvprw/2024",
        "cvprw/2025",
        "issn:0378-5955",
        "neurips",
        "neurips/2024",
        "tmm",
    ]
    assert venues[0] == Venue(key="cvprw", name="CVPR Workshops", acronym="CVPRW", kind="workshop")
    assert venues[1].kind == "event"
    assert (venues[1].series, venues[1].year, venues[1].name) == ("cvprw", 2024, "CVPRW 2024")
    assert venues[3].name == "Journal of Tides"


def test_the_list_of_series_is_sound() -> None:
    series = known_series()
    assert len(series) > 550
    for key, each in series.items():
        assert key == each.key
        assert key.replace("-", "").replace("_", "").isalnum()
        assert each.kind in ("conference", "workshop", "journal")
        assert each.name
        assert not (
            key.endswith("w")
            and series.get(key[:-1], each).kind == "conference"
            and key[:-1] in series
        )
    assert series_by_letter()["P"].key == "acl"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for clause in venue_clauses(text):
        appearance_of(statement(clause))
    for mention in find_series(text):
        assert text[mention.start : mention.end]


@given(st.lists(st.text("ab-", min_size=1, max_size=5), min_size=1, max_size=8))
def test_a_tree_of_words_matches_each_of_them(words: list[str]) -> None:
    import re

    pattern = re.compile(any_of(words, "-", "-"))
    assert all(pattern.fullmatch(word) for word in words)
    assert not pattern.fullmatch("c")
