"""Several citations in one file, in each of the forms."""

from __future__ import annotations

import json
from collections.abc import Sequence

from web.citations.bibtex import bibtex
from web.citations.citation import Citation
from web.citations.csl import csl_json
from web.citations.ris import ris


def written(citations: Sequence[Citation], suffix: str) -> str:
    """Write citations in the form with a suffix: ``.bib``, ``.ris`` or ``.csl.json``."""
    if suffix == ".csl.json":
        return json.dumps(csl_json(citations), ensure_ascii=False, indent=2) + "\n"
    write = bibtex if suffix == ".bib" else ris
    return "\n".join(write(citation) for citation in citations)
