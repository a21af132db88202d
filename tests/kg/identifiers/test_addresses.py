"""URLs of a work and what follows from its id."""

from __future__ import annotations

import pytest

from kg.identifiers import (
    WorkId,
    arxiv_month,
    dblp_url,
    derived_doi,
    find_work_id,
    huggingface_url,
    implied_ids,
    landing_url,
    pdf_url,
)

ARXIV = WorkId("arxiv", "2405.17258")
OLD = WorkId("arxiv", "hep-th/9901001")
ACL = WorkId("acl", "2021.acl-long.1")
DOI = WorkId("doi", "10.1002/(sici)1<2>3.0")
LOCAL = WorkId("local", "bibtex/doe2020")
S2 = WorkId("s2", "215416146")


def test_addresses_of_an_arxiv_work() -> None:
    assert landing_url(ARXIV) == "https://arxiv.org/abs/2405.17258"
    assert pdf_url(ARXIV) == "https://arxiv.org/pdf/2405.17258"
    assert huggingface_url(ARXIV) == "https://huggingface.co/papers/2405.17258"
    assert dblp_url(ARXIV) == "https://dblp.org/rec/journals/corr/abs-2405-17258"
    assert derived_doi(ARXIV) == "10.48550/arxiv.2405.17258"


def test_what_does_not_exist_is_none() -> None:
    assert landing_url(LOCAL) is None
    assert [pdf_url(DOI), huggingface_url(OLD), dblp_url(OLD), derived_doi(ACL)] == [None] * 4
    assert arxiv_month(ACL) is None


@pytest.mark.parametrize("work_id", [ARXIV, OLD, ACL, DOI, S2, WorkId("openalex", "W123456")])
def test_a_landing_page_leads_back_to_the_id(work_id: WorkId) -> None:
    assert find_work_id(landing_url(work_id) or "") == work_id


@pytest.mark.parametrize(
    ("value", "month"),
    [
        ("2405.17258", "2024-05"),
        ("hep-th/9901001", "1999-01"),
        ("cs/0112017", "2001-12"),
        ("0704.0001", "2007-04"),
    ],
)
def test_month_of_submission(value: str, month: str) -> None:
    assert arxiv_month(WorkId("arxiv", value)) == month


def test_a_doi_of_the_acl_implies_the_anthology_id() -> None:
    assert implied_ids(WorkId("doi", "10.18653/v1/2021.acl-long.1")) == (ACL,)
    assert implied_ids(WorkId("doi", "10.3115/v1/p14-1001")) == (WorkId("acl", "P14-1001"),)
    assert implied_ids(DOI) == ()
    assert implied_ids(ARXIV) == ()
