"""What is fuzzed: each target takes any bytes and raises only when something of ours is wrong.

A target reads its bytes as a stranger's file, header or answer. Errors of our own trees are the
right answer to nonsense and are caught; every other exception, and every broken promise (an
``assert``), is a find.
"""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz import seeds


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fuzz.

    Args:
        run: takes the bytes; what it raises is a find.
        seeds: where the search begins.
        longest: most bytes of an input.
    """

    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    longest: int = 4096


_JSON_SOURCES = (
    "hf-daily",
    "arxiv",
    "openalex",
    "semantic-scholar",
    "opencitations",
    "csl-json",
    "jsonl",
    "auto",
)


def read_source(names: tuple[str, ...], data: bytes) -> None:
    """A file of a source: records that hold together, or rejections that say why."""
    from kg.records import Rejection
    from kg.sources import read_stream

    name = names[data[0] % len(names)] if data else names[0]
    content = data[1:] if len(names) > 1 else data
    for entry in read_stream(name, io.BytesIO(content), "somewhere"):
        if isinstance(entry, Rejection):
            assert entry.reason
            assert entry.location == "somewhere"
            continue
        assert entry.title or entry.ids
        assert not any(ord(one) < 32 for one in entry.title)
        # What is put into the catalogue must be text that any store takes.
        repr(entry).encode()


def digest(data: bytes) -> None:
    """The daily digest in Markdown."""
    read_source(("daily-papers",), data)


def json_sources(data: bytes) -> None:
    """Sources whose files are JSON; the first byte says which."""
    read_source(_JSON_SOURCES, data)


def xml_sources(data: bytes) -> None:
    """Sources whose files are XML."""
    read_source(("acl-anthology", "arxiv"), data)


def bibtex(data: bytes) -> None:
    """BibTeX."""
    read_source(("bibtex",), data)


def packed_file(data: bytes) -> None:
    """A file that says that it is compressed."""
    from kg.sources import ReadLimits
    from kg.sources.files import BROKEN_STREAM, open_stream

    path = _folder() / "packed"
    path.write_bytes(data)
    try:
        with open_stream(path, ReadLimits(max_expanded_bytes=1 << 22)) as stream:
            assert len(stream.read()) <= 1 << 22
    except BROKEN_STREAM:
        return


def ids(data: bytes) -> None:
    """Identifiers in any text: what is found is canonical and survives its own spellings."""
    from kg.errors import InvalidIdentifier
    from kg.identifiers import WorkId, arxiv_version, find_orcid, find_work_id, find_work_ids

    text = _text(data)
    for found in find_work_ids(text):
        assert WorkId.parse(str(found)) == found
        # Tags and quotes end an id in a text; ``parse`` takes it as it is.
        assert find_work_id(str(found)) is not None
    find_orcid(text)
    arxiv_version(text)
    try:
        parsed = WorkId.parse(text)
    except InvalidIdentifier:
        return
    assert WorkId.parse(str(parsed)) == parsed


def titles(data: bytes) -> None:
    """Titles with markup: one line, nothing invisible, and never nothing from something."""
    from kg.characters import folded
    from kg.titles import plain_title

    text = _text(data)
    for latex in (False, True):
        plain = plain_title(text, latex=latex)
        assert plain == folded(plain), repr(plain)
        assert bool(plain) == bool(folded(text))


def names(data: bytes) -> None:
    """Names of people: keys that stay, variants that are alike."""
    from kg.names import agent_key, find_variants, given_first, is_team, name_key
    from web.citations import PersonName

    lines = [line for line in _text(data).split("\n") if line.strip()]
    for name in lines:
        assert name_key(name) == name_key(f" {name} ")
        assert agent_key(name)
        PersonName.of(name, is_team=is_team(name))
        given_first(name)
    for variant in find_variants(lines[:20]):
        assert variant.evidence


def venues(data: bytes) -> None:
    """Names of series in a comment."""
    from kg.venues.recognition import find_series, year_in

    text = _text(data)
    find_series(text)
    year_in(text)


def accept(data: bytes) -> None:
    """Accept and Accept-Language: one of what is offered, or nothing."""
    from web.negotiation import choose_language, choose_media_type, preferences

    header = data.decode("latin-1")
    offered = ("text/html", "text/turtle", "application/ld+json")
    assert choose_media_type(header, offered) in {*offered, None}
    assert choose_language(header, ("en", "ko")) in {"en", "ko", None}
    assert all(0.0 <= one.quality <= 1.0 for one in preferences(header))


def parameters(data: bytes) -> None:
    """Parameters of pages and feeds: read, or refused as ours."""
    from web import parameters as reading
    from web.errors import BadParameter

    text = _text(data)
    given = {"k": text, "since": text, "q": text, "sort": text}
    for read in (
        lambda: reading.whole_number(given, "k", 10, least=1, most=100),
        lambda: reading.day(given, "since"),
        lambda: reading.short_text(given, "q"),
        lambda: reading.choice(given, "sort", ("relevance", "date")),
    ):
        try:
            read()
        except BadParameter:
            continue


def sparql_scan(data: bytes) -> None:
    """The look at a query before any engine: tokens that cover it, or a refusal of ours."""
    from kg.sparql import Limits
    from kg.sparql.check import check_query
    from kg.sparql.errors import QueryError
    from kg.sparql.tokens import tokens

    text = _text(data)
    try:
        checked = check_query(text, Limits())
    except QueryError:
        return
    assert checked.text == text
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        end = token.end


def rdf_patch(data: bytes) -> None:
    """RDF Patch: what can be read is written and read as the same."""
    from kg.export import PatchInvalid, read_patches, write_patch

    try:
        patches = list(read_patches(_text(data).split("\n")))
    except PatchInvalid:
        return
    again = [line for patch in patches for line in write_patch(patch)]
    assert list(read_patches(again)) == patches


def index_files(data: bytes) -> None:
    """A saved index with a file of other bytes: refused, or the same answers."""
    from recommender import Recommender
    from recommender.errors import RecommenderError

    folder, sound, answers = _saved_index()
    if not data:
        return
    chosen = sorted(sound)[data[0] % len(sound)] if data[0] < 200 else "manifest.json"
    path = folder / chosen
    path.write_bytes(data[1:] if chosen == "manifest.json" else _laid_over(sound[chosen], data))
    try:
        loaded = Recommender.load(folder, verify=True)
        assert [one.id for one in loaded.related("a").results] == answers
    except RecommenderError:
        return
    finally:
        path.write_bytes(sound[chosen])


def feed_offer(data: bytes) -> None:
    """What a feed says of itself."""
    from kg.feed.errors import FeedDamaged
    from kg.feed.source import HttpFeed

    feed = HttpFeed("https://feed.example/")
    feed._once = lambda _url, _accept: data  # type: ignore[method-assign]
    try:
        offer = feed.offer()
    except FeedDamaged:
        return
    assert offer.meta["graph_base"] is not None


def sparql_results(data: bytes) -> None:
    """The answer of somebody's endpoint, in JSON."""
    from kg.foreign.errors import ForeignRefused
    from kg.linking.asking import _rows

    try:
        for key, value in _rows("https://peer.example/sparql", data):
            assert isinstance(key, str)
            assert isinstance(value, str)
    except ForeignRefused:
        return


