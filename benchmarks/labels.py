"""The labelled texts of the extraction benchmark, and those of the corpora that it reads."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from kg.concepts.training import read_sentences
from kg.entities import ConceptKind, WorkText
from kg.records import Sentence

HERE = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Span:
    """A place with the kinds that fit it, the best first."""

    start: int
    end: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One labelled text, and the other text of its work, beside which the product reads it."""

    key: str
    text: str
    field: str
    language: str
    gold: tuple[Span, ...]
    beside: str = ""


def is_report(item: Item) -> bool:
    """Whether an item belongs to the half kept for the report."""
    return zlib.crc32(item.key.encode()) % 2 == 1


def one(kind: ConceptKind | str) -> str:
    """Models count as methods."""
    return "method" if kind == "model" else kind


def read_scier(path: Path) -> Iterator[Item]:
    """SciER sentences."""
    for number, sentence in enumerate(read_sentences(path)):
        gold = tuple(Span(t.start, t.end, (t.kind,)) for t in sentence.terms)
        yield Item(f"scier:{number}", sentence.text, "sentence", "en", gold)


def read_titles(texts: Mapping[str, tuple[str, str]]) -> Iterator[Item]:
    """The labelled titles whose text the corpora hold."""
    labels = json.loads((HERE / "titles.json").read_text(encoding="utf-8"))["titles"]
    for key, spans in labels.items():
        if key in texts:
            title, abstract = texts[key]
            yield Item(key, title, "title", "en", gold_of(spans), abstract)


def read_abstracts(texts: Mapping[str, tuple[str, str]]) -> Iterator[Item]:
    """The labelled abstracts that stand in the corpora as they were labelled."""
    labels = json.loads((HERE / "abstracts.json").read_text(encoding="utf-8"))["abstracts"]
    for key, (checksum, spans) in labels.items():
        title, text = texts.get(key, ("", ""))
        if zlib.crc32(text.encode()) == checksum:
            yield Item(f"{key}#abstract", text, "abstract", "en", gold_of(spans), title)


def a_text(words: str, field: Literal["title", "abstract"], language: str = "en") -> WorkText:
    sentences = (Sentence(text=words),)
    return WorkText(
        key=field, field=field, language=language, sentences=sentences, source="benchmark"
    )


def gold_of(spans: Iterable[tuple[int, int, str]]) -> tuple[Span, ...]:
    return tuple(Span(a, b, kinds_of(kinds.split("|"))) for a, b, kinds in spans)


def own_texts(corpora: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Title and abstract by key, white space folded; the last of a key counts."""
    yield from acl_texts(corpora / "acl_anthology")
    for path in sorted((corpora / "daily_arxiv").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "id" in row:
                yield f"arxiv:{row['id']}", (folded(row["title"]), folded(row.get("summary")))
    for path in sorted((corpora / "hf_daily").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and (paper := row["paper"]).get("title"):
                yield f"arxiv:{paper['id']}", (folded(paper["title"]), folded(paper.get("summary")))


def acl_texts(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Title and abstract of the papers of the volumes that hold a labelled one, mark-up dropped."""
    labels = "".join((HERE / f"{name}.json").read_text("utf-8") for name in ("titles", "abstracts"))
    collections = set(re.findall(r'"acl:([^-"]+(?:\.[a-z0-9]+)?)-', labels))
    for path in sorted(folder.rglob("*.xml")):
        if path.stem in collections:
            root = ElementTree.parse(path).getroot()
            for volume in root.iter("volume"):
                for paper in volume.iter("paper"):
                    title, abstract = (paper.find(tag) for tag in ("title", "abstract"))
                    if title is not None:
                        words = "" if abstract is None else "".join(abstract.itertext())
                        key = f"acl:{root.get('id')}-{volume.get('id')}.{paper.get('id')}"
                        yield key, (folded("".join(title.itertext())), folded(words))


def folded(text: str | None) -> str:
    """A text with single spaces."""
    return " ".join((text or "").split())


def read_korean() -> Iterator[Item]:
    """Our own Korean sentences; the marks are taken out, their places kept."""
    lines = (HERE / "korean_sentences.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        text, gold = "", []
        for part in re.split(r"(\[\[.*?\]\])", line):
            words, *kinds = part.removeprefix("[[").removesuffix("]]").split("|")
            if kinds:
                gold.append(Span(len(text), len(text) + len(words), kinds_of(kinds)))
            text += words
        yield Item(f"korean:{number}", text, "sentence", "ko", tuple(gold))


def kinds_of(kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one(kind) for kind in kinds))


def some_abstracts(shared: Path, days: int) -> Iterator[tuple[str, str]]:
    """Title and abstract of the works of the first days of hf_daily."""
    for path in sorted((shared / "corpora" / "hf_daily").glob("*.json"))[:days]:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and row["paper"].get("summary"):
                yield folded(row["paper"]["title"]), folded(row["paper"]["summary"])
