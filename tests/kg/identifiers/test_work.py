"""WorkId: text, path and choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId, canonical

ARXIV_NEW = st.builds(
    "{:02d}{:02d}.{:05d}".format, st.integers(15, 99), st.integers(1, 12), st.integers(0, 99_999)
)
ARXIV_OLD = st.builds(
    "{}/{:02d}{:02d}{:03d}".format,
    st.sampled_from(["cs", "hep-th", "math", "cond-mat"]),
    st.integers(91, 99),
    st.integers(1, 12),
    st.integers(0, 999),
)
ODD_TEXT = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc", "Zs", "Cn"]),
    min_size=1,
    max_size=30,
)
ANY_ID = st.one_of(
    st.one_of(ARXIV_NEW, ARXIV_OLD).map(lambda value: f"arxiv:{value}"),
    ODD_TEXT.map(lambda tail: f"doi:10.1234/{tail}"),
    st.builds(
        "acl:{}{:02d}-{:04d}".format,
        st.sampled_from("PWCJ"),
        st.integers(0, 19),
        st.integers(0, 9999),
    ),
    st.integers(10, 10**11).map(lambda number: f"openalex:W{number}"),
    st.integers(1, 10**11).map(lambda number: f"s2:{number}"),
    ODD_TEXT.map(lambda key: f"local:my-source/{key}"),
)


def parsed(text: str) -> WorkId | None:
    try:
        return WorkId.parse(text)
    except InvalidIdentifier:
        return None


@given(ANY_ID)
def test_parsing_reads_what_str_wrote(text: str) -> None:
    work_id = parsed(text)
    if work_id is not None:
        assert WorkId.parse(str(work_id)) == work_id


@given(ANY_ID)
def test_path_is_reversible_whether_decoded_or_not(text: str) -> None:
    from urllib.parse import unquote

    work_id = parsed(text)
    if work_id is not None:
        assert WorkId.from_path(work_id.path) == work_id
        assert WorkId.from_path(unquote(work_id.path), decoded=True) == work_id


@given(ANY_ID)
def test_path_has_only_characters_that_an_iri_may_hold(text: str) -> None:
    work_id = parsed(text)
    if work_id is not None:
        assert work_id.path.isascii()
        assert not set(work_id.path) & set(' "<>\\^`{}|?#[]')
        assert not {"", ".", ".."} & set(work_id.path.split("/"))


@given(st.text(max_size=80))
def test_parsing_any_text_gives_an_id_or_the_error(text: str) -> None:
    parsed(text)
    parsed("doi:" + text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arxiv:2405.17258v3", "arxiv:2405.17258"),
        ("arXiv:0704.0001", "arxiv:0704.0001"),
        ("arxiv:math.GT/0309136", "arxiv:math/0309136"),
        ("arxiv:HEP-TH/9901001v1", "arxiv:hep-th/9901001"),
        ("doi:10.1000/ABC", "doi:10.1000/abc"),
        ("DOI: 10.48550/arXiv.2405.17258", "arxiv:2405.17258"),
        ("acl:p18-1001", "acl:P18-1001"),
        ("acl:2021.ACL-LONG.1", "acl:2021.acl-long.1"),
        ("openalex:w123456", "openalex:W123456"),
        ("s2:215416146", "s2:215416146"),
        ("local:bibtex/Doe 2020", "local:bibtex/Doe 2020"),
    ],
)
def test_every_scheme_has_one_canonical_spelling(text: str, expected: str) -> None:
    assert str(WorkId.parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2405.17258",
        "arxiv:2413.00001",  # no such month
        "arxiv:1501.0001",  # five digits since 2015
        "arxiv:1412.00001",  # four digits until 2014
        "arxiv:0612.0001",  # the form began in April 2007
        "arxiv:nonsense/9901001",
        "doi:11.1000/1",
        "doi:10.1000/with space",
        "doi:10.1000/\x07",
        "acl:18-1001",
        "openalex:A123",
        "s2:0",
        "local:NoSlash",
        "local:src/\x00",
        "isbn:123",
        "",
    ],
)
def test_what_is_no_id_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        WorkId.parse(text)
    assert caught.value.text == text


def test_an_id_cannot_be_made_of_another_spelling() -> None:
    for scheme, value in [("arxiv", "2405.17258v2"), ("doi", "10.1/A"), ("isbn", "1")]:
        with pytest.raises(InvalidIdentifier):
            WorkId(scheme, value)
    with pytest.raises(InvalidIdentifier):
        WorkId("doi", "10.48550/arxiv.2405.17258")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("10.1000/a//b", "doi/10.1000/a/~/b"),
        ("10.1000/../b", "doi/10.1000/~../b"),
        ("10.1000/~x", "doi/10.1000/~~x"),
        ("10.1000/50%25?#", "doi/10.1000/50%2525%3F%23"),
        ("10.1000/한", "doi/10.1000/%ED%95%9C"),
    ],
)
def test_paths_of_awkward_dois(value: str, path: str) -> None:
    assert WorkId("doi", value).path == path


def test_canonical_prefers_arxiv_then_doi_then_acl() -> None:
    ids = [
        WorkId.parse(text)
        for text in ("local:x/1", "s2:5", "acl:P18-1001", "doi:10.1000/b", "doi:10.1000/a")
    ]
    assert str(canonical(ids)) == "doi:10.1000/a"
    assert str(canonical([*ids, WorkId("arxiv", "2405.17258")])) == "arxiv:2405.17258"
    assert str(canonical(ids[:3])) == "acl:P18-1001"
    assert str(canonical(ids[:1])) == "local:x/1"
    with pytest.raises(ValueError, match="empty"):
        canonical([])
