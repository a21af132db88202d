"""Values to JSON bytes and back: one encoding a value, so that hashes and comparisons mean it."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from kg.entities import Agent, Claims, Concept, Entity, Issue, SourceFile, Venue, Work

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
    decoder = _decoders.get(cls)
    if decoder is None:
        decoder = _decoders.setdefault(cls, msgspec.json.Decoder(cls))
    return decoder.decode(body)  # type: ignore[return-value]


def decode_entity(kind: str, body: bytes) -> Entity:
    """The entity of that kind that :func:`encode` wrote."""
    return decode(body, ENTITY_TYPES[kind])


def sha256(body: bytes) -> str:
    """Hexadecimal SHA-256 of the bytes."""
    return hashlib.sha256(body).hexdigest()
