"""A progress line on a terminal: step, how much is done, rate and time left; silent elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Self, TextIO

_REDRAW_S = 0.1


class ProgressLine:
    """Watches steps that report how much is done (see :data:`web.workshop.Progress`).

    Args:
        stream: where to draw, standard error by default; nothing is drawn unless it is a terminal.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shows = self._stream.isatty()
        self._step = ""
        self._begun = self._drawn = 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Report progress of a step; the total may be unknown."""
        if not self._shows:
            return
        now = time.monotonic()
        if step != self._step:
            self._finish_step()
            self._step, self._begun, self._drawn = step, now, 0.0
        if now - self._drawn >= _REDRAW_S or done == total:
            self._drawn = now
            self._draw(describe(step, done, total, now - self._begun))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish_step()

    def _draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + text[:width].ljust(width))
        self._stream.flush()

    def _finish_step(self) -> None:
        if self._step:
            self._stream.write("\n")
            self._step = ""


def describe(step: str, done: int, total: int | None, elapsed_s: float) -> str:
    """One line of progress.

    >>> describe("records", 50, 200, 10.0)
    'records [#######-----------------------]  50/200  5/s  0:30 left'
    >>> describe("records", 50, None, 10.0)
    'records  50  5/s'
    """
    rate = done / elapsed_s if elapsed_s > 0 else 0.0
    speed = f"  {rate:,.0f}/s" if rate else ""
    if not total:
        return f"{step}  {done:,}{speed}"
    filled = 30 * done // total
    left = f"  {_clock((total - done) / rate)} left" if rate and done < total else ""
    return f"{step} [{'#' * filled}{'-' * (30 - filled)}]  {done:,}/{total:,}{speed}{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
