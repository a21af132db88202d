"""Every setting: name with unit, default, one line of help.

General settings are fields of :class:`Settings`; those of the SPARQL service, of the ranking and of
fetching stand in the tables ``sparql``, ``ranking`` and ``fetching`` and are defined where they act
(:class:`kg.sparql.limits.Limits`, :class:`recommender.Parameters`,
:class:`kg.fetching.limits.FetchLimits`).

The order of precedence is: command line, environment, ``settings.toml`` in the data directory,
default. ``query_rows`` of the table ``sparql`` is ``PAPERKIN_SPARQL_QUERY_ROWS`` in the
environment. Nothing else in the code reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kg.fetching.limits import FetchLimits
from kg.sparql.limits import Limits
from recommender.parameters import Parameters
from web.proxies import FORWARDED_HEADERS, trusted_networks

DATA_VARIABLE = "PAPERKIN_DATA"
DEFAULT_DATA = Path("paperkin-data")
_PREFIX = "PAPERKIN_"


class WrongSetting(ValueError):
    """A setting that does not exist or cannot have the value given; nothing starts with it.

    Args:
        where: the file, variable or option that said it.
        reason: what is wrong.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"help": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may decide; ``docs/settings.md`` has the same table."""

    site_name: str = _setting("Paperkin", "Name of the site, shown on every page.")
    site_base: str = _setting(
        "http://127.0.0.1:8000/", "Address under which readers reach the site; ends in a slash."
    )
    entity_base: str = _setting(
        "https://w3id.org/paperkin/",
        "Base of the IRIs of works, agents, venues and concepts; the same everywhere by default.",
    )
    contact: str = _setting("", "Mail address or page of the operator, shown on the about page.")
    catalogue: str = _setting(
        "", "SQLAlchemy URL of the catalogue; empty means catalogue.sqlite in the data directory."
    )
    graph: str = _setting(
        "",
        "Address of a SPARQL 1.1 store for the graph, sparql+http://[user:password@]host/path; "
        "empty means a folder of the data directory.",
    )
    graph_update: str = _setting(
        "", "Address of that store for updates; empty means it follows (query → update)."
    )
    show_pictures: bool = _setting(
        False,
        "Show the pictures of listings; the site fetches them, browsers ask no other host.",
    )
    picture_bytes: int = _setting(4_000_000, "Largest picture that is shown, in bytes.")
    pictures_kept_bytes: int = _setting(
        100_000_000, "Memory for pictures that were fetched, in bytes."
    )
    api_requests_per_minute: int = _setting(
        300, "Requests to the API that one client may make in a minute; 0 sets no limit."
    )
    access_log: bool = _setting(
        False, "Write a line of JSON to stderr for every request, without its client or query."
    )
    metrics: bool = _setting(
        False, "Serve figures for Prometheus at /metrics (needs the extra of that name)."
    )
    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.")
    threads: int = _setting(
        0, "Threads of the web server; 0 means twelve more than queries can hold up."
    )
    update_token: str = _setting(
        "", "Token that lets its holder write graphs of users; empty means that nobody may."
    )
    trusted_proxies: str = _setting(
        "",
        "Addresses and networks of proxies whose word on the client's address is taken, with "
        "commas between; unix for sockets of this machine.",
    )
    forwarded_header: str = _setting(
        "X-Forwarded-For", "The header in which they give it: X-Forwarded-For or Forwarded."
    )
    processes: int = _setting(
        0, "Processes that read texts at once when many are new; 0 means one for each processor."
    )
    join_works: bool = _setting(
        True,
        "Join works that share no id when title, year and authors agree (`paperkin works`).",
    )
    materialised_works: int = _setting(
        1_000, "Up to this many works the related works are part of the graph."
    )
    versions_kept: int = _setting(3, "Published versions kept, the current one among them.")
    feed_changes_kept: int = _setting(
        100_000,
        "Changes kept in the feed at /changes; who is further behind begins with a snapshot. "
        "0 writes no feed.",
    )
    disk_budget_bytes: int = _setting(
        0,
        "Room that the data directory may take, in bytes; 0 sets no limit. docs/operations.md "
        "says what gives way.",
    )
    sparql: Limits = field(default_factory=Limits)
    ranking: Parameters = field(default_factory=Parameters)
    fetching: FetchLimits = field(default_factory=FetchLimits)


_THREADS_FOR_PAGES = 12


def server_threads(settings: Settings) -> int:
    """Threads of the web server: however many queries wait, some are left for pages."""
    return settings.threads or settings.sparql.most_waiting + _THREADS_FOR_PAGES


_TABLES = ("sparql", "ranking", "fetching")


def data_directory(given: Path | None, environment: Mapping[str, str] | None = None) -> Path:
    """The data directory: as given, else from the environment, else in the working directory."""
    variables = os.environ if environment is None else environment
    return given or Path(variables.get(DATA_VARIABLE, DEFAULT_DATA))


def load_settings(
    data: Path, environment: Mapping[str, str] | None = None, **given: object
) -> Settings:
    """The settings in force for a data directory.

    Args:
        data: the data directory, whose ``settings.toml`` is read when it is there.
        environment: variables; the process's own by default.
        given: settings from the command line; None means not given.

    Raises:
        WrongSetting: a name that does not exist, or a value that cannot be.
    """
    variables = os.environ if environment is None else environment
    settings = _applied(Settings(), _from_file(data / "settings.toml"))
    settings = _applied(settings, _from_environment(variables))
    chosen = {name: value for name, value in given.items() if value is not None}
    return _checked(_applied(settings, [("command line", "", *item) for item in chosen.items()]))


_Stated = tuple[str, str, str, object]
"""Where it was said, table (or empty), name, value."""


def _applied(settings: Settings, stated: list[_Stated]) -> Settings:
    for where, table, name, value in stated:
        target = getattr(settings, table) if table else settings
        change: dict[str, Any] = {name: _typed(target, name, value, where)}
        try:
            changed = replace(target, **change)
        except ValueError as error:
            raise WrongSetting(where, str(error)) from error
        in_table: dict[str, Any] = {table: changed}
        settings = replace(settings, **in_table) if table else changed
    return settings


def _from_file(path: Path) -> list[_Stated]:
    if not path.is_file():
        return []
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(str(path), f"is not readable as TOML: {error}") from error
    return [(str(path), *one) for one in _flat(said)]


def _flat(said: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    for name, value in said.items():
        if name in _TABLES and isinstance(value, dict):
            yield from ((name, inner, one) for inner, one in value.items())
        else:
            yield "", name, value


def _from_environment(variables: Mapping[str, str]) -> list[_Stated]:
    stated: list[_Stated] = []
    for table in ("", *_TABLES):
        target = getattr(Settings(), table) if table else Settings()
        for one in fields(target):
            parts = [table, one.name] if table else [one.name]
            variable = _PREFIX + "_".join(parts).upper()
            if variable in variables and one.name not in _TABLES:
                stated.append((variable, table, one.name, variables[variable]))
    return stated


def _typed(target: object, name: str, value: object, where: str) -> object:
    names = {one.name for one in fields(target)}  # type: ignore[arg-type]
    if name not in names or name in _TABLES:
        raise WrongSetting(where, f"there is no setting {name!r}")
    wanted = type(getattr(target, name))
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and wanted in {bool, int, float}:
        return _from_text(value, wanted, name, where)
    raise WrongSetting(where, f"{name} must be of type {wanted.__name__}, not {value!r}")


def _from_text(value: str, wanted: type, name: str, where: str) -> object:
    if wanted is bool:
        if value.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise WrongSetting(where, f"{name} must be true or false, not {value!r}")
        return value.lower() in {"1", "true", "yes"}
    try:
        return wanted(value)
    except ValueError as error:
        raise WrongSetting(where, f"{name} must be a number, not {value!r}") from error


def _checked(settings: Settings) -> Settings:
    for name in ("site_base", "entity_base"):
        value = getattr(settings, name)
        if not value.startswith(("http://", "https://")) or not value.endswith("/"):
            raise WrongSetting(name, f"must begin with http(s):// and end in a slash: {value!r}")
    for name in ("threads", "disk_budget_bytes"):
        if getattr(settings, name) < 0:
            raise WrongSetting(name, f"cannot be negative: {getattr(settings, name)}")
    for name in ("port", "versions_kept"):
        if getattr(settings, name) < 1:
            raise WrongSetting(name, f"must be at least 1, not {getattr(settings, name)}")
    try:
        trusted_networks(settings.trusted_proxies)
    except ValueError as error:
        raise WrongSetting("trusted_proxies", str(error)) from error
    if settings.forwarded_header not in FORWARDED_HEADERS:
        words = " or ".join(FORWARDED_HEADERS)
        raise WrongSetting("forwarded_header", f"must be {words}: {settings.forwarded_header!r}")
    return settings
