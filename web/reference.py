"""The reference pages that follow from the code: settings and commands.

``python -m web.reference`` writes ``docs/settings.md`` and ``docs/commands.md``; with ``--check``
it only says whether they are up to date (exit code 1 when they are not).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click

from web.cli import COMMANDS, paperkin
from web.settings import Settings

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_TABLES = {
    "sparql": "Limits of the SPARQL service.",
    "ranking": "Hyperparameters of the ranking; they take effect with the next `paperkin publish`.",
    "fetching": "What `paperkin fetch`, `paperkin enrich` and the site may ask of the services.",
}
_SETTINGS_INTRO = """# Settings

What an operator may decide. A setting is taken from the first of these places that has it:

1. the command line (`paperkin serve --port 80`),
2. the environment (`PAPERKIN_PORT=80`; a setting of a table carries the table's name:
   `PAPERKIN_SPARQL_TIMEOUT_S=3`),
3. `settings.toml` in the data directory,
4. the default.

A name that does not exist, or a value that cannot be, stops the program at once and says where it
was found. The data directory itself is `--data`, else `PAPERKIN_DATA`, else `paperkin-data` in the
working directory.

```toml
site_base = "https://papers.example/"
port = 8080

[sparql]
timeout_s = 5
```
"""
_COMMANDS_INTRO = """# Commands

Data go to standard output and talk to standard error; `--json` is there on every command that
reports. Exit codes: 0 done, 1 failed, 2 wrong usage or setting, 3 done with rejections, 4 busy.
"""


def settings_page() -> str:
    """The page of settings, in Markdown."""
    parts = [_SETTINGS_INTRO, "## General\n\nAt the top of `settings.toml`.\n", _table(Settings())]
    for table, about in _TABLES.items():
        parts.append(f"## `[{table}]`\n\n{about}\n")
        parts.append(_table(getattr(Settings(), table)))
    return "\n".join(parts)


def commands_page() -> str:
    """The page of commands, in Markdown: the help of each."""
    context = paperkin.make_context("paperkin", [], resilient_parsing=True)
    return "\n".join([_COMMANDS_INTRO, *_helps(context)])


def pages() -> dict[Path, str]:
    """Every generated page by its file."""
    return {_DOCS / "settings.md": settings_page(), _DOCS / "commands.md": commands_page()}


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; gives the exit code."""
    stale = [
        path
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" in arguments:
            sys.stderr.write(f"{path.name} is out of date: run python -m web.reference\n")
        else:
            path.write_text(pages()[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


def _table(target: Any) -> str:
    rows = ["| name | default | unit | meaning |", "|---|---|---|---|"]
    rows += [_row(target, one) for one in fields(target) if one.name not in _TABLES]
    return "\n".join([*rows, ""])


def _row(target: Any, one: Field[Any]) -> str:
    default = getattr(target, one.name)
    shown = "(empty)" if default == "" else f"`{default}`"
    meaning = one.metadata.get("help") or one.metadata.get("meaning") or ""
    return f"| `{one.name}` | {shown} | {one.metadata.get('unit', '')} | {meaning} |"


def _helps(context: click.Context) -> Iterator[str]:
    for name in COMMANDS:
        command = paperkin.get_command(context, name)
        assert command is not None, "every entry of the table is a command"
        inner = click.Context(command, info_name=name, parent=context, terminal_width=98)
        yield f"## `paperkin {name}`\n\n```text\n{command.get_help(inner)}\n```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
