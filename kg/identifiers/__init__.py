"""Identifiers of works and people: the one parser, the one writer.

Every odd case of an identifier's spelling is known here and nowhere else:

- :mod:`kg.identifiers.schemes` says what a canonical value of each scheme looks like;
- :mod:`kg.identifiers.work` holds :class:`WorkId`, its text and its path;
- :mod:`kg.identifiers.finding` recognises ids in the spellings that people use;
- :mod:`kg.identifiers.addresses` writes the URLs of a work and the ids that follow from an id;
- :mod:`kg.identifiers.registers` checks ORCID iDs and ISSNs.
"""

from __future__ import annotations

from kg.identifiers.addresses import (
    arxiv_month,
    dblp_url,
    derived_doi,
    huggingface_url,
    implied_ids,
    landing_url,
    pdf_url,
)
from kg.identifiers.finding import arxiv_version, find_work_id, find_work_ids
from kg.identifiers.registers import find_orcid, parse_issn, parse_orcid
from kg.identifiers.work import WorkId, canonical

__all__ = [
    "WorkId",
    "arxiv_month",
    "arxiv_version",
    "canonical",
    "dblp_url",
    "derived_doi",
    "find_orcid",
    "find_work_id",
    "find_work_ids",
    "huggingface_url",
    "implied_ids",
    "landing_url",
    "parse_issn",
    "parse_orcid",
    "pdf_url",
]
