"""``follow``."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

import click

from kg.feed import FeedUnreachable, FollowReport, HttpFeed, Mirror, open_mirror
from kg.feed.errors import FeedNotReady
from kg.stores.address import endpoint_of, is_endpoint
from web.commands.common import say, with_json, write_json
from web.commands.progress import ProgressLine


@click.command()
@click.argument("url")
@click.argument("store")
@click.option("--once", is_flag=True, help="End when the newest change is reached.")
@click.option(
    "--interval",
    type=click.FloatRange(min=1),
    default=60.0,
    show_default=True,
    help="Seconds between two looks at the feed.",
)
@with_json
def follow(url: str, store: str, once: bool, interval: float, as_json: bool) -> None:
    """Mirror the open dataset of the Paperkin site at URL in STORE, and keep following it.

    STORE is a folder (an Oxigraph store, made when absent), or a SPARQL 1.1 endpoint as
    sparql+http://user:password@host:port/query?update=update.

    Every change is applied exactly once, whatever interrupts it. Where the feed does not lead on,
    everything is taken anew from a snapshot, and the reason is said.
    """
    target = endpoint_of(store) if is_endpoint(store) else Path(store)
    mirror = open_mirror(HttpFeed(url), target)
    try:
        with ProgressLine() as progress:
            while True:
                report = _followed(mirror, progress, once=once)
                if once:
                    break
                time.sleep(interval)
    finally:
        mirror.close()
    write_json(asdict(report)) if as_json else _tell(report)


def _followed(mirror: Mirror, progress: ProgressLine, *, once: bool) -> FollowReport:
    """Follow to the end; who follows for ever outlasts a server that is away."""
    try:
        told = len(mirror.report.reasons)
        report = mirror.follow(lambda done, total: progress("changes", done, total))
        for reason in report.reasons[told:]:
            say(f"taken anew from a snapshot: {reason}")
    except (FeedNotReady, FeedUnreachable) as error:
        if once:
            raise
        say(f"will look again: {error}")
    return mirror.report


def _tell(report: FollowReport) -> None:
    say(
        f"change {report.number}: {report.patches} patches, "
        f"{report.snapshots} times from a snapshot"
    )
