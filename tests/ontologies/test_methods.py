"""The shipped concept scheme keeps its promises: strict Turtle, sound hierarchy, clear labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import resources

import pyoxigraph as ox
import pytest

SCHEME = "https://w3id.org/paperkin/scheme"
CONCEPT = "https://w3id.org/paperkin/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KINDS = {
    "https://linkedpaperswithcode.com/class/method": "method",
    "https://linkedpaperswithcode.com/class/task": "task",
    "https://linkedpaperswithcode.com/class/dataset": "dataset",
    "https://linkedpaperswithcode.com/class/model": "model",
    "https://w3id.org/paperkin/ns#Metric": "metric",
    "https://w3id.org/paperkin/ns#Hardware": "hardware",
}
# Labels that two concepts may bear, each with its reason; both must call them ambiguous.
SHARED_LABELS = {
    "gqa": "papers write GQA for grouped-query attention and for the question-answering dataset",
    "mert": "MERT is a training procedure in machine translation and a model of music",
}


class Graph:
    """The scheme's triples by subject and predicate."""

    def __init__(self, turtle: bytes) -> None:
        self.objects: defaultdict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = defaultdict(
            list
        )
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode | ox.Literal)
            self.objects[quad.subject.value, quad.predicate.value].append(quad.object)
        self.slugs = sorted(
            subject.removeprefix(CONCEPT)
            for (subject, predicate), objects in self.objects.items()
            if predicate == RDF_TYPE and ox.NamedNode(SKOS + "Concept") in objects
        )

    def of(self, slug: str, term: str) -> list[ox.NamedNode | ox.Literal]:
        return self.objects.get((CONCEPT + slug, term), [])

    def links(self, slug: str, name: str) -> list[str]:
        return [node.value.removeprefix(CONCEPT) for node in self.of(slug, SKOS + name)]

    def labels(self, slug: str, language: str, *names: str) -> list[str]:
        literals = [node for name in names for node in self.of(slug, SKOS + name)]
        return [
            node.value
            for node in literals
            if isinstance(node, ox.Literal) and node.language == language
        ]

    def ancestors(self, slug: str) -> set[str]:
        found: set[str] = set()
        waiting = self.links(slug, "broader")
        while waiting:
            if (above := waiting.pop()) not in found:
                found.add(above)
                waiting.extend(self.links(above, "broader"))
        return found


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(resources.files("ontologies").joinpath("methods.ttl").read_bytes())


def folded(label: str) -> str:
    """A label without case, spaces and hyphens."""
    return re.sub(r"[\s\-‐–]+", "", label).casefold()


def all_labels(graph: Graph) -> Iterator[tuple[str, str]]:
    for slug in graph.slugs:
        for language in ("en", "ko"):
            for label in graph.labels(slug, language, "prefLabel", "altLabel"):
                yield slug, label


def ambiguous_labels(graph: Graph, slug: str) -> list[str]:
    return [node.value for node in graph.of(slug, "https://w3id.org/paperkin/ns#ambiguousLabel")]


def test_scheme_is_described(graph: Graph) -> None:
    terms = {predicate for subject, predicate in graph.objects if subject == SCHEME}
    for name in ("title", "license", "modified"):
        assert "http://purl.org/dc/terms/" + name in terms


def test_every_concept_is_complete(graph: Graph) -> None:
    for slug in graph.slugs:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug
        assert len(graph.labels(slug, "en", "prefLabel")) == 1, slug
        assert len(graph.labels(slug, "ko", "prefLabel")) <= 1, slug
        assert len(graph.labels(slug, "en", "definition")) == 1, slug
        assert [node.value for node in graph.of(slug, SKOS + "notation")] == [slug]
        assert [node.value for node in graph.of(slug, SKOS + "inScheme")] == [SCHEME]


def test_korean_alternatives_have_a_preferred_label(graph: Graph) -> None:
    for slug in graph.slugs:
        if graph.labels(slug, "ko", "altLabel"):
            assert graph.labels(slug, "ko", "prefLabel"), slug


@pytest.mark.parametrize("language", ["en", "ko"])
def test_preferred_labels_are_unique(graph: Graph, language: str) -> None:
    counts = Counter(
        folded(label) for slug in graph.slugs for label in graph.labels(slug, language, "prefLabel")
    )
    assert [label for label, count in counts.items() if count > 1] == []


def test_no_label_is_shared_without_a_reason(graph: Graph) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for slug, label in all_labels(graph):
        owners[folded(label)].add(slug)
    shared = {label: slugs for label, slugs in owners.items() if len(slugs) > 1}
    assert {k: v for k, v in shared.items() if k not in SHARED_LABELS} == {}
    for label, slugs in shared.items():
        for slug in slugs:
            assert label in map(folded, ambiguous_labels(graph, slug)), (slug, label)


