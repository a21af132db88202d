"""What a check found, in words for the person who must mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, and where.

    Args:
        message: what is wrong, one sentence.
        node: IRI at fault, or None for a file that cannot be read.
        path: property at fault, or None.
        value: value at fault, in N-Triples form, or None.
        graph: name of the graph it stands in, or None.
        file: file at fault, or None.
        line: line in that file, from 1, or None.
        severity: a violation must be mended, a warning should be looked at.
    """

    message: str
    node: str | None = None
    path: str | None = None
    value: str | None = None
    graph: str | None = None
    file: str | None = None
    line: int | None = None
    severity: Severity = "violation"

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        parts = [place, self.node or "", self.path or "", self.value or ""]
        where = " ".join(part for part in parts if part)
        in_graph = f" (graph {self.graph})" if self.graph else ""
        return f"{self.message} {where}{in_graph}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a check found.

    Args:
        findings: in the order of the checks, then by node.
        checked: number of quads looked at.
        is_complete: False when some check found more than the limit and stopped there.
    """

    findings: tuple[Finding, ...]
    checked: int
    is_complete: bool = True

    def __add__(self, other: Report) -> Report:
        """Both as one."""
        return Report(
            findings=self.findings + other.findings,
            checked=self.checked + other.checked,
            is_complete=self.is_complete and other.is_complete,
        )

    @property
    def conforms(self) -> bool:
        """True when there is no violation."""
        return not any(one.severity == "violation" for one in self.findings)
