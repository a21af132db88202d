"""Data of others and links to others, as commands bring them in; each is published at once."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from kg import graphs
from kg.catalogue import Catalogue
from kg.catalogue.ingest import Clock
from kg.catalogue.user_graphs import keep_user_graphs
from kg.closing import Closing
from kg.fetching import Client, Request
from kg.foreign import (
    ForeignLimits,
    ForeignRefused,
    Origin,
    format_of_name,
    read_graphs,
    require_foreign,
    with_descriptions,
)
from kg.foreign.keeping import canonical
from kg.iris import Iris
from kg.linking.asking import links_at_endpoint, patient_asker
from kg.linking.candidates import (
    Decision,
    Proposals,
    candidates_graph,
    contents,
    decided,
    link_quads,
    read_proposals,
    with_candidates,
)
from kg.linking.known import known_things
from kg.linking.matching import Found, derived_links, links_in_file
from kg.linking.peers import Peer, peer_named
from kg.linking.sssom import read_sssom, write_sssom
from kg.sparql.formats import GRAPH_FORMATS, ResultFormat
from kg.user_graphs import open_user_graph_writer
from kg.versions import NothingPublished
from web.gathering import shelf_of, user_agent
from web.settings import Settings

Progress = Callable[[int, int], None]
_WAIT_S = 10.0
_RDF_TYPES = tuple(fmt.media_type for fmt in GRAPH_FORMATS)
_UNNAMED_TYPES = ("application/octet-stream", "text/plain", "application/gzip", "application/zstd")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Foreign data that was taken in: quads by graph, and whether readers see them already."""

    graphs: Mapping[str, int]
    is_published: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of looking for links to a peer."""

    peer: str
    graph: str
    links: int
    candidates: int
    is_published: bool


class ForeignDesk(Closing):
    """Takes in data of others and links to others.

    Args:
        data: the data directory.
        catalogue: its opened catalogue, closed with the desk.
        iris: mints its IRIs.
        settings: in force.
        clock: gives the times that are told.
        limits: what foreign data may use.
    """

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        iris: Iris,
        settings: Settings,
        clock: Clock,
        limits: ForeignLimits | None = None,
    ) -> None:
        self._data = data
        self._catalogue = catalogue
        self._iris = iris
        self._settings = settings
        self._clock = clock
        self._limits = limits or ForeignLimits()

    def close(self) -> None:
        """Close the catalogue; safe to call twice."""
        self._catalogue.close()

    # ---- foreign RDF --------------------------------------------------------------------------

    def take_in(
        self,
        location: str,
        *,
        graph: str | None = None,
        licence: str | None = None,
        format_name: str | None = None,
    ) -> TakenIn:
        """Take RDF of others into graphs of its own, instead of what had their names.

        Args:
            location: a file, or an address.
            graph: IRI of the graph for what stands in none; by default it follows from the name.
            licence: IRI, or None when it is not known.
            format_name: extension of the format, where the name does not tell it.

        Raises:
            ForeignRefused: it is no strict RDF, beyond a limit, or names a published graph.
            FetchError: the address gives no usable answer.
        """
        home = graph or self._iris.graph(f"foreign/{quote(_stem(location), safe='-._~')}").value
        require_foreign(home, self._iris)
        with tempfile.TemporaryDirectory() as folder:
            path = self._brought(location, Path(folder))
            fmt = _format(format_name, path.name, location)
            found = read_graphs(path, fmt, home, base_iri=_base(location), limits=self._limits)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        title, source = Path(urlsplit(location).path).name or location, location
        if not _is_address(location):
            source = Path(location).name
        origin = Origin(
            title=title, source=source, sha256=digest, licence=licence, taken_at=self._clock()
        )
        published = self._keep(found, origin)
        return TakenIn({iri: text.count(b"\n") for iri, text in found.items()}, published)

    def _brought(self, location: str, folder: Path) -> Path:
        if not _is_address(location):
            return Path(location)
        reply = self._client().ask(
            Request(url=location, accepts=(*_RDF_TYPES, *_UNNAMED_TYPES)), 0.0
        )
        assert reply is not None, "no answer may be missing"
        path = folder / (Path(urlsplit(location).path).name or "data")
        path.write_bytes(reply.body)
        return path

    # ---- links --------------------------------------------------------------------------------

    def link(
        self,
        name: str,
        files: Iterable[Path] = (),
        endpoint: str | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Linked:
        """Look for links to a peer by id, in files or at its endpoint, and in our ids.

        Args:
            name: of the peer.
            files: dumps of the peer, or link files.
            endpoint: address of an endpoint; empty for the peer's own; None to ask none.
            progress: called with the number of ids asked for and of all ids.

        Raises:
            UnknownPeer: there is no such peer.
            ForeignRefused: a file or an answer that cannot be used.
            FetchError: the endpoint gives no usable answer; the next run goes on from there.
        """
        peer, known = peer_named(name), known_things(self._catalogue, self._iris)
        found, methods, sources = derived_links(peer, known), [], []
        if found.read:
            methods.append("ids that name what they identify")
        for path in files:
            _add(found, links_in_file(peer, path, known, self._limits))
            methods.append("equal ids in a dump or link file")
            sources.append(path.name)
        if endpoint is not None:
            address = endpoint or peer.endpoint
            if not address:
                raise ForeignRefused(peer.title, "it has no endpoint that is known; name one")
            ask = patient_asker(self._client(), shelf_of(self._data), self._clock)
            _add(found, links_at_endpoint(peer, address, known, ask, progress))
            methods.append("equal ids at an endpoint")
            sources.append(address)
        return self._kept(peer, found, methods, sources)

    def _kept(self, peer: Peer, found: Found, methods: Iterable[str], sources: list[str]) -> Linked:
        home = self._iris.graph(graphs.links(peer.name))
        linked = {ours for ours, _ in found.links}
        proposals = with_candidates(
            self.proposals(peer.name),
            (one for one in found.candidates if one.ours not in linked),
            self._today(),
        )
        sets = {
            home.value: canonical(link_quads(found.links, home)),
            **contents(proposals, self._iris, peer.name),
        }
        method = "Made by id: " + "; ".join(dict.fromkeys(methods)) + "."
        published = self._keep(sets, self._origin(peer, method, sources))
        count = sum(one.decision is Decision.OPEN for one in proposals.values())
        return Linked(peer.name, home.value, len(found.links), count, published)

    # ---- candidates ---------------------------------------------------------------------------

    def proposals(self, name: str) -> Proposals:
        """The pairs of a peer that only a title speaks for, decided or not."""
        return read_proposals(self._catalogue, self._iris, peer_named(name).name, self._today())

    def decide(self, name: str, decisions: Mapping[str, Decision]) -> Proposals:
        """Decide on pairs, by their numbers.

        Raises:
            ForeignRefused: there is no pair of that number.
        """
        held = self.proposals(name)
        for number in decisions:
            if number not in held:
                raise ForeignRefused(number, f"no pair of {name} has this number")
        return self._decided(name, decided(held, decisions, self._today()))

    def read_table(self, name: str, text: str, file: str) -> Proposals:
        """Take pairs and decisions from a table in SSSOM; pairs of things we do not hold are not.

        Raises:
            ForeignRefused: a row that cannot be read.
        """
        ours = set(known_things(self._catalogue, self._iris).ids.values())
        rows = read_sssom(text, file, self._today())
        read = {one.number: one for one in rows if one.pair.ours in ours}
        return self._decided(name, {**self.proposals(name), **read})

    def table(self, name: str) -> str:
        """Pairs and decisions as SSSOM."""
        home = candidates_graph(self._iris, name).value
        return write_sssom(self.proposals(name), home, graphs.CC0)

    def _today(self) -> date:
        return self._clock().date()

    def _decided(self, name: str, proposals: Proposals) -> Proposals:
        peer = peer_named(name)
        method = "Proposed by equal titles; decided by a person where it is an exact match."
        self._keep(contents(proposals, self._iris, name), self._origin(peer, method, []))
        return self.proposals(name)

    # ---- keeping ------------------------------------------------------------------------------

    def _origin(self, peer: Peer, method: str, sources: list[str]) -> Origin:
        return Origin(
            title=f"Links to {peer.title}",
            source=sources[-1] if sources else peer.homepage,
            sha256="",
            licence=graphs.CC0,
            taken_at=self._clock(),
            method=method,
            links_to=peer.homepage,
        )

    def _keep(self, found: Mapping[str, bytes], origin: Origin) -> bool:
        """Keep graphs and publish them; False when there is no version yet to publish them in."""
        kept = self._settings.versions_kept
        with open_user_graph_writer(
            self._data, self._catalogue, keep=kept, wait_s=_WAIT_S
        ) as writer:
            told = with_descriptions(self._catalogue, self._iris, found, origin)
            try:
                writer.commit(told)
            except NothingPublished:
                keep_user_graphs(self._catalogue, told)
                return False
        return True

    def _client(self) -> Client:
        agent = user_agent(self._settings.site_base, self._settings.contact)
        return Client(self._settings.fetching, shelf_of(self._data), agent=agent)


def _add(found: Found, more: Found) -> None:
    found.links |= more.links
    found.candidates += more.candidates
    found.read += more.read


def _is_address(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _stem(location: str) -> str:
    name = Path(urlsplit(location).path).name if _is_address(location) else Path(location).name
    return name.split(".")[0] or "data"


def _base(location: str) -> str:
    # Where a file lay is nobody's business, but relative IRIs need some base.
    return location if _is_address(location) else f"https://relative.invalid/{_stem(location)}"


def _format(asked: str | None, name: str, location: str) -> ResultFormat:
    chosen = format_of_name(f"x.{asked}" if asked else name)
    if chosen is None:
        known = ", ".join(fmt.name for fmt in GRAPH_FORMATS)
        raise ForeignRefused(location, f"its format is not known from its name; say one of {known}")
    return chosen
