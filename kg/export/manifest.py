"""One export of the dataset: which files, and what they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pyoxigraph as ox

from kg import graphs
from kg.description import DumpFile, Publication, dataset_quads, measure
from kg.entities import Entity
from kg.export.formats import COMPRESSIONS, Format, format_named
from kg.export.selection import (
    KINDS,
    by_licence,
    graph_names,
    neighbourhood,
    quads_of_graphs,
    quads_of_kind,
    whole,
)
from kg.export.tables import write_tables
from kg.export.writing import SHOWN_PREFIXES, Progress, canonical_sha256, write_dump
from kg.iris import DEFAULT_SITE, Iris
from kg.mapping import MAPPING_VERSION

Cut = Literal["whole", "graph", "licence", "kind"]
HASH_METHOD = "SHA-256 of canonical N-Quads sorted by code points; RDFC-1.0 gives the same"
MANIFEST = "manifest.json"
DESCRIPTION = "void.ttl"
PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of an export, as the manifest tells it; of a table, ``quads`` are its rows."""

    name: str
    content: str
    graphs: tuple[str, ...]
    media_type: str
    compression: str | None
    licence: str | None
    quads: int
    size_bytes: int
    sha256: str

    def described(self, folder_url: str) -> DumpFile:
        """The file as the description of the dataset tells it.

        Args:
            folder_url: address of the folder in which the file is served; ends in ``/``.
        """
        return DumpFile(
            name=self.name,
            url=folder_url + quote(self.name),
            media_type=self.media_type,
            compression=self.compression,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            licence=self.licence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export holds.

    Args:
        dataset: IRI of the dataset.
        change_number: the change up to which it is complete.
        mapping_version: of the mapping that made it.
        modified_at: time of the newest change, ISO 8601 in UTC.
        canonical_sha256: of everything in the files of the cut, as one dataset.
        hash_method: how that hash is made.
        files: the files.
        left_out: graphs that are not in them, with the reason.
    """

    dataset: str
    change_number: int
    mapping_version: int
    modified_at: str
    canonical_sha256: str
    hash_method: str
    files: tuple[FileEntry, ...]
    left_out: dict[str, str]

    def as_json(self) -> str:
        """The manifest as it is written, in a stable form."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What an export writes.

    Args:
        formats: names or extensions of formats.
        compression: ``gz``, ``zst`` or empty.
        cut: one file for everything, or one a graph, licence or kind of entity.
        with_restricted: True to include texts that may not be passed on.
        works: keys of works whose surroundings are written, and nothing else; empty for all.
        hops: how many links of entities the surroundings reach, from 0.
        tables: True to write Parquet tables beside the files.
    """

    formats: tuple[str, ...] = ("nquads",)
    compression: str = "gz"
    cut: Cut = "whole"
    with_restricted: bool = False
    works: tuple[str, ...] = ()
    hops: int = 1
    tables: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    graphs: tuple[str, ...]
    kind: str | None = None


def export_dataset(
    store: ox.Store,
    iris: Iris,
    folder: Path,
    options: ExportOptions,
    *,
    change_number: int,
    modified_at: datetime,
    entities: Iterable[Entity] = (),
    progress: Progress | None = None,
) -> Manifest:
    """Write dumps of what a store publishes, and a manifest beside them.

    Args:
        store: a published version.
        iris: tells which graphs are published.
        folder: where the files go.
        options: which files.
        change_number: of the version.
        modified_at: time of its newest change, with a time zone.
        entities: what the tables tell, when they are asked for.
        progress: called with the number of quads of the file that is being written.

    Raises:
        UnknownFormat: there is no such format or compression.
    """
    chosen = [format_named(name) for name in options.formats]
    held = graph_names(store, iris)
    names = whole(held, with_restricted=options.with_restricted)
    if options.cut in {"graph", "licence"} and graphs.RECOMMENDATIONS in held:
        names.append(graphs.RECOMMENDATIONS)
    files = [
        _write(store, iris, folder, part, fmt, options, progress)
        for part in _parts(options, names)
        for fmt in chosen
    ]
    if options.tables:
        files += _tables(entities, folder, iris, progress)
    manifest = Manifest(
        dataset=iris.dataset.value,
        change_number=change_number,
        mapping_version=MAPPING_VERSION,
        modified_at=modified_at.astimezone(UTC).isoformat(timespec="seconds"),
        canonical_sha256=canonical_sha256(_chosen(store, iris, names, options)),
        hash_method=HASH_METHOD,
        files=tuple(files),
        left_out={name: _why_not(name) for name in held if name not in names},
    )
    (folder / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
    _describe(store, iris, folder, manifest, modified_at)
    return manifest


def _chosen(
    store: ox.Store, iris: Iris, names: Sequence[str], options: ExportOptions
) -> Iterable[ox.Quad]:
    if options.works:
        return neighbourhood(store, iris, options.works, names, hops=options.hops)
    return quads_of_graphs(store, iris, names)


def _describe(
    store: ox.Store, iris: Iris, folder: Path, manifest: Manifest, modified_at: datetime
) -> None:
    """Write the description of the dataset and of these files beside them."""
    is_public = iris.site != DEFAULT_SITE
    described = dataset_quads(
        Publication(
            title={"en": "Paperkin", "ko": "Paperkin"},
            counts=measure(store, iris),
            change_number=manifest.change_number,
            modified_at=modified_at,
            endpoint=f"{iris.site}sparql" if is_public else None,
            landing_page=iris.site if is_public else None,
            dumps=tuple(
                one.described(f"{iris.site}export/{manifest.change_number}/")
                for one in manifest.files
            ),
        ),
        iris,
    )
    triples = (quad.triple for quad in described)
    ox.serialize(triples, folder / DESCRIPTION, ox.RdfFormat.TURTLE, prefixes=SHOWN_PREFIXES)


def _tables(
    entities: Iterable[Entity], folder: Path, iris: Iris, progress: Progress | None
) -> list[FileEntry]:
    rows = write_tables(entities, folder, iris, progress=progress)
    return [_table_entry(folder / f"{name}.parquet", count) for name, count in rows.items()]


def _table_entry(path: Path, rows: int) -> FileEntry:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(
        name=path.name,
        content=f"table-{path.stem}",
        graphs=(),
        media_type=PARQUET,
        compression=None,
        licence=graphs.CC0,
        quads=rows,
        size_bytes=path.stat().st_size,
        sha256=digest,
    )


def _parts(options: ExportOptions, names: Sequence[str]) -> Iterator[_Part]:
    cut = options.cut
    if options.works:
        yield _Part("neighbourhood", tuple(names))
    elif cut == "whole":
        yield _Part("paperkin", tuple(names))
    elif cut == "graph":
        for name in names:
            yield _Part(name.replace("/", "-"), (name,))
    elif cut == "licence":
        for slug, members in sorted(by_licence(names).items()):
            yield _Part(f"licence-{slug}", tuple(members))
        if graphs.RECOMMENDATIONS in names:
            yield _Part(graphs.RECOMMENDATIONS, (graphs.RECOMMENDATIONS,))
    else:
        for kind in KINDS:
            yield _Part(f"kind-{kind}", tuple(names), kind)


def _write(
    store: ox.Store,
    iris: Iris,
    folder: Path,
    part: _Part,
    fmt: Format,
    options: ExportOptions,
    progress: Progress | None,
) -> FileEntry:
    quads: Iterable[ox.Quad] = _chosen(store, iris, part.graphs, options)
    if part.kind is not None:
        quads = quads_of_kind(quads, iris, part.kind)
    compression = options.compression
    path = folder / ".".join(filter(None, (part.name, fmt.extension, compression)))
    written = write_dump(quads, path, fmt, compression=compression, progress=progress)
    licences = {graphs.licence_of(name) for name in part.graphs}
    return FileEntry(
        name=path.name,
        content=part.name,
        graphs=part.graphs,
        media_type=fmt.media_type,
        compression=COMPRESSIONS[compression],
        licence=licences.pop() if len(licences) == 1 else None,
        quads=written.quads,
        size_bytes=written.size_bytes,
        sha256=written.sha256,
    )


def _why_not(name: str) -> str:
    if name == graphs.RECOMMENDATIONS:
        return "follows from the rest; has a dump of its own"
    licence = graphs.licence_of(name)
    return f"texts under {licence}" if licence else "texts of which the licence is not known"