def test_labels_are_clean(graph: Graph) -> None:
    for slug, label in all_labels(graph):
        assert label == " ".join(label.split()), (slug, label)
        assert len(label) > 1, (slug, label)


def test_ambiguous_labels_are_labels(graph: Graph) -> None:
    for slug in graph.slugs:
        own = {
            label
            for language in ("en", "ko")
            for label in graph.labels(slug, language, "prefLabel", "altLabel")
        }
        assert set(ambiguous_labels(graph, slug)) <= own, slug


@pytest.mark.parametrize("link", ["broader", "related"])
def test_links_lead_to_concepts(graph: Graph, link: str) -> None:
    known = set(graph.slugs)
    for slug in graph.slugs:
        assert set(graph.links(slug, link)) <= known - {slug}, slug


def test_broader_has_no_cycle(graph: Graph) -> None:
    assert [slug for slug in graph.slugs if slug in graph.ancestors(slug)] == []


def test_related_is_symmetric_and_apart_from_the_hierarchy(graph: Graph) -> None:
    for slug in graph.slugs:
        for other in graph.links(slug, "related"):
            assert slug in graph.links(other, "related"), (slug, other)
            assert other not in graph.ancestors(slug), (slug, other)


def test_no_single_root_gathers_everything(graph: Graph) -> None:
    below = Counter(above for slug in graph.slugs for above in graph.ancestors(slug))
    assert max(below.values()) < len(graph.slugs) / 4


def test_counts(graph: Graph) -> None:
    kinds = Counter(
        KINDS[node.value]
        for slug in graph.slugs
        for node in graph.of(slug, RDF_TYPE)
        if node.value in KINDS
    )
    assert sum(kinds.values()) >= 1000
    assert kinds["method"] >= 420
    assert min(kinds[kind] for kind in KINDS.values()) >= 40
    assert len(graph.slugs) - sum(kinds.values()) >= 40


@pytest.mark.parametrize("kind", ["method", "task"])
def test_korean_labels(graph: Graph, kind: str) -> None:
    members = [
        slug
        for slug in graph.slugs
        if any(KINDS.get(node.value) == kind for node in graph.of(slug, RDF_TYPE))
    ]
    named = [slug for slug in members if graph.labels(slug, "ko", "prefLabel")]
    assert len(named) >= 0.75 * len(members)


def test_korean_labels_overall(graph: Graph) -> None:
    # Proper names of models and datasets are written in Latin script in Korean texts too.
    named = [slug for slug in graph.slugs if graph.labels(slug, "ko", "prefLabel")]
    assert len(named) >= 1000


@pytest.mark.parametrize(
    ("slug", "above"),
    [
        ("lora", {"parameter-efficient-fine-tuning", "fine-tuning", "transfer-learning"}),
        ("qlora", {"lora", "quantization", "model-compression"}),
        ("dora", {"lora", "parameter-efficient-fine-tuning"}),
        ("mamba", {"selective-state-space-model", "state-space-model", "sequence-model"}),
        ("mamba-2", {"mamba", "state-space-model"}),
        ("vision-mamba", {"mamba", "visual-backbone"}),
        ("ssm-transformer-hybrid", {"state-space-model", "transformer"}),
        ("latent-diffusion-model", {"diffusion-model", "generative-model"}),
        ("diffusion-transformer", {"diffusion-model", "transformer"}),
        ("consistency-distillation", {"diffusion-distillation", "knowledge-distillation"}),
        ("one-step-diffusion", {"few-step-diffusion", "diffusion-model"}),
        ("video-diffusion-model", {"diffusion-model", "generative-model"}),
        ("gaussian-surfels", {"gaussian-splatting", "neural-scene-representation"}),
        ("graph-hypernetwork", {"hypernetwork", "graph-neural-network", "neural-network"}),
        ("dpo", {"preference-optimization", "alignment"}),
    ],
)
def test_families_have_their_ancestors(graph: Graph, slug: str, above: set[str]) -> None:
    assert above <= graph.ancestors(slug)


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Low-Rank Adaptation", "lora"),
        ("저순위 적응", "lora"),
        ("낮은 순위 어댑터", "lora"),
        ("맘바", "mamba"),
        ("SSM", "state-space-model"),
        ("확산 모델", "diffusion-model"),
        ("디퓨전 모델", "diffusion-model"),
        ("트랜스포머", "transformer"),
        ("셀프 어텐션", "self-attention"),
        ("대조적 학습", "contrastive-learning"),
        ("지시 튜닝", "instruction-tuning"),
    ],
)
def test_labels_of_the_field_lead_to_their_concept(graph: Graph, label: str, slug: str) -> None:
    owners = {owner for owner, text in all_labels(graph) if folded(text) == folded(label)}
    assert owners == {slug}