def version_pointer(data: bytes) -> None:
    """The file that names the current version."""
    from kg.versions.layout import PointerDamaged, parse_pointer

    try:
        version = parse_pointer(Path("/data"), data)
    except PointerDamaged:
        return
    assert version.number >= 0


def settings(data: bytes) -> None:
    """settings.toml."""
    from web.settings import WrongSetting, load_settings

    folder = _folder()
    (folder / "settings.toml").write_bytes(data)
    try:
        load_settings(folder, {})
    except WrongSetting:
        return


def citations(data: bytes) -> None:
    """Writers of citations: our own reader finds the one entry, whatever stands in it."""
    from kg.characters import folded
    from kg.records import Rejection
    from kg.sources import read_stream
    from web.citations import Citation, PersonName, csl_json, ris
    from web.citations import bibtex as written

    title, _, name = folded(_text(data)).partition("|")
    if not title.strip() or not name.strip():
        return
    citation = Citation(
        key="a2031", kind="preprint", title=title.strip(), authors=(PersonName.of(name.strip()),),
        listed=(), complete=True, year=2031, issued_on=None, container=None, doi="10.1000/1",
        arxiv=None, category=None, url="https://a.example/", language="en",
    )  # fmt: skip
    entries = list(read_stream("bibtex", io.BytesIO(written(citation).encode()), "here"))
    assert len(entries) == 1, written(citation)
    assert not isinstance(entries[0], Rejection), written(citation)
    assert json.loads(json.dumps(csl_json([citation])))[0]["title"] == citation.title
    lines = ris(citation).split("\r\n")
    assert all(line[2:6] == "  - " for line in lines if line)


TARGETS: dict[str, Target] = {
    "digest": Target(digest, seeds.DIGEST),
    "json-sources": Target(json_sources, seeds.JSON_SOURCES),
    "xml-sources": Target(xml_sources, seeds.XML_SOURCES),
    "bibtex": Target(bibtex, seeds.BIBTEX),
    "packed-file": Target(packed_file, (gzip.compress(b"a" * 99, mtime=0), *seeds.PACKED)),
    "ids": Target(ids, seeds.IDS, 400),
    "titles": Target(titles, seeds.TITLES, 600),
    "names": Target(names, seeds.NAMES, 600),
    "venues": Target(venues, seeds.VENUES, 600),
    "accept": Target(accept, seeds.ACCEPT, 600),
    "parameters": Target(parameters, seeds.PARAMETERS, 100),
    "sparql-scan": Target(sparql_scan, seeds.SPARQL),
    "rdf-patch": Target(rdf_patch, seeds.RDF_PATCH),
    "index-files": Target(index_files, seeds.INDEX),
    "feed-offer": Target(feed_offer, seeds.FEED_OFFER),
    "sparql-results": Target(sparql_results, seeds.SPARQL_RESULTS),
    "version-pointer": Target(version_pointer, seeds.POINTER),
    "settings": Target(settings, seeds.SETTINGS),
    "citations": Target(citations, seeds.CITATIONS, 400),
}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="paperkin-fuzz-"))


@cache
def _saved_index() -> tuple[Path, dict[str, bytes], list[str]]:
    """A small index: its folder, its files' bytes, and what it answers."""
    from recommender import Document, Recommender, Text

    folder = _folder() / "index"
    words = {"a": "looms of wool", "b": "looms of silk", "c": "kilns", "d": "wool and kilns"}
    fitted = Recommender.fit([Document(key, (Text(text),)) for key, text in words.items()], [])
    fitted.save(folder)
    sound = {path.name: path.read_bytes() for path in folder.iterdir()}
    return folder, sound, [one.id for one in fitted.related("a").results]


def _laid_over(sound: bytes, data: bytes) -> bytes:
    """A file with some bytes overwritten from a place on that the input names."""
    start = int.from_bytes(data[1:3], "big") % max(1, len(sound))
    laid = data[3:]
    return sound[:start] + laid + sound[start + len(laid) :]
