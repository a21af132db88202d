"""Extraction against people's labels: precision, recall and F1, ours beside the anchors.

``python benchmarks/extraction.py [--shared ../shared]``

Three collections: SciER dev (entity level, per kind), titles drawn at random from two corpora and
Korean sentences of our own (labels in ``benchmarks/data``; the half whose key has an odd checksum
is the report half). Anchors, in the same run: a plain dictionary match with the same scheme and
with the topics of CSO. ``strict`` is the same span and kind, ``relaxed`` an overlap of the same
kind. A model is a method in SciER, so the two count as one kind throughout.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from kg.concepts.cso import read_cso
from kg.concepts.extraction import Extractor
from kg.concepts.matching import LabelIndex, longest
from kg.concepts.scheme import Scheme, load_scheme
from kg.concepts.tagging import Tagger
from kg.concepts.training import read_sentences
from kg.entities import ConceptKind, Mention, WorkText
from kg.records import Sentence

KINDS = ("method", "dataset", "task", "metric", "hardware")
HERE = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Span:
    """A place with the kinds that fit it, the best first."""

    start: int
    end: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One labelled text."""

    key: str
    text: str
    field: str
    language: str
    gold: tuple[Span, ...]


System = Callable[[Item], list[Span]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    systems = build_systems(shared)
    scier = list(read_scier(shared / "corpora" / "scier" / "dev.jsonl"))
    texts = dict(own_texts(shared / "corpora"))
    titles, abstracts = list(read_titles(texts)), list(read_abstracts(texts))
    own = [*titles, *abstracts, *read_korean()]
    for name, items, kinds in (
        ("SciER dev", scier, ("method", "dataset", "task")),
        ("titles, report half", [i for i in titles if is_report(i)], KINDS),
        ("titles, all", titles, KINDS),
        ("abstracts, report half", [i for i in abstracts if is_report(i)], KINDS),
        ("abstracts, all", abstracts, KINDS),
        ("own gold, report half", [i for i in own if is_report(i)], KINDS),
        ("Korean, report half", [i for i in own if i.language == "ko" and is_report(i)], KINDS),
        ("Korean, all", [i for i in own if i.language == "ko"], KINDS),
    ):
        print(f"\n{name}: {len(items)} texts, {sum(len(i.gold) for i in items)} terms")
        print(f"{'system':<22}{'kind':<10}{'strict F1':>10}{'P':>8}{'R':>8}{'relaxed F1':>12}")
        for system_name, system in systems.items():
            for line in table(system, items, kinds):
                print(f"{system_name:<22}{line}")
    print("\nLatin-script names found at all:")
    for name in ("ours: mentions", "ours"):
        print(f"{name:<22}{latin_recall(systems[name], own):.3f}")
    print_frequent(shared, own)
    print_speed(shared)


def is_report(item: Item) -> bool:
    """Whether an item belongs to the half kept for the report."""
    return zlib.crc32(item.key.encode()) % 2 == 1


def build_systems(shared: Path) -> dict[str, System]:
    """The anchors and ours."""
    scheme = load_scheme()
    index = LabelIndex(scheme)
    tagger = Tagger(scheme, index)
    extractor = Extractor(scheme)
    cso = read_cso(shared / "corpora" / "cso" / "cso.csv")
    cso_index = LabelIndex(cso)
    return {
        "anchor: CSO labels": lambda item: dictionary(item, cso, cso_index, "method"),
        "anchor: dictionary": lambda item: dictionary(item, scheme, index),
        "ours: mentions": lambda item: mentions(item, extractor),
        "ours: tagger": lambda item: terms(item, tagger),
        "ours": lambda item: ours(item, extractor, tagger),
    }


def dictionary(
    item: Item, scheme: Scheme, index: LabelIndex, untold: str = "concept"
) -> list[Span]:
    """Longest labels, no more; ``untold`` is the kind of what the scheme gives none."""
    found = longest(index.find(item.text))
    kinds = [one(scheme[m.uses[0].concept].kind) for m in found]
    return [
        Span(m.start, m.end, (untold if kind == "concept" else kind,))
        for m, kind in zip(found, kinds, strict=True)
    ]


def mentions(item: Item, extractor: Extractor) -> list[Span]:
    """The whole extractor on one text."""
    found = extract(item, extractor)
    return [Span(m.place.start, m.place.end, (one(m.kind),)) for m in found]


def extract(item: Item, extractor: Extractor) -> tuple[Mention, ...]:
    field: Literal["title", "abstract"] = "title" if item.field == "title" else "abstract"
    return extractor.extract(item.key, [a_text(item.text, field, item.language)]).mentions


def a_text(words: str, field: Literal["title", "abstract"], language: str = "en") -> WorkText:
    sentences = (Sentence(text=words),)
    return WorkText(
        key=field, field=field, language=language, sentences=sentences, source="benchmark"
    )


def terms(item: Item, tagger: Tagger) -> list[Span]:
    """The tagger, which reads English."""
    if item.language != "en":
        return []
    return [Span(t.start, t.end, (t.kind,)) for t in tagger.terms(item.text)]


def ours(item: Item, extractor: Extractor, tagger: Tagger) -> list[Span]:
    """Both together: the tagger knows sentences better, the rules know titles and Korean."""
    named, tagged = mentions(item, extractor), terms(item, tagger)
    return union(tagged, named) if item.field == "title" else union(named, tagged)


def union(first: list[Span], second: list[Span]) -> list[Span]:
    """The second system's spans, and those of the first that it leaves free."""
    free = [a for a in first if not any(a.start < b.end and b.start < a.end for b in second)]
    return sorted([*second, *free], key=lambda span: span.start)


def one(kind: ConceptKind | str) -> str:
    """Models count as methods."""
    return "method" if kind == "model" else kind


def table(system: System, items: Sequence[Item], kinds: Iterable[str]) -> Iterator[str]:
    """One line a kind, and one for all."""
    found = [(item, [s for s in system(item) if s.kinds[0] in KINDS]) for item in items]
    for kind in (*kinds, "all"):
        wanted = predicted = strict = hit_gold = hit_found = 0
        for item, spans in found:
            gold = [g for g in item.gold if kind in ("all", g.kinds[0])]
            ours = [s for s in spans if kind in ("all", s.kinds[0])]
            wanted += len(gold)
            predicted += len(ours)
            strict += sum(any(same(g, s) for s in spans) for g in gold)
            hit_gold += sum(any(overlap(g, s) for s in spans) for g in gold)
            hit_found += sum(any(overlap(g, s) for g in item.gold) for s in ours)
        precision, recall = hit_found / max(predicted, 1), hit_gold / max(wanted, 1)
        strict_f1 = 2 * strict / max(wanted + predicted, 1)
        relaxed = 2 * precision * recall / max(precision + recall, 1e-9)
        yield f"{kind:<10}{strict_f1:>10.3f}{precision:>8.3f}{recall:>8.3f}{relaxed:>12.3f}"


def same(gold: Span, span: Span) -> bool:
    return (gold.start, gold.end) == (span.start, span.end) and span.kinds[0] in gold.kinds


def overlap(gold: Span, span: Span) -> bool:
    return span.start < gold.end and gold.start < span.end and span.kinds[0] in gold.kinds


def latin_recall(system: System, items: Sequence[Item]) -> float:
    """Share of the labelled names (inner capitals or digits) that some span covers."""
    wanted = found = 0
    for item in items:
        spans = system(item)
        for gold in item.gold:
            words = item.text[gold.start : gold.end]
            if re.search(r"[A-Z].*[A-Z0-9]|[A-Z]{2}", words) and " " not in words:
                wanted += 1
                found += any(s.start < gold.end and gold.start < s.end for s in spans)
    return found / max(wanted, 1)


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
            yield Item(key, texts[key][0], "title", "en", gold_of(spans))


def read_abstracts(texts: Mapping[str, tuple[str, str]]) -> Iterator[Item]:
    """The labelled abstracts that stand in the corpora as they were labelled."""
    labels = json.loads((HERE / "abstracts.json").read_text(encoding="utf-8"))["abstracts"]
    for key, (checksum, spans) in labels.items():
        text = texts.get(key, ("", ""))[1]
        if zlib.crc32(text.encode()) == checksum:
            yield Item(f"{key}#abstract", text, "abstract", "en", gold_of(spans))


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


def print_frequent(shared: Path, items: Sequence[Item]) -> None:
    """The 50 methods and models that most abstracts name, on the own gold.

    A mention is right when it overlaps a label of any kind; a label is found when a mention of
    the concept that the scheme gives its words overlaps it.
    """
    scheme = load_scheme()
    index, extractor = LabelIndex(scheme), Extractor(scheme)
    works: Counter[str] = Counter()
    for _, text in some_abstracts(shared, 220):
        works.update({m.uses[0].concept for m in longest(index.find(text))})
    ordered = [key for key, _ in works.most_common() if one(scheme[key].kind) == "method"]
    top = set(ordered[:50])
    wanted = found = said = right = 0
    for item in items:
        ours = [m for m in extract(item, extractor) if m.concept in top]
        said += len(ours)
        right += sum(any(crosses(g, m) for g in item.gold) for m in ours)
        for gold in item.gold:
            meant = set(scheme.find(item.text[gold.start : gold.end])) & top
            wanted += bool(meant)
            found += any(m.concept in meant and crosses(gold, m) for m in ours)
    print(
        f"\nthe 50 most frequent methods and models on the own gold: precision "
        f"{right / max(said, 1):.3f} of {said}, recall {found / max(wanted, 1):.3f} of {wanted}"
    )


def crosses(gold: Span, mention: Mention) -> bool:
    return mention.place.start < gold.end and gold.start < mention.place.end


def some_abstracts(shared: Path, days: int) -> Iterator[tuple[str, str]]:
    """Title and abstract of the works of the first days of hf_daily."""
    for path in sorted((shared / "corpora" / "hf_daily").glob("*.json"))[:days]:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and row["paper"].get("summary"):
                yield folded(row["paper"]["title"]), folded(row["paper"]["summary"])


def print_speed(shared: Path) -> None:
    """Texts a second on one core, processor time."""
    works = list(some_abstracts(shared, 40))
    texts = [text for _, text in works]
    begin = time.process_time()
    scheme = load_scheme()
    loaded = time.process_time()
    index = LabelIndex(scheme)
    built = time.process_time()
    for text in texts:
        longest(index.find(text))
    matched = time.process_time()
    print(
        f"\nscheme: {len(scheme)} concepts, loaded in {loaded - begin:.2f} s, "
        f"index in {built - loaded:.2f} s; "
        f"matching: {len(texts) / (matched - built):.0f} abstracts/s"
    )
    for name, made in (
        ("titles alone", [(a_text(title, "title"),) for title, _ in works]),
        ("title and abstract", [(a_text(t, "title"), a_text(a, "abstract")) for t, a in works]),
    ):
        extractor = Extractor(scheme)
        begin = time.process_time()
        for number, both in enumerate(made):
            extractor.coin(str(number), both)
            extractor.names(both)
            extractor.extract(str(number), both)
        spent = time.process_time() - begin
        print(f"everything, {name}: {len(made) / spent:.0f} works/s")


if __name__ == "__main__":
    main()
