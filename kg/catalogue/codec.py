"""Values to JSON bytes and back: one encoding a value, so that hashes and comparisons mean it."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from typing import TypeVar

import msgspec

from kg.entities import Agent, Claims, Concept, Entity, Issue, SourceFile, Venue, Work
from kg.records import BibliographicRecord

ENTITY_TYPES: dict[str, type[Entity]] = {
    "work": Work,
    "claims": Claims,
    "agent": Agent,
    "concept": Concept,
    "venue": Venue,
    "issue": Issue,
    "file": SourceFile,
}

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[object, msgspec.json.Decoder[object]] = {}
_making = threading.Lock()


def encode(value: object) -> bytes:
    """The JSON of a record or entity: equal values give equal bytes.

    >>> from kg.identifiers import WorkId
    >>> encode(WorkId("arxiv", "2405.17258"))
    b'{"scheme":"arxiv","value":"2405.17258"}'
    """
    return _encoder.encode(value)


def decode(body: bytes, cls: type[T]) -> T:
    """The value that :func:`encode` wrote.

    Raises:
        msgspec.ValidationError: the bytes are of another shape (a damaged or foreign file).
    """
    decoder = _decoders.get(cls) or _new_decoder(cls)
    return decoder.decode(body)  # type: ignore[return-value]


def _new_decoder(cls: type[T]) -> msgspec.json.Decoder[object]:
    """A decoder, one made at a time.

    While msgspec looks at a class it leaves a half-made description of it where every thread finds
    it: two threads that begin together, as those of a server do, end the process (SIGSEGV).
    """
    with _making:
        if cls not in _decoders:
            _decoders[cls] = msgspec.json.Decoder(cls)
        return _decoders[cls]


def decode_entity(kind: str, body: bytes) -> Entity:
    """The entity of that kind that :func:`encode` wrote."""
    return decode(body, ENTITY_TYPES[kind])


def sha256(body: bytes) -> str:
    """Hexadecimal SHA-256 of the bytes."""
    return hashlib.sha256(body).hexdigest()


def statement_sha256(stated: BibliographicRecord) -> str:
    """The hash of what a record says, wherever it stands: its file and line do not count."""
    return sha256(encode(replace(stated, location="", line=None)))
