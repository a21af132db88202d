"""Extraction against people's labels: precision, recall and F1, ours beside the anchors.

``python benchmarks/extraction.py [--shared ../shared]``

Collections: SciER dev (entity level, per kind), titles and abstracts drawn at random from three
corpora, each read beside the other text of its work as the product reads it, and Korean sentences
of our own (labels in ``benchmarks/data``; the half whose key has an odd checksum is the report
half). Anchors, in the same run: a plain dictionary match with the same scheme and
with the topics of CSO. ``strict`` is the same span and kind, ``relaxed`` an overlap of the same
kind. A model is a method in SciER, so the two count as one kind throughout.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Literal

from benchmarks.coverage import print_coverage
from benchmarks.labels import (
    Item,
    Span,
    a_text,
    is_report,
    one,
    own_texts,
    read_abstracts,
    read_korean,
    read_scier,
    read_titles,
    some_abstracts,
)
from kg.concepts.cso import read_cso
from kg.concepts.extraction import Extractor
from kg.concepts.matching import LabelIndex, longest
from kg.concepts.pausing import collector_paused
from kg.concepts.scheme import Scheme, load_scheme
from kg.concepts.tagging import Tagger
from kg.entities import Mention, WorkText

KINDS = ("method", "dataset", "task", "metric", "hardware")
NAMED = frozenset({"lora", "mamba", "diffusion-model"})


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
    top = frequent_methods(shared)
    for name, items in (("report half", [i for i in own if is_report(i)]), ("all", own)):
        print(f"\nLatin-script names of the own gold, {name}, found at all:")
        for system in ("ours: mentions", "ours"):
            print(f"{system:<22}{latin_recall(systems[system], items):.3f}")
        print_frequent(items, top, f"the 50 most frequent methods and models, {name}")
        print_frequent(items, NAMED, f"LoRA, Mamba and diffusion, {name}")
    print_coverage(texts, Extractor(load_scheme()))
    print_speed(shared)


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
    fields: list[Literal["title", "abstract"]] = ["title", "abstract"]
    words = {"title": item.beside, "abstract": item.beside}
    field = "title" if item.field == "title" else "abstract"
    words[field] = item.text
    texts = [a_text(words[name], name, item.language) for name in fields if words[name]]
    found = extractor.extract(item.key, texts).mentions
    return tuple(mention for mention in found if mention.place.text == field)


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


def frequent_methods(shared: Path) -> frozenset[str]:
    """The 50 methods and models that most works of the first days of hf_daily name."""
    scheme = load_scheme()
    index = LabelIndex(scheme)
    works: Counter[str] = Counter()
    for _, text in some_abstracts(shared, 220):
        works.update({m.uses[0].concept for m in longest(index.find(text))})
    ordered = [key for key, _ in works.most_common() if one(scheme[key].kind) == "method"]
    return frozenset(ordered[:50])


def print_frequent(items: Sequence[Item], concepts: Set[str], name: str) -> None:
    """Precision and recall of some concepts.

    A mention is right when it overlaps a label (of the same kind). A label whose words the scheme
    gives one of the concepts is found when a mention of that concept overlaps it; or of a concept
    below it; or, which is what ``relaxed`` means elsewhere, any mention of the same kind.
    """
    scheme = load_scheme()
    extractor = Extractor(scheme)
    hits: Counter[str] = Counter()
    for item in items:
        found = extract(item, extractor)
        for mention in (m for m in found if m.concept in concepts):
            over = [g for g in item.gold if crosses(g, mention)]
            hits["said"] += 1
            hits["right"] += bool(over)
            hits["right kind"] += any(one(mention.kind) in g.kinds for g in over)
        for gold in item.gold:
            meant = set(scheme.find(item.text[gold.start : gold.end])) & concepts
            if not meant:
                continue
            over = [m for m in found if crosses(gold, m)]
            hits["wanted"] += 1
            hits["same"] += any(m.concept in meant for m in over)
            hits["below"] += any(meant & names_of(m.concept, scheme) for m in over)
            hits["kind"] += any(one(m.kind) in gold.kinds for m in over)
    said, wanted = max(hits["said"], 1), max(hits["wanted"], 1)
    print(
        f"{name}: precision {hits['right'] / said:.3f} (of the same kind "
        f"{hits['right kind'] / said:.3f}) of {hits['said']}; recall {hits['same'] / wanted:.3f} "
        f"(with concepts below {hits['below'] / wanted:.3f}, of the same kind "
        f"{hits['kind'] / wanted:.3f}) of {hits['wanted']}"
    )


def names_of(concept: str, scheme: Scheme) -> set[str]:
    """A concept and those above it."""
    return {concept, *(key for key, _ in scheme.broader_closure(concept))}


def crosses(gold: Span, mention: Mention) -> bool:
    return mention.place.start < gold.end and gold.start < mention.place.end


def print_speed(shared: Path) -> None:
    """Texts a second on one core, processor time."""
    works = list(some_abstracts(shared, 40))
    begin = time.process_time()
    scheme = load_scheme()
    loaded = time.process_time()
    index = LabelIndex(scheme)
    built = time.process_time()
    print(
        f"\nscheme: {len(scheme)} concepts, loaded in {loaded - begin:.2f} s, "
        f"index in {built - loaded:.2f} s"
    )
    abstracts = [(a_text(abstract, "abstract"),) for _, abstract in works]
    both = [(a_text(t, "title"), a_text(a, "abstract")) for t, a in works]
    titles = [(a_text(title, "title"),) for title, _ in works]

    def labels(_: Extractor, texts: Sequence[WorkText]) -> None:
        longest(index.find(texts[0].sentences[0].text))

    def everything(extractor: Extractor, texts: Sequence[WorkText]) -> None:
        extractor.coin("benchmark", texts)
        extractor.names(texts)
        extractor.extract("benchmark", texts)

    for name, read, made in (
        (
            "labels found, abstracts",
            lambda _, t: longest(index.find(t[0].sentences[0].text)),
            abstracts,
        ),
        ("mentions (found and decided between), abstracts", Extractor.named, abstracts),
        ("everything, titles alone", everything, titles),
        ("everything, title and abstract", everything, both),
    ):
        print(f"{name}: {rate(read, made, scheme):.0f} a second")


def rate(
    read: Callable[[Extractor, Sequence[WorkText]], object],
    made: Sequence[Sequence[WorkText]],
    scheme: Scheme,
) -> float:
    """Texts a second in the quickest third, no sentence read twice.

    The collector rests, as it does where texts are ingested.
    """
    extractor, found = Extractor(scheme), []
    for part in (made[start::3] for start in range(3)):
        with collector_paused():
            begin = time.process_time()
            for texts in part:
                read(extractor, texts)
            found.append(len(part) / (time.process_time() - begin))
    return max(found)


if __name__ == "__main__":
    main()
