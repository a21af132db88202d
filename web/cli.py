"""The command ``paperkin``: which commands there are, and how errors become exit codes.

A command's module is imported when the command runs, so that asking for help is quick.

Exit codes: 0 done, 1 failed, 2 wrong usage or setting, 3 done with rejections, 4 busy.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass

import click

from web.remedies import remedy

FAILED, WRONG_USAGE, REJECTIONS, BUSY = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class _Entry:
    module: str
    help: str


COMMANDS = {
    "demo": _Entry("serving", "Make the example corpus and serve it."),
    "ingest": _Entry("ingesting", "Read files of a source into the catalogue and publish."),
    "fetch": _Entry("fetching", "Download from a service, ingest and publish."),
    "enrich": _Entry("fetching", "Ask the services what they know of the works that are held."),
    "works": _Entry("identity", "Review and decide which records are of one work."),
    "concepts": _Entry("concepts", "Look at the concept scheme, and grow it by reviewed tables."),
    "agents": _Entry("identity", "Review and decide which names are of one person."),
    "publish": _Entry("ingesting", "Publish what the catalogue holds."),
    "rebuild": _Entry("ingesting", "Make graph and index anew from the catalogue."),
    "runs": _Entry("ingesting", "List what was read, when, and what was rejected."),
    "status": _Entry("asking", "Say how much is held and for how many works each edge is known."),
    "related": _Entry("recommending", "List the works related to some, and why."),
    "new": _Entry("recommending", "List what is new for the person with a library."),
    "evaluate": _Entry("recommending", "Measure the ranking on the catalogue's own citations."),
    "search": _Entry("asking", "Find works by words."),
    "query": _Entry("asking", "Answer a SPARQL query."),
    "link": _Entry("linking", "Link works and people to other graphs, by id."),
    "candidates": _Entry("linking", "Review links that only a title speaks for."),
    "export": _Entry("exporting", "Write the dataset to files, with a manifest."),
    "follow": _Entry("following", "Mirror another site's dataset, change by change."),
    "serve": _Entry("serving", "Serve the pages, the API and the endpoint."),
    "mcp": _Entry("machines", "Offer the papers to a language model (MCP)."),
    "endpoint": _Entry("serving", "Serve any RDF files as a SPARQL endpoint."),
    "check": _Entry("caring", "Check the published dataset against the shapes."),
    "doctor": _Entry("caring", "Look for faults in the data directory and say what to do."),
    "backup": _Entry("caring", "Copy the data directory to a file while it is in use."),
    "restore": _Entry("caring", "Make a data directory from a backup."),
    "forget": _Entry("caring", "Remove a work or a person's name for good."),
}


class _LazyGroup(click.Group):
    """Knows its commands by name, and imports one when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module = importlib.import_module(f"web.commands.{entry.module}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paperkin", prog_name="paperkin")
def paperkin() -> None:
    """A scholarly knowledge graph and an explained recommender of related papers."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error we raise on purpose becomes one line and an exit code."""
    try:
        sys.exit(paperkin.main(arguments, standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone: nothing is wrong with what we did.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        click.echo(f"paperkin: {error}", err=True)
        if todo := remedy(error):
            click.echo(f"       -> {todo}", err=True)
        sys.exit(code)


def exit_code(error: Exception) -> int | None:
    """The exit code of an error, or None when it is a fault of ours that must be seen whole."""
    # Imported late: they bring the engine with them.
    from kg.catalogue.errors import CatalogueBusy  # noqa: PLC0415
    from kg.errors import KgError  # noqa: PLC0415
    from kg.fetching.errors import CannotFetch, ServiceBusy  # noqa: PLC0415
    from kg.stores.errors import StoreBusy  # noqa: PLC0415
    from recommender.errors import RecommenderError  # noqa: PLC0415
    from web.errors import WebError  # noqa: PLC0415
    from web.settings import WrongSetting  # noqa: PLC0415

    if isinstance(error, CatalogueBusy | StoreBusy | ServiceBusy):
        return BUSY
    if isinstance(error, WrongSetting | CannotFetch):
        return WRONG_USAGE
    if isinstance(error, KgError | RecommenderError | WebError | OSError):
        return FAILED
    return None


if __name__ == "__main__":
    main()
