"""Ids in the spellings that people and programs use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import arxiv_version, find_work_id, find_work_ids

SPELLINGS = [
    ("2405.17258", "arxiv:2405.17258", None),
    (" 2405.17258v2\n", "arxiv:2405.17258", 2),
    ("2405.17258v2.pdf", "arxiv:2405.17258", 2),
    ("arXiv:2405.17258v2 [cs.CL]", "arxiv:2405.17258", 2),
    ("[2405.17258] A Title of a Page", "arxiv:2405.17258", None),
    ("arXiv preprint arXiv:2405.17258, 2024", "arxiv:2405.17258", None),
    ("CoRR, abs/2405.17258", "arxiv:2405.17258", None),
    ("https://arxiv.org/abs/2405.17258v11", "arxiv:2405.17258", 11),
    ("http://export.arxiv.org/abs/2405.17258v1", "arxiv:2405.17258", 1),
    ("https://www.arxiv.org/pdf/2405.17258v2.pdf", "arxiv:2405.17258", 2),
    ("https://arxiv.org/html/2405.17258v1#S3", "arxiv:2405.17258", 1),
    ("https://ar5iv.labs.arxiv.org/html/2405.17258", "arxiv:2405.17258", None),
    ("https://ar5iv.org/abs/cs/0112017", "arxiv:cs/0112017", None),
    ("https://huggingface.co/papers/2405.17258", "arxiv:2405.17258", None),
    ("https://www.alphaxiv.org/overview/2405.17258v3", "arxiv:2405.17258", 3),
    ("https://scholar.google.com/scholar?q=arXiv%3A2405.17258", "arxiv:2405.17258", None),
    ("https://scholar.google.com/scholar_lookup?arxiv_id=2405.17258", "arxiv:2405.17258", None),
    ("https://www.semanticscholar.org/arxiv/2405.17258", "arxiv:2405.17258", None),
    ("https://dblp.org/rec/journals/corr/abs-2405-17258", "arxiv:2405.17258", None),
    ("논문(arXiv:2405.17258)에서", "arxiv:2405.17258", None),
    ("cs/0112017", "arxiv:cs/0112017", None),
    ("hep-th/9901001v1", "arxiv:hep-th/9901001", 1),
    ("https://arxiv.org/abs/math.GT/0309136", "arxiv:math/0309136", None),
    ("oai:arXiv.org:cs/0112017", "arxiv:cs/0112017", None),
    ("10.48550/arXiv.2405.17258", "arxiv:2405.17258", None),
    ("https://doi.org/10.48550/arXiv.2405.17258v2.", "arxiv:2405.17258", 2),
    ("DOI: 10.1145/3292500.3330701.", "doi:10.1145/3292500.3330701", None),
    ("info:doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701", None),
    ("https://doi.org/10.1145%2F3292500.3330701", "doi:10.1145/3292500.3330701", None),
    ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?x=1", "doi:10.1145/3292500.3330701", None),
    ("https://onlinelibrary.wiley.com/doi/10.1002/abc.123/full", "doi:10.1002/abc.123", None),
    ("doi:10.1145/a)b[c", "doi:10.1145/a)b[c", None),
    ("10.1145/a)b", "doi:10.1145/a)b", None),
    ("doi:10.48550/arXiv.2405.17258", "arxiv:2405.17258", None),
    ("doi:10.1145/ab)", "doi:10.1145/ab", None),
    ("(10.1145/a)b", "doi:10.1145/a", None),
    ("10.1145/a)b에서", "doi:10.1145/a", None),
    ("10.1145/3292500.3330701에서", "doi:10.1145/3292500.3330701", None),
    ('<a href="https://doi.org/10.1145/123.456">x</a>', "doi:10.1145/123.456", None),
    ("10.1145/123.456</a>", "doi:10.1145/123.456", None),
    ("doi = {10.18653/v1/P18-1001},", "doi:10.18653/v1/p18-1001", None),
    (
        "https://dx.doi.org/10.1002/(SICI)1097-4571(1999)50:11%3C1015::AID-ASI1%3E3.0.CO;2-8",
        "doi:10.1002/(sici)1097-4571(1999)50:11<1015::aid-asi1>3.0.co;2-8",
        None,
    ),
    (
        "(doi:10.1002/(SICI)1097-4571(1999)50:11<1015::AID-ASI1>3.0.CO;2-8)",
        "doi:10.1002/(sici)1097-4571(1999)50:11<1015::aid-asi1>3.0.co;2-8",
        None,
    ),
    ("P18-1001", "acl:P18-1001", None),
    ("2021.acl-long.1", "acl:2021.acl-long.1", None),
    ("https://aclanthology.org/2021.acl-long.1.pdf", "acl:2021.acl-long.1", None),
    ("https://aclanthology.org/P18-1001v2.pdf", "acl:P18-1001", None),
    ("https://www.aclweb.org/anthology/papers/P/P18/P18-1001/", "acl:P18-1001", None),
    ("W2741809807", "openalex:W2741809807", None),
    ("https://api.openalex.org/works/W2741809807", "openalex:W2741809807", None),
    (
        "https://www.semanticscholar.org/paper/A-Title/649def34f8be52c8b66281af98ae884c09aef38b",
        "s2:649def34f8be52c8b66281af98ae884c09aef38b",
        None,
    ),
    ("CorpusID:215416146", "s2:215416146", None),
    ("local:bibtex/Doe 2020", "local:bibtex/Doe 2020", None),
]


@pytest.mark.parametrize(("text", "expected", "version"), SPELLINGS)
def test_usual_spellings_are_recognised(text: str, expected: str, version: int | None) -> None:
    assert str(find_work_id(text)) == expected
    assert arxiv_version(text) == version


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pi is 3.14159",
        "abs/2013-00001 has a thirteenth month",
        "it cost 2405.17258 euro",
        "arxiv.org/abs/2413.00001",
        "https://example.org/papers/1",
        "telephone 10.1234",
        "version 2405.17258.3",
        "part P18-1001 of the machine",
        "local:NoSlash",
    ],
)
def test_other_texts_have_no_id(text: str) -> None:
    assert find_work_id(text) is None
    assert arxiv_version(text) is None


def test_all_ids_of_a_text_come_once_each_in_their_order() -> None:
    text = (
        "See doi:10.1000/b, arXiv:2405.17258v1 and https://arxiv.org/abs/2405.17258v2 [10.1000/a]."
    )
    assert [str(each) for each in find_work_ids(text)] == [
        "doi:10.1000/b",
        "arxiv:2405.17258",
        "doi:10.1000/a",
    ]


PIECES = [
    "arxiv",
    "10.1000/",
    "abs/",
    "/",
    ":",
    "(",
    "<",
    "2405.17258",
    "v1",
    " ",
    "%2F",
    "cs/0112017",
]


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
)
def test_any_text_is_safe(text: str) -> None:
    for work_id in find_work_ids(text):
        assert find_work_id(str(work_id)) == work_id


@pytest.mark.parametrize(
    "piece", [*PIECES, "semanticscholar.org/", "aclanthology.", "1.", "corpusid:"]
)
def test_long_hostile_texts_end(piece: str) -> None:
    assert len(find_work_ids(piece * 5_000)) <= 5_000
