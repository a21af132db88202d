"""RIS, the tagged form that most reference managers import.

References:
    RIS format specification, Research Information Systems (2012).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from web.citations.citation import Citation

_TYPES: Final = {"preprint": "UNPB", "conference": "CONF", "journal": "JOUR"}
_LINE_END: Final = "\r\n"


def ris(citation: Citation) -> str:
    """Write one record, ended by its ``ER`` line."""
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in _tags(citation) if value]
    return _LINE_END.join([*lines, "ER  - "]) + _LINE_END


def _tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[citation.kind]
    yield "ID", citation.key
    yield "TI", citation.title
    for name in citation.authors:
        yield "AU", name.inverted
    yield "PY", str(citation.year or "")
    yield "DA", citation.issued_on.strftime("%Y/%m/%d") if citation.issued_on else ""
    yield "JO" if citation.kind == "journal" else "T2", citation.container or ""
    yield "DO", citation.doi or ""
    yield "UR", citation.url or ""
    yield "AN", f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    yield "LA", citation.language
    yield "N1", citation.note or ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
