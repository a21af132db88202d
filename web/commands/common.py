"""What the commands share: options, and where data and talk go."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from web.settings import data_directory

F = TypeVar("F", bound=Callable[..., Any])


def with_data(command: F) -> F:
    """The option ``--data``: the command gets the data directory as ``data``."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        callback=lambda _context, _option, value: data_directory(value),
        help="Data directory.  [env: PAPERKIN_DATA; default: paperkin-data]",
    )(command)


def with_json(command: F) -> F:
    """The option ``--json``: the command gets ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON.")(command)


def say(text: str) -> None:
    """Talk to the person at the terminal: on stderr, so that data can be piped."""
    click.echo(text, err=True)


def write_json(value: object) -> None:
    """Write a result as JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
