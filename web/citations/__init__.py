"""A work as reference managers read it: BibTeX, RIS and CSL-JSON.

Only a known byline is ever given as the authors. Where a source lists names in an order of its
own, the names stand in a note that says so, for a wrong first author is worse than none.
"""

from __future__ import annotations

from web.citations.bibtex import bibtex
from web.citations.citation import Citation, PersonName, citation_of
from web.citations.csl import csl_json
from web.citations.many import written
from web.citations.ris import ris

__all__ = ["Citation", "PersonName", "bibtex", "citation_of", "csl_json", "ris", "written"]
