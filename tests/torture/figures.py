"""Figures that the suites tell: printed, and written to the report of the torture."""

from __future__ import annotations

from tests.torture.report import Line, tell


def add(part: str, of: str, value: object) -> None:
    """Tell a figure.

    Args:
        part: of the torture; numbers of one part are summed in its table.
        of: which operation or scene it belongs to.
        value: a number, or words.
    """
    said = value if isinstance(value, int) else str(value)
    print(f"{part}: {of}: {said}")
    tell(Line(part=part, figure=of, value=said))
