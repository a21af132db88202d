"""Invented works, people and venues that several tests of the graph share."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kg.entities import (
    Agent,
    Appearance,
    Authorship,
    Claims,
    Concept,
    ConceptEdge,
    Issue,
    IssueItem,
    Label,
    Mention,
    Place,
    RecordRef,
    SourceFile,
    StatedResult,
    Venue,
    VoteReading,
    Work,
    WorkLink,
    WorkText,
    WorkVersion,
)
from kg.records import Sentence

NC_ND = "https://creativecommons.org/licenses/by-nc-nd/4.0/"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"

TITLE = WorkText(
    key="title",
    field="title",
    language="en",
    sentences=(Sentence(text="Willow: Pruning by Wind"),),
    source="daily-papers",
)
ABSTRACT = WorkText(
    key="abstract-arxiv",
    field="abstract",
    language="en",
    sentences=(Sentence(text="We prune trees."), Sentence(text="Willow is fast.")),
    source="arxiv",
    licence=CC0,
)
SUMMARY = WorkText(
    key="summary-daily-papers-2024-05-01",
    field="summary",
    language="ko",
    sentences=(
        Sentence(text="Willow는 Oak보다 3.50배 빠릅니다.", label="핵심"),
        Sentence(text="코드는 https://github.com/quill/willow 에 있습니다.", level=1),
    ),
    source="daily-papers",
    licence=NC_ND,
    generated=True,
)
RECORD = RecordRef(
    source="daily-papers",
    key="2024-05-01#2405.00001",
    sha256="ab" * 32,
    location="/home/quill/2024-05-01.md",
)
CODE = WorkLink(
    url="https://github.com/quill/willow",
    kind="code",
    place=Place(text=SUMMARY.key, sentence=2, start=4, end=35),
    surface="https://github.com/quill/willow",
)
WORK = Work(
    key="arxiv:2405.00001",
    ids=("arxiv:2405.00001", "doi:10.5555/willow.1"),
    title="Willow: Pruning by Wind",
    title_source="$\\textit{Willow}$: Pruning by Wind",
    authorships=(
        Authorship(listed_position=1, name="Ada Quill", agent="name:a1"),
        Authorship(
            listed_position=2,
            name="Jin-ho Bae",
            agent="orcid:0000-0002-1825-0097",
            byline_position=0,
        ),
    ),
    authors_complete=False,
    texts=(TITLE, ABSTRACT, SUMMARY),
    concepts=(
        ConceptEdge(concept="forest", kind="dataset", role="evaluates", confidence=0.9),
        ConceptEdge(concept="willow", kind="model", role="introduces", confidence=0.9),
        ConceptEdge(concept="oak", kind="model", role="compares", confidence=0.9),
        ConceptEdge(concept="pruning", kind="task", role="uses", confidence=0.8),
        ConceptEdge(concept="wind", kind="method", role="mentions", confidence=0.2),
    ),
    links=(CODE, WorkLink(url="https://willow.example/", kind="project", status="promised")),
    votes=(
        VoteReading(series="daily-papers", read_on=date(2024, 5, 1), votes=7),
        VoteReading(series="hf-daily", read_on=date(2024, 5, 3), votes=9),
    ),
    picture_url="https://pictures.example/willow one.png",
    published_on=date(2024, 4, 30),
    year=2024,
    appearances=(
        Appearance(venue="treeconf", event="treeconf/2024", text="Accepted at TreeConf 2024"),
        Appearance(venue=None, event=None, text="to appear somewhere"),
    ),
    categories=("cs.LG", "cs.CL"),
    keywords=("pruning",),
    cites=("acl:P18-1001",),
    versions=(WorkVersion(number=1, issued_on=date(2024, 4, 30), note="first"),),
    records=(RECORD,),
)
STUB = Work(
    key="acl:P18-1001",
    ids=("acl:P18-1001",),
    title="",
    title_source="",
    is_stub=True,
)
CLAIMS = Claims(
    key=WORK.key,
    mentions=(
        Mention(
            concept="oak",
            kind="model",
            role="compares",
            place=Place(text=SUMMARY.key, sentence=1, start=8, end=11),
            surface="Oak",
            confidence=0.9,
            rule="than-particle",
        ),
        Mention(
            concept="willow",
            kind="method",
            role="introduces",
            place=Place(text=ABSTRACT.key, sentence=2, start=0, end=6),
            surface="Willow",
            confidence=0.75,
            rule="title-name",
        ),
    ),
    results=(
        StatedResult(
            metric="speed-up",
            value="3.50",
            number="3.50",
            unit="x",
            dataset="forest",
            baseline="oak",
            scope="all trees",
            comparator="up to",
            place=Place(text=SUMMARY.key, sentence=1, start=8, end=21),
            evidence="Oak보다 3.50배 빠",
            confidence=0.8,
        ),
    ),
    extractor="rules 1",
    texts=(ABSTRACT, SUMMARY),
)
CLUSTER = Agent(
    key="name:a1", name="Ada Quill", kind="name-cluster", names=("A. Quill", "Ada Quill")
)
PERSON = Agent(
    key="orcid:0000-0002-1825-0097",
    name="Jin-ho Bae",
    kind="person",
    names=("Jin-ho Bae",),
    orcid="0000-0002-1825-0097",
)
CONCEPT = Concept(
    key="pruning",
    kind="task",
    pref=(Label(text="Pruning", language="en"), Label(text="가지치기", language="ko")),
    alt=(Label(text="Pruning", language="en"), Label(text="cutting", language="en")),
    definition="Taking away what is not needed.",
    broader=("gardening",),
    related=("wind",),
    exact_match=("http://www.wikidata.org/entity/Q1",),
    introduced_by=WORK.key,
)
OTHERS = tuple(
    Concept(key=key, kind=kind, pref=(Label(text=key.title(), language="en"),))
    for key, kind in (
        ("oak", "model"),
        ("forest", "dataset"),
        ("wind", "method"),
        ("gardening", "concept"),
    )
)
COINED = Concept(
    key="willow",
    kind="model",
    pref=(Label(text="Willow", language="en"),),
    introduced_by=WORK.key,
    is_coined=True,
)
VENUE = Venue(key="treeconf", name="Conference on Trees", acronym="TreeConf")
EVENT = Venue(key="treeconf/2024", name="TreeConf 2024", kind="event", series="treeconf", year=2024)
JOURNAL = Venue(key="issn:1234-5679", name="Journal of Leaves", kind="journal")
ISSUE = Issue(
    key="daily-papers/2024-05-01",
    series="daily-papers",
    issued_on=date(2024, 5, 1),
    items=(
        IssueItem(position=1, work=WORK.key, votes=7, picture_url="https://pictures.example/w.png"),
        IssueItem(position=2, work=STUB.key),
    ),
    records=(RECORD,),
)
FILE = SourceFile(
    key="cd" * 32,
    source="daily-papers",
    location="/home/quill/2024-05-01.md",
    read_at=datetime(2024, 5, 1, 12, 30, tzinfo=UTC),
    records=2,
    licence=NC_ND,
    graphs=("listings", "works"),
)
AGENTS = (CLUSTER, PERSON)
CONCEPTS = (CONCEPT, COINED, *OTHERS)
VENUES = (VENUE, EVENT, JOURNAL)
ENTITIES = (WORK, STUB, CLAIMS, *AGENTS, *CONCEPTS, *VENUES, ISSUE, FILE)
"""One of each kind and more, all of them consistent with each other."""
