"""Validation tasks made from public collections: what is known, what is asked, what is right.

Every task is a corpus (documents, edges), questions about it, and for each question the works
that count as right. What is right is never among the edges.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from recommender import Document, Edge, Text


@dataclass(frozen=True)
class Question:
    """One query of a task.

    Args:
        right: the works that should be listed.
        work: the work asked about, or None.
        text: the text asked about, or None.
        hidden: works that are not to be listed, since the question gives them away.
    """

    right: frozenset[str]
    work: str | None = None
    text: str | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """A corpus with questions; `candidates` may be listed, all works when None."""

    name: str
    documents: tuple[Document, ...]
    edges: tuple[Edge, ...]
    questions: tuple[Question, ...]
    candidates: frozenset[str] | None = None
    traits: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class AclPaper:
    """Facts of one paper of the ACL Anthology."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    venue: str
    year: int


def read_acl(folder: Path, wanted: set[str]) -> dict[str, AclPaper]:
    """The wanted papers of the anthology's XML files."""
    papers: dict[str, AclPaper] = {}
    for collection in sorted({paper_id.split("-")[0] for paper_id in wanted}):
        path = folder / "xml" / f"{collection}.xml"
        if path.is_file():
            papers.update(_collection(path, collection, wanted))
    return papers


def _collection(path: Path, name: str, wanted: set[str]) -> Iterator[tuple[str, AclPaper]]:
    for volume in ElementTree.parse(path).getroot().iter("volume"):
        year = volume.findtext("meta/year") or "0"
        number = volume.get("id", "")
        for paper in volume.iter("paper"):
            place = int(paper.get("id", "0"))
            digits = f"{int(number):02d}{place:02d}" if name[0] == "W" else f"{number}{place:03d}"
            paper_id = f"{name}-{digits}"
            if paper_id in wanted:
                authors = tuple(" ".join(a.itertext()).strip() for a in paper.iter("author"))
                yield (
                    paper_id,
                    AclPaper(
                        _words(paper.find("title")),
                        _words(paper.find("abstract")),
                        authors,
                        name[0] if name[0] != "W" else f"{name}-{number}",
                        int(year),
                    ),
                )


