"""Instance IRIs: minted here, parsed here, and nowhere else.

Entities are named by their ids below a base that all installations share, so that two datasets
join. Parts of a work (an authorship, a sentence) are fragments of its IRI and come with its
document. What one site says (listings, claims, records, users' graphs) is named below the site.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode

from kg import graphs
from kg.errors import InvalidIdentifier, KgError
from kg.identifiers import WorkId

DEFAULT_BASE = "https://w3id.org/paperkin/"
DEFAULT_SITE = "https://w3id.org/paperkin/site/"

_SAFE = "-._~!$'()*+,;=:@"
_IS_SAFE = re.compile(f"[A-Za-z0-9{re.escape(_SAFE)}]*").fullmatch
_EDITION = re.compile(r".+/\d{4}")
_KINDS_OF_BASE = frozenset(
    {"work", "agent", "venue", "event", "concept", "scheme", "category", "graph", "file"}
)
_KINDS_OF_SITE = frozenset({"issue", "series", "claims", "record", "dataset", "graphs", "related"})
_SCHEMED = frozenset({"agent"})


class InvalidBase(KgError, ValueError):
    """A base that cannot stand in published data.

    Args:
        base: what was given.
        reason: why it cannot.
    """

    def __init__(self, base: str, reason: str) -> None:
        super().__init__(f"{base!r} cannot be the base of IRIs: {reason}")
        self.base = base
        self.reason = reason


class Resource(NamedTuple):
    """What an IRI names.

    Args:
        kind: ``work``, ``agent``, ``venue``, ``concept``, ``issue``, ``graph`` …
        key: key of the entity (``arxiv:2405.17258``), or of what the kind counts.
        part: name of the part (``author-3``), or None for the whole.
    """

    kind: str
    key: str
    part: str | None = None


@dataclass(frozen=True)
class Iris:
    """Mints and parses the IRIs of one installation.

    Args:
        base: beginning of the IRIs of entities, the same everywhere; ends in ``/``.
        site: beginning of the IRIs of what this site says; ends in ``/``.

    Raises:
        InvalidBase: no absolute http(s) IRI that ends in a slash, or an address of this machine.

    >>> iris = Iris()
    >>> iris.work("arxiv:2405.17258").value
    'https://w3id.org/paperkin/work/arxiv/2405.17258'
    >>> iris.parse(iris.authorship("arxiv:2405.17258", 3))
    Resource(kind='work', key='arxiv:2405.17258', part='author-3')
    """

    base: str = DEFAULT_BASE
    site: str = DEFAULT_SITE

    def __post_init__(self) -> None:
        for text in (self.base, self.site):
            _require_public(text)
        if self.base == self.site:
            raise InvalidBase(self.site, "entities and the site need different bases")

    # ---- entities ---------------------------------------------------------------------------

    def work(self, key: str) -> NamedNode:
        """A work by its canonical id."""
        return NamedNode(f"{self.base}work/{_work_path(key)}")

    def agent(self, key: str) -> NamedNode:
        """An agent by ``orcid:…``, a source's id such as ``acl-person:…``, or ``name:…``."""
        scheme, _, value = key.partition(":")
        return NamedNode(f"{self.base}agent/{_path(scheme)}/{_path(value)}")

    def venue(self, key: str) -> NamedNode:
        """A venue, or an edition when the key ends in a year."""
        kind = "event" if _EDITION.fullmatch(key) else "venue"
        return NamedNode(f"{self.base}{kind}/{_path(key)}")

    def concept(self, key: str) -> NamedNode:
        """A concept by its slug."""
        return NamedNode(f"{self.base}concept/{_path(key)}")

    def category(self, scheme: str, code: str) -> NamedNode:
        """A subject category (``arxiv``, ``cs.CL``)."""
        return NamedNode(f"{self.base}category/{_path(scheme)}/{_path(code)}")

    def scheme(self, name: str = "") -> NamedNode:
        """A concept scheme: the shipped one, ``coined`` or ``arxiv``."""
        return NamedNode(f"{self.base}scheme/{_path(name)}" if name else f"{self.base}scheme")

    def issue(self, key: str) -> NamedNode:
        """A list for a day (``daily-papers/2024-05-28``)."""
        return NamedNode(f"{self.site}issue/{_path(key)}")

    def series(self, name: str) -> NamedNode:
        """A series of issues."""
        return NamedNode(f"{self.site}series/{_path(name)}")

    def claims(self, work: str, part: str | None = None) -> NamedNode:
        """What this site extracted from a work, or one part of it."""
        whole = f"{self.site}claims/{_work_path(work)}"
        return NamedNode(f"{whole}#{_fragment(part)}" if part else whole)

    def related(self, work: str, part: str) -> NamedNode:
        """One part of the ranked list of works related to a work."""
        return NamedNode(f"{self.site}related/{_work_path(work)}#{_fragment(part)}")

    def record(self, source: str, key: str) -> NamedNode:
        """A record of a source as this site read it."""
        return NamedNode(f"{self.site}record/{_segment(source)}/{_segment(key)}")

    def file(self, sha256: str) -> NamedNode:
        """A source file by the hash of its bytes, the same for everybody who read it."""
        return NamedNode(f"{self.base}file/{_segment(sha256)}")

    @cached_property
    def dataset(self) -> NamedNode:
        """The dataset of this site."""
        return NamedNode(f"{self.site}dataset")

    # ---- parts of a work --------------------------------------------------------------------

    def part(self, work: str, name: str) -> NamedNode:
        """A part of a work: a text by its key, a version, its votes."""
        return NamedNode(f"{self.base}work/{_work_path(work)}#{_fragment(name)}")

    def authorship(self, work: str, listed_position: int) -> NamedNode:
        """The authorship at a place of the shown list, from 1."""
        return self.part(work, f"author-{listed_position}")

    def version(self, work: str, number: int) -> NamedNode:
        """A numbered version, from 1."""
        return self.part(work, f"v{number}")

    def sentence(self, work: str, text: str, number: int) -> NamedNode:
        """A sentence of a text, from 1."""
        return self.part(work, f"{text}-s{number}")

    def link(self, work: str, url: str) -> NamedNode:
        """A link of a work."""
        return self.part(work, f"link-{short_hash(url)}")

    def item(self, issue: str, position: int) -> NamedNode:
        """A place of an issue, from 1."""
        return NamedNode(f"{self.issue(issue).value}#item-{position}")

    # ---- graphs -----------------------------------------------------------------------------

    def graph(self, name: str) -> NamedNode:
        """A published graph or link set by its name (:mod:`kg.graphs`)."""
        return NamedNode(f"{self.base}graph/{name}")

    def texts_graph(self, licence: str | None, language: str) -> NamedNode:
        """The graph for texts under a licence in a language."""
        return self.graph(graphs.texts(licence, language))

    def user_graph(self, name: str) -> NamedNode:
        """A graph that users write; the site serves it at the same path."""
        return NamedNode(f"{self.user_graphs}{_path(name)}")

    @property
    def user_graphs(self) -> str:
        """Beginning of the names of all graphs that users write."""
        return f"{self.site}graphs/"

    def graph_name(self, iri: NamedNode | str) -> str | None:
        """Give the name of a published graph or link set, or None for any other IRI."""
        text = iri if isinstance(iri, str) else iri.value
        prefix = f"{self.base}graph/"
        return text.removeprefix(prefix) if text.startswith(prefix) else None

    # ---- reading ----------------------------------------------------------------------------

    def parse(self, iri: NamedNode | str) -> Resource:
        """Tell what an IRI of this installation names.

        Raises:
            InvalidIdentifier: the IRI is not one of ours.
        """
        text = iri if isinstance(iri, str) else iri.value
        whole, _, fragment = text.partition("#")
        for prefix, kinds in ((self.site, _KINDS_OF_SITE), (self.base, _KINDS_OF_BASE)):
            kind, _, path = whole.removeprefix(prefix).partition("/")
            if whole.startswith(prefix) and kind in kinds:
                return Resource(*_key_of(text, kind, path), unquote(fragment) or None)
        raise InvalidIdentifier(text, f"an IRI below {self.base} or {self.site}")

    def local_path(self, iri: NamedNode | str) -> str | None:
        """Give the path under which every installation serves an entity, or None if it is foreign.

        >>> Iris().local_path("https://w3id.org/paperkin/concept/lora")
        '/concept/lora'
        """
        text = iri if isinstance(iri, str) else iri.value
        for prefix in (self.site, self.base):
            if text.startswith(prefix):
                return "/" + text.removeprefix(prefix)
        return None


