"""The command line in a forked child: what a person would see of it."""

from __future__ import annotations

import contextlib
import io
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass

from tests.torture.forking import forked
from tests.torture.stage import Ground


@dataclass(frozen=True, slots=True)
class Seen:
    """A command's exit code and words; a traceback among them is a fault of ours."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Everything it said."""
        return self.out + self.err


Change = Callable[[], object]
"""Something done in the child before the command, such as taking away a right."""


def command(ground: Ground, *arguments: str, change: Change | None = None) -> Seen:
    """Run ``paperkin`` over the trial's data directory; it must end within two minutes."""
    outcome = forked(lambda _acknowledge: _run(ground, arguments, change))
    assert not outcome.error, outcome.error
    return Seen(*outcome.value)


def limited_files(size_bytes: int) -> Change:
    """A disk that is full when any file has grown to a size."""

    def change() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))

    return change


def as_nobody() -> None:
    """Give away the rights of the superuser, who may write everywhere."""
    os.setgid(65534)
    os.setuid(65534)


def _run(ground: Ground, arguments: tuple[str, ...], change: Change | None) -> list[object]:
    import logging

    from web.cli import main

    os.environ["PAPERKIN_SITE_BASE"] = "https://papers.example.org/"
    os.environ["PAPERKIN_DATA"] = str(ground.data)
    ground.make_small()
    out, err = io.StringIO(), io.StringIO()
    logging.lastResort = logging.StreamHandler(err)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        if change is not None:
            change()
        try:
            main(list(arguments))
        except SystemExit as end:
            code = end.code
    return [code, out.getvalue(), err.getvalue()]
