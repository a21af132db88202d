"""The SPARQL endpoint beside the engine's own server, rdflib's and Virtuoso, over HTTP, in one run.

    python benchmarks/sparql.py [--triples 1000000] [--servers paperkin,oxigraph]

Generates scholarly data, serves it by every server, and prints for every query the median
and the 99th percentile of cold calls (each with values of its own), the throughput of point
queries with 1, 8 and 50 clients, the processor time that one takes (which other load on the
machine moves less), a mix in which overviews repeat, light queries beside four heavy
ones, and the memory. Ratios are against the first of the other servers.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sparql_clients import Crowd, Measured
from sparql_data import HEAVY, POINTS, PROLOGUE, QUERIES, STATISTICS, filled, write_data
from sparql_servers import SERVERS, Running

CLIENTS = (1, 8, 50)
_MIX_REPEATED = 0.3
_TURNS = 3


@dataclass(slots=True)
class Figures:
    """What one server reached."""

    cold: dict[str, Measured] = field(default_factory=dict)
    statistics: dict[str, Measured] = field(default_factory=dict)
    points: dict[int, Measured] = field(default_factory=dict)
    processor_ms: float = 0.0
    mix: Measured | None = None
    beside_heavy: Measured | None = None
    memory_mb: float = 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--servers", default="paperkin,oxigraph")
    parser.add_argument("--calls", type=int, default=30, help="cold calls of each query")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each throughput")
    parser.add_argument("--data", type=Path, help="folder that keeps the data for another run")
    asked = parser.parse_args()
    names = asked.servers.split(",")
    with tempfile.TemporaryDirectory() as place:
        data = (asked.data or Path(place) / "data") / f"{asked.triples}.nt"
        data.parent.mkdir(parents=True, exist_ok=True)
        works = write_data(data, asked.triples)
        with ExitStack() as stack:
            servers = []
            for name in names:
                folder = Path(place) / name
                folder.mkdir()
                servers.append(stack.enter_context(SERVERS[name](data, folder)))
            found = _measured(servers, works, asked.calls, asked.seconds)
    _print(found, works)


def _measured(
    servers: Sequence[Running], works: int, calls: int, seconds: float
) -> dict[str, Figures]:
    """Cold calls in turns, a few here and a few there, so that other load falls on all alike."""
    found = {server.name: Figures() for server in servers}
    chances = {server.name: random.Random(11) for server in servers}
    for server in servers:
        ask(server, _values(POINTS, works, chances[server.name]), 1, answers=50)
    for _ in range(_TURNS):
        for name in QUERIES:
            for server in servers:
                values = _values((name,), works, chances[server.name])
                part = ask(server, values, 1, answers=max(1, calls // _TURNS))
                found[server.name].cold.setdefault(name, Measured()).add(part)
    for server in servers:
        _load(server, found[server.name], works, chances[server.name], seconds)
    return found


def _load(
    server: Running, figures: Figures, works: int, chance: random.Random, seconds: float
) -> None:
    for name, query in STATISTICS.items():
        figures.statistics[name] = ask(server, lambda q=query: PROLOGUE + q, 1, answers=3)
    for count in CLIENTS:
        values = _values(POINTS, works, chance)
        before = server.processor_s()
        figures.points[count] = ask(server, values, count, seconds=seconds)
        used_s = server.processor_s() - before
        figures.processor_ms = 1000 * used_s / max(1, len(figures.points[count].times_s))
    figures.mix = ask(server, _mix(works, chance), 8, seconds=seconds)
    figures.beside_heavy = _beside_heavy(server, works, chance, 2 * seconds)
    figures.memory_mb = server.memory_mb()


def ask(
    server: Running,
    next_query: Callable[[], str],
    clients: int,
    *,
    seconds: float = 1e9,
    answers: int = 1 << 60,
) -> Measured:
    """Let so many clients ask for a while, or until so many answers came."""
    return Crowd(server.url, clients, next_query).run(seconds, answers)


def _values(names: tuple[str, ...], works: int, chance: random.Random) -> Callable[[], str]:
    turns = itertools.cycle(names)
    return lambda: filled(QUERIES[next(turns)], works, chance)


def _mix(works: int, chance: random.Random) -> Callable[[], str]:
    """Mostly small questions; three in ten are overviews that others asked before."""
    small, overviews = _values(tuple(QUERIES), works, chance), list(STATISTICS.values())

    def next_query() -> str:
        if chance.random() < _MIX_REPEATED:
            return PROLOGUE + chance.choice(overviews)
        return small()

    return next_query


def _beside_heavy(server: Running, works: int, chance: random.Random, seconds: float) -> Measured:
    numbers = itertools.count(1)

    def heavy() -> str:
        return PROLOGUE + HEAVY.format(n=next(numbers))

    crowd = Crowd(server.url, 4, heavy)
    thread = threading.Thread(target=crowd.run, args=(seconds,), daemon=True)
    thread.start()
    measured = ask(server, _values(POINTS, works, chance), 2, seconds=seconds - 1)
    thread.join()
    return measured


def _print(found: dict[str, Figures], works: int) -> None:
    names = list(found)
    print(f"{works} works; milliseconds, median and 99th percentile")
    print(f"{'cold':28}" + "".join(f"{name:>24}" for name in names) + "   within the goal")
    for query in [*QUERIES, *STATISTICS]:
        row = [_times(found[name], query) for name in names]
        cells = "".join(f"{m.quantile_ms(0.5):>14.2f} {m.quantile_ms(0.99):>9.2f}" for m in row)
        print(f"{query:28}{cells}   {_verdict(row) if len(row) > 1 else ''}")
    for count in CLIENTS:
        _line(f"point queries/s, {count} clients", found, lambda f, c=count: f.points[c].per_second)
    _line("processor ms of one of them", found, lambda f: f.processor_ms)
    _line("mix with repeats, answers/s", found, lambda f: f.mix.per_second if f.mix else 0)
    for share, label in ((0.5, "median"), (0.99, "p99")):
        _line(
            f"beside 4 heavy, {label} ms",
            found,
            lambda f, s=share: f.beside_heavy.quantile_ms(s) if f.beside_heavy else 0,
        )
    _line("memory, MB", found, lambda f: f.memory_mb)
    _line("answers that failed", found, lambda f: float(_failed(f)))


def _times(figures: Figures, query: str) -> Measured:
    return figures.cold.get(query) or figures.statistics[query]


def _verdict(row: list[Measured]) -> str:
    ours, theirs = row[0].quantile_ms(0.5), row[1].quantile_ms(0.5)
    ratio = f"{ours / theirs:.2f}x, {ours - theirs:+.2f} ms"
    return f"{'yes' if ours <= max(1.3 * theirs, theirs + 2) else 'NO'} ({ratio})"


def _failed(figures: Figures) -> int:
    several = [*figures.cold.values(), *figures.points.values()]
    return sum(one.failed for one in [*several, *filter(None, [figures.mix])])


def _line(label: str, found: dict[str, Figures], value: Callable[[Figures], float]) -> None:
    print(f"{label:28}" + "".join(f"{value(one):>24,.2f}" for one in found.values()))


if __name__ == "__main__":
    main()