def short_hash(*parts: str) -> str:
    """Give twelve hexadecimal digits that stand for these texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _key_of(iri: str, kind: str, path: str) -> tuple[str, str]:
    if kind in {"work", "claims", "related"}:
        return kind, str(WorkId.from_path(path))
    if kind in {"graph", "graphs"}:
        return "graph", path
    key = "/".join(unquote(segment) for segment in path.split("/"))
    if kind in _SCHEMED:
        scheme, slash, value = key.partition("/")
        if not slash:
            raise InvalidIdentifier(iri, "an agent's IRI with scheme and value")
        return kind, f"{scheme}:{value}"
    return ("venue" if kind == "event" else kind), key


@lru_cache(maxsize=65_536)
def _work_path(key: str) -> str:
    return WorkId.parse(key).path


def _path(key: str) -> str:
    return "/".join(_segment(segment) for segment in key.split("/"))


def _segment(text: str) -> str:
    return text if _IS_SAFE(text) else quote(text, safe=_SAFE)


def _fragment(text: str) -> str:
    return text if _IS_SAFE(text) else quote(text, safe=_SAFE + "/")


def _require_public(base: str) -> None:
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InvalidBase(base, "it is no absolute http or https IRI")
    if not base.endswith("/") or parts.query or parts.fragment:
        raise InvalidBase(base, "it must end in a slash")
    if parts.hostname.endswith("localhost") or _is_local(parts.hostname):
        raise InvalidBase(base, "it names this machine")


def _is_local(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
