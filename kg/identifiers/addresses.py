"""The URLs of a work, and the ids that follow from an id."""

from __future__ import annotations

import re
from urllib.parse import quote

from kg.identifiers.schemes import acl_value
from kg.identifiers.work import WorkId

_ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(.+)")

_LANDING = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "acl": "https://aclanthology.org/{}/",
    "openalex": "https://openalex.org/{}",
}


def landing_url(work_id: WorkId) -> str | None:
    """Give the page at which the register of the id shows the work, or None for a local id.

    >>> landing_url(WorkId("arxiv", "2405.17258"))
    'https://arxiv.org/abs/2405.17258'
    """
    if work_id.scheme == "s2":
        return _semantic_scholar_url(work_id.value)
    template = _LANDING.get(work_id.scheme)
    return None if template is None else template.format(quote(work_id.value, safe="/:;()@!$*,=+"))


def pdf_url(work_id: WorkId) -> str | None:
    """Give the PDF where the id tells it (arXiv and ACL), else None."""
    if work_id.scheme == "arxiv":
        return f"https://arxiv.org/pdf/{work_id.value}"
    if work_id.scheme == "acl":
        return f"https://aclanthology.org/{work_id.value}.pdf"
    return None


def huggingface_url(work_id: WorkId) -> str | None:
    """Give the paper's page at Hugging Face, which exists for arXiv works, else None."""
    return f"https://huggingface.co/papers/{work_id.value}" if _is_new_arxiv(work_id) else None


def dblp_url(work_id: WorkId) -> str | None:
    """Give the record that dblp has for a work with a new arXiv id if it lists it at all, or None.

    >>> dblp_url(WorkId("arxiv", "2405.17258"))
    'https://dblp.org/rec/journals/corr/abs-2405-17258'
    """
    if not _is_new_arxiv(work_id):
        return None
    return "https://dblp.org/rec/journals/corr/abs-" + work_id.value.replace(".", "-")


def derived_doi(work_id: WorkId) -> str | None:
    """Give the DOI that arXiv registers for each of its works, in small letters, else None.

    >>> derived_doi(WorkId("arxiv", "2405.17258"))
    '10.48550/arxiv.2405.17258'
    """
    return f"10.48550/arxiv.{work_id.value}" if work_id.scheme == "arxiv" else None


def arxiv_month(work_id: WorkId) -> str | None:
    """Give the month of first submission that an arXiv id carries (``2024-05``), else None.

    >>> arxiv_month(WorkId("arxiv", "hep-th/9901001"))
    '1999-01'
    """
    if work_id.scheme != "arxiv":
        return None
    digits = work_id.value.rpartition("/")[2]
    is_last_century = "/" in work_id.value and digits[0] == "9"
    return f"{'19' if is_last_century else '20'}{digits[:2]}-{digits[2:4]}"


def implied_ids(work_id: WorkId) -> tuple[WorkId, ...]:
    """Give the ids of other schemes that follow from an id by the rules of a register.

    The DOIs that the ACL registers carry the Anthology id.

    >>> implied_ids(WorkId("doi", "10.18653/v1/p18-1001"))
    (WorkId(scheme='acl', value='P18-1001'),)
    """
    match = _ACL_DOI.fullmatch(work_id.value) if work_id.scheme == "doi" else None
    value = None if match is None else acl_value(match.group(1))
    return () if value is None else (WorkId("acl", value),)


def _is_new_arxiv(work_id: WorkId) -> bool:
    return work_id.scheme == "arxiv" and "/" not in work_id.value


def _semantic_scholar_url(value: str) -> str:
    prefix = "CorpusID:" if value.isdigit() and len(value) < 40 else ""
    return f"https://api.semanticscholar.org/{prefix}{value}"
