"""``mcp``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from web.client import Paperkin
from web.commands.common import with_data
from web.mcp_server import Tools, in_process, mcp_server
from web.services import open_services
from web.settings import load_settings


@click.command()
@click.option("--site", help="Ask this running site instead of the data directory.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@with_data
def mcp(site: str | None, language: str, data: Path) -> None:
    """Offer the papers to a language model, as a server of the Model Context Protocol.

    It speaks on standard input and output and only reads. Needs the extra: pip install
    'paperkin[mcp]'. In the settings of an assistant the command is 'paperkin mcp --data DIR'.
    """
    try:
        if site is not None:
            mcp_server(Tools(Paperkin(site, language=language))).run()
            return
        from web.app import create_app  # noqa: PLC0415  no page is needed for another's site

        settings = replace(load_settings(data), api_requests_per_minute=0)
        with open_services(data, settings) as services:
            transport = in_process(create_app(services))
            mcp_server(Tools(Paperkin(language=language, transport=transport))).run()
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise click.ClickException("install the extra first: pip install 'paperkin[mcp]'") from None
