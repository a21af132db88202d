"""The graphs to link to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.errors import InvalidIdentifier
from kg.foreign.errors import UnknownPeer
from kg.identifiers import find_orcid, find_work_id

ORCID = "orcid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One kind of id by which a peer knows things.

    Args:
        scheme: of the id (``arxiv``, ``doi``, ``orcid`` …).
        predicate: IRI of the property that holds the id at the peer; empty for none.
        form: how the peer writes the id, with ``{id}``.
        upper: the peer writes it in capitals.
        is_iri: the id is an IRI at the peer, and no literal.
        address: the peer's IRI that follows from the id, with ``{id}``; empty when none does.
    """

    scheme: str
    predicate: str = ""
    form: str = "{id}"
    upper: bool = False
    is_iri: bool = False
    address: str = ""

    def written(self, value: str) -> str:
        """An id as the peer writes it."""
        text = self.form.replace("{id}", value)
        return text.upper() if self.upper else text

    def read(self, text: str) -> str | None:
        """The id (``doi:10.1/x``) that a peer's value stands for, in any usual spelling.

        >>> Key(scheme="doi").read("https://doi.org/10.5555/ABC")
        'doi:10.5555/abc'
        """
        if self.scheme == ORCID:
            found = find_orcid(text)
            return f"{ORCID}:{found}" if found else None
        try:
            work_id = find_work_id(f"arXiv:{text}" if self.scheme == "arxiv" else text)
        except InvalidIdentifier:
            return None
        return str(work_id) if work_id is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A graph to link to.

    Args:
        name: of the link set.
        title: in words.
        homepage: what the objects of the links belong to.
        licence: of its data.
        keys: by which ids it knows things.
        endpoint: where it answers SPARQL; empty for nowhere.
        title_predicate: IRI of the property that holds titles of works; empty when not known.
    """

    name: str
    title: str
    homepage: str
    licence: str
    keys: tuple[Key, ...]
    endpoint: str = ""
    title_predicate: str = ""


@cache
def peers() -> Mapping[str, Peer]:
    """All of them, by name."""
    text = resources.files("kg.linking").joinpath("peers.toml").read_text(encoding="utf-8")
    return {
        name: Peer(name=name, keys=tuple(Key(**key) for key in said.pop("keys")), **said)
        for name, said in tomllib.loads(text).items()
    }


def peer_named(name: str) -> Peer:
    """One of them.

    Raises:
        UnknownPeer: there is none of that name.
    """
    if name not in peers():
        raise UnknownPeer(name, peers())
    return peers()[name]