def _words(element: ElementTree.Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def scisummnet(shared: Path, last_known: int, asked: range) -> list[Task]:
    """Citations until a year are known; those of the years asked about are right.

    Three tasks: works later cited together (text and citations known), what a new work cites
    (only its title, authors and venue known), and the other half of what it cites.
    """
    folder = shared / "corpora"
    papers = [
        json.loads(line)
        for line in (folder / "scisummnet/papers.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    rows = (folder / "scisummnet/citations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    triples = [(a, b, int(year)) for a, b, year in (row.split("\t") for row in rows)]
    cited = {paper["id"] for paper in papers}
    known = [(a, b) for a, b, year in triples if year <= last_known]
    later: dict[str, set[str]] = defaultdict(set)
    for a, b, year in triples:
        if year in asked and b in cited and a not in cited:
            later[a].add(b)
    wanted = cited | {a for a, _ in known} | set(later)
    facts = read_acl(folder / "acl_anthology", wanted)
    documents = _acl_documents(papers, facts, wanted)
    edges = [Edge(a, "cites", b) for a, b in known]
    edges += [Edge(p, "author", name) for p, f in sorted(facts.items()) for name in f.authors]
    edges += [Edge(p, "venue", f.venue) for p, f in sorted(facts.items())]
    held = {document.id for document in documents}
    candidates = frozenset(p["id"] for p in papers if p["year"] <= last_known)
    name = f"{asked[0]}-{asked[-1]}"
    return [
        _cited_together(name, documents, edges, later, candidates),
        _new_works(name, documents, edges, later, candidates & held),
        _half_known(name, documents, edges, later, candidates & held),
    ]


def _acl_documents(
    papers: list[dict[str, str]], facts: dict[str, AclPaper], wanted: set[str]
) -> list[Document]:
    texts = {p["id"]: (p["title"], p["abstract"]) for p in papers}
    texts |= {i: (f.title, f.abstract) for i, f in facts.items() if i not in texts}
    return [
        Document(
            paper_id,
            (Text(texts[paper_id][0], "en", "title"), Text(texts[paper_id][1], "en", "abstract")),
        )
        for paper_id in sorted(wanted & set(texts))
    ]


def _cited_together(
    name: str,
    documents: list[Document],
    edges: list[Edge],
    later: dict[str, set[str]],
    candidates: frozenset[str],
) -> Task:
    right: dict[str, set[str]] = defaultdict(set)
    for references in later.values():
        for one in references & candidates:
            right[one] |= (references & candidates) - {one}
    questions = tuple(Question(frozenset(right[one]), one) for one in sorted(right) if right[one])
    unseen = [d for d in documents if d.id not in later]
    kept = [e for e in edges if e.source not in later]
    return Task(
        f"acl cited together {name}",
        tuple(unseen),
        tuple(kept),
        questions,
        candidates,
        frozenset({"text", "citations"}),
    )


def _new_works(
    name: str,
    documents: list[Document],
    edges: list[Edge],
    later: dict[str, set[str]],
    candidates: frozenset[str],
) -> Task:
    held = {document.id for document in documents}
    questions = tuple(
        Question(frozenset(references & candidates), one)
        for one, references in sorted(later.items())
        if one in held and references & candidates
    )
    return Task(
        f"acl new works {name}",
        tuple(documents),
        tuple(edges),
        questions,
        candidates,
        frozenset({"cold"}),
    )


def _half_known(
    name: str,
    documents: list[Document],
    edges: list[Edge],
    later: dict[str, set[str]],
    candidates: frozenset[str],
) -> Task:
    chance = random.Random(5)
    held = {document.id for document in documents}
    questions, given = [], []
    for one, references in sorted(later.items()):
        listed = sorted(references & candidates)
        if one in held and len(listed) >= 2:
            chance.shuffle(listed)
            half = len(listed) // 2
            given += [Edge(one, "cites", other) for other in listed[:half]]
            questions.append(
                Question(frozenset(listed[half:]), one, None, frozenset(listed[:half]))
            )
    return Task(
        f"acl half known {name}",
        tuple(documents),
        (*edges, *given),
        tuple(questions),
        candidates,
        frozenset({"text", "citations", "held-out citations"}),
    )


@dataclass
class CacmRecord:
    """One record of the CACM collection."""

    title: str
    abstract: str
    authors: list[str]
    keywords: list[str]
    cites: set[str]
    year: int


def read_cacm(folder: Path) -> dict[str, CacmRecord]:
    """The records by number."""
    records = {}
    for block in (folder / "cacm.all").read_text(encoding="latin-1").split("\n.I "):
        number, _, body = block.removeprefix(".I ").partition("\n")
        fields: dict[str, list[str]] = defaultdict(list)
        current = ""
        for line in body.splitlines():
            if re.fullmatch(r"\.[A-Z]", line):
                current = line[1]
            else:
                fields[current].append(line)
        links = [row for row in map(str.split, fields["X"]) if len(row) == 3]
        year = re.search(r"(19\d\d)", " ".join(fields["B"]))
        records[number.strip()] = CacmRecord(
            " ".join(" ".join(fields["T"]).split()),
            " ".join(fields["W"]),
            [" ".join(a.split()) for a in fields["A"] if a.strip()],
            [k.strip().lower() for k in " ".join(fields["K"]).split(",") if k.strip()],
            {a for a, kind, b in links if kind == "5" and a != b and b == number.strip()},
            int(year.group(1)) if year else 0,
        )
    return records


def cacm(shared: Path, part: int) -> list[Task]:
    """Judged queries, held-out citations and works without citations, for one half of each.

    Args:
        shared: the folder of real data.
        part: 0 for the half that is trained on, 1 for the half that is validated on.
    """
    folder = shared / "corpora/cacm"
    records = read_cacm(folder)
    documents = tuple(
        Document(
            number,
            (Text(r.title, "en", "title"), Text(r.abstract, "en", "abstract")),
            year=r.year or None,
        )
        for number, r in records.items()
    )
    other = [Edge(n, "author", a) for n, r in records.items() for a in r.authors]
    other += [Edge(n, "keyword", k) for n, r in records.items() for k in r.keywords]
    pairs = sorted(
        {tuple(sorted((n, c))) for n, r in records.items() for c in r.cites if c in records}
    )
    return [
        _cacm_queries(folder, documents, pairs, other, part),
        _cacm_held_out(documents, pairs, other, part, cold=False),
        _cacm_held_out(documents, pairs, other, part, cold=True),
    ]


def _cacm_queries(
    folder: Path,
    documents: tuple[Document, ...],
    pairs: list[tuple[str, ...]],
    other: list[Edge],
    part: int,
) -> Task:
    right: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.text").read_text(encoding="utf-8").splitlines():
        query, work, *_ = line.split()
        right[str(int(query))].add(str(int(work)))
    questions = []
    for block in (folder / "query.text").read_text(encoding="latin-1").split(".I ")[1:]:
        number, _, body = block.partition("\n")
        text = re.search(r"\.W\n(.*?)(?=\n\.[A-Z]\n|\Z)", body, re.DOTALL)
        if text and right[number.strip()] and int(number) % 2 == part:
            questions.append(Question(frozenset(right[number.strip()]), None, text.group(1)))
    edges = [Edge(a, "cites", b) for a, b in pairs] + other
    return Task(
        "cacm queries", documents, tuple(edges), tuple(questions), traits=frozenset({"query"})
    )


def _cacm_held_out(
    documents: tuple[Document, ...],
    pairs: list[tuple[str, ...]],
    other: list[Edge],
    part: int,
    *,
    cold: bool,
) -> Task:
    chance = random.Random(11 + cold)
    asked = {d.id for d in documents if chance.random() < (0.15 if cold else 0.5)}
    right: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    edges = []
    for a, b in pairs:
        ends = [end for end in (a, b) if end in asked]
        if ends and (cold or chance.random() < 0.4):
            for end in ends:
                right[end].add(b if end == a else a)
        else:
            edges.append(Edge(a, "cites", b))
            known[a].add(b)
            known[b].add(a)
    questions = tuple(
        Question(frozenset(right[one]), one, None, frozenset(known[one]))
        for one in sorted(right)
        if (int(one) % 2 == part) and (cold or known[one])
    )
    name = "cacm without citations" if cold else "cacm held-out citations"
    traits = {"cold"} if cold else {"text", "citations", "held-out citations"}
    return Task(name, documents, (*edges, *other), questions, traits=frozenset(traits))


def daily_papers(shared: Path, part: int) -> list[Task]:
    """Works with keywords: half of each work's are known, sharing one of the others is right."""
    papers = {}
    for path in sorted((shared / "corpora/hf_daily").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(entry, dict):
                papers[entry["paper"]["id"]] = entry["paper"]
    documents = tuple(
        Document(p["id"], (Text(p["title"], "en", "title"), Text(p["summary"], "en", "abstract")))
        for p in papers.values()
    )
    authors = [Edge(p["id"], "author", a["name"]) for p in papers.values() for a in p["authors"]]
    chance = random.Random(17)
    edges, hidden = list(authors), {}
    for work, paper in sorted(papers.items()):
        keywords = sorted({k.lower() for k in paper.get("ai_keywords") or []})
        chance.shuffle(keywords)
        half = len(keywords) // 2
        edges += [Edge(work, "keyword", keyword) for keyword in keywords[:half]]
        hidden[work] = set(keywords[half:])
    tagged = {work for work in hidden if hidden[work]}
    questions = tuple(
        Question(frozenset(right), work)
        for work in sorted(tagged)
        if int(work[-1]) % 2 == part
        and (right := {o for o in tagged if o != work and hidden[o] & hidden[work]})
    )
    return [
        Task(
            "daily papers held-out keywords",
            documents,
            tuple(edges),
            questions,
            frozenset(tagged),
            frozenset({"keywords"}),
        )
    ]


def arxiv_teams(shared: Path, part: int, days: int = 20, most: int = 400) -> list[Task]:
    """Works of one team in the arXiv listings: only the texts are known."""
    papers = {}
    for path in sorted((shared / "corpora/daily_arxiv").glob("*.jsonl"))[:days]:
        for line in path.read_text(encoding="utf-8").splitlines():
            paper = json.loads(line)
            papers.setdefault(paper["id"], paper)
    documents = tuple(
        Document(p["id"], (Text(p["title"], "en", "title"), Text(p["summary"], "en", "abstract")))
        for p in papers.values()
    )
    by_author: dict[str, set[str]] = defaultdict(set)
    for paper in papers.values():
        for name in paper["authors"]:
            by_author[name].add(paper["id"])
    questions = []
    for work, paper in sorted(papers.items()):
        shared_authors: dict[str, int] = defaultdict(int)
        for name in paper["authors"]:
            for other in by_author[name] - {work}:
                shared_authors[other] += 1
        right = frozenset(o for o, n in shared_authors.items() if n >= 2)
        if right and int(work[-1]) % 2 == part:
            questions.append(Question(right, work))
    random.Random(23).shuffle(questions)
    return [
        Task("arxiv same team", documents, (), tuple(questions[:most]), traits=frozenset({"cold"}))
    ]


def training_tasks(shared: Path) -> list[Task]:
    """What weights may be chosen on."""
    return [
        *scisummnet(shared, 2005, range(2006, 2008)),
        *cacm(shared, 0),
        *daily_papers(shared, 0),
        *arxiv_teams(shared, 0),
    ]


def validation_tasks(shared: Path) -> list[Task]:
    """What is reported."""
    return [
        *scisummnet(shared, 2007, range(2008, 2010)),
        *cacm(shared, 1),
        *daily_papers(shared, 1),
        *arxiv_teams(shared, 1),
    ]
