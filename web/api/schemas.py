"""JSON Schemas of what the API takes and gives (2020-12, as OpenAPI 3.1 has them)."""

from __future__ import annotations

from typing import Any, Final

from web.api.body import MOST_ID, MOST_RESULTS, MOST_SEEDS
from web.parameters import MOST_TEXT

Json = dict[str, Any]


def _object(required: str = "", **properties: Json) -> Json:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _or_null(kind: str, **more: Any) -> Json:
    return {"type": [kind, "null"], **more}


def reference(name: str) -> Json:
    """Refer to one of these schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Final[Json] = {"type": "string"}
_TEXTS: Final = _list(_TEXT)
_DAY: Final = _or_null("string", format="date")
_ADDRESSES: Final[Json] = {
    "url": {"type": "string", "format": "uri", "description": "Page on this site."},
    "iri": {"type": "string", "format": "uri", "description": "Global IRI in the graph."},
    "formats": {
        "type": "object",
        "additionalProperties": {"type": "string", "format": "uri"},
        "description": "The same entity in other media types.",
    },
}
_LABELS: Final = _list(_object("text language", text=_TEXT, language=_TEXT))
_AUTHOR: Final = _object(
    "name agent byline_position",
    name=_TEXT,
    agent=_TEXT,
    byline_position=_or_null("integer", description="From 0; null where the byline is not known."),
)
_BRIEF: Final[Json] = {
    "id": _TEXT,
    "title": _TEXT,
    "language": _TEXT,
    "authors": _list(_AUTHOR),
    "author_order": {
        "enum": ["byline", "listed"],
        "description": "What the order of the authors means.",
    },
    "authors_complete": _or_null("boolean"),
    "published_on": _DAY,
    "year": _or_null("integer"),
    **_ADDRESSES,
}
_EVIDENCE: Final = _object(
    "signal kind label nodes part",
    signal=_TEXT,
    kind=_TEXT,
    label=_TEXT,
    nodes=_TEXTS,
    part={"type": "number", "description": "Its part of the score; the parts sum to the score."},
)
_RESULT: Final = _object(
    "id title rank score why evidence",
    id=_TEXT,
    title=_TEXT,
    rank={"type": "integer", "minimum": 1},
    score={"type": "number"},
    why={"type": "string", "description": "One sentence in the language asked for."},
    evidence=_list(_EVIDENCE),
)
_RANKED: Final[Json] = {
    "version": {
        "type": ["integer", "string", "null"],
        "description": "Number of the last change that the index contains.",
    },
    "reason": _or_null("string", description="Why there are no results, else null."),
    "results": _list(_RESULT),
}
_QUANTITY: Final = _object(
    "metric value evidence confidence",
    metric=_TEXT,
    value=_TEXT,
    number=_or_null("string"),
    unit=_or_null("string"),
    dataset=_or_null("string"),
    baseline=_or_null("string"),
    baseline_text=_or_null("string"),
    scope=_or_null("string"),
    comparator=_or_null("string"),
    evidence=_TEXT,
    confidence={"type": "number"},
    place=_object(
        "text sentence start end",
        text=_TEXT,
        sentence={"type": "integer"},
        start={"type": "integer"},
        end={"type": "integer"},
    ),
)
_CONCEPT: Final[Json] = {
    "id": _TEXT,
    "label": _TEXT,
    "kind": _TEXT,
    "labels": _LABELS,
    "other_labels": _LABELS,
    "definition": _TEXT,
    "broader": _TEXTS,
    "narrower": _TEXTS,
    "related": _TEXTS,
    "exact_match": _TEXTS,
    "close_match": _TEXTS,
    "introduced_by": _or_null("string"),
    "is_coined": {"type": "boolean"},
    **_ADDRESSES,
}

SCHEMAS: Final[dict[str, Json]] = {
    "WorkBrief": _object("id title authors author_order url iri", **_BRIEF),
    "Work": _object(
        "id title authors author_order texts concepts links votes url iri",
        **_BRIEF,
        title_source=_TEXT,
        ids=_TEXTS,
        status=_TEXT,
        comment=_or_null("string"),
        texts=_list(
            _object(
                "field language source sentences",
                field=_TEXT,
                language=_TEXT,
                source=_TEXT,
                licence=_or_null("string"),
                generated={"type": "boolean"},
                sentences=_list(
                    _object(
                        "text",
                        text=_TEXT,
                        label=_or_null("string"),
                        level={"type": "integer"},
                    )
                ),
            )
        ),
        concepts=_list(
            _object(
                "id label kind role confidence",
                id=_TEXT,
                label=_TEXT,
                kind=_TEXT,
                role=_TEXT,
                confidence={"type": "number"},
            )
        ),
        results=_list(_QUANTITY),
        links=_list(_object("url kind status", url=_TEXT, kind=_TEXT, status=_TEXT)),
        votes=_list(
            _object("series read_on votes", series=_TEXT, read_on=_TEXT, votes={"type": "integer"})
        ),
        appearances=_list(
            _object(
                "text",
                venue=_or_null("string"),
                event=_or_null("string"),
                text=_TEXT,
                year=_or_null("integer"),
            )
        ),
        categories=_TEXTS,
        keywords=_TEXTS,
        cites=_TEXTS,
        is_stub={"type": "boolean"},
    ),
    "WorkList": _object(
        "works total next",
        works=_list(reference("WorkBrief")),
        total={"type": "integer", "minimum": 0},
        next=_or_null("string"),
    ),
    "RankedWorks": _object("version reason results", **_RANKED),
    "RelatedWorks": _object("work version reason results", work=_TEXT, **_RANKED),
    "SearchResults": _object("query version reason results", query=_TEXT, **_RANKED),
    "RelatedQuestion": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {
                "type": "array",
                "maxItems": MOST_SEEDS,
                "items": {"type": "string", "minLength": 1, "maxLength": MOST_ID},
            }
            for name in ("positive", "negative")
        }
        | {
            "text": _or_null("string", maxLength=MOST_TEXT),
            "language": _or_null("string", maxLength=35),
            "k": {"type": "integer", "minimum": 1, "maximum": MOST_RESULTS, "default": 10},
        },
        "examples": [{"positive": ["arxiv:2405.17258"], "negative": [], "text": None, "k": 5}],
    },
    "Agent": _object(
        "id name kind names",
        id=_TEXT,
        name=_TEXT,
        kind=_TEXT,
        names=_TEXTS,
        orcid=_or_null("string"),
        **_ADDRESSES,
    ),
    "Concept": _object("id label kind labels", **_CONCEPT),
    "ConceptList": _object(
        "concepts next",
        concepts=_list(
            _object("id label kind works", **_CONCEPT, works={"type": "integer", "minimum": 0})
        ),
        next=_or_null("string"),
    ),
    "Venue": _object(
        "id name kind",
        id=_TEXT,
        name=_TEXT,
        acronym=_or_null("string"),
        kind=_TEXT,
        series=_or_null("string"),
        year=_or_null("integer"),
        **_ADDRESSES,
    ),
    "Issue": _object(
        "id series issued_on items",
        id=_TEXT,
        series=_TEXT,
        issued_on=_TEXT,
        items=_list(
            _object(
                "position votes work",
                position={"type": "integer", "minimum": 1},
                votes=_or_null("integer"),
                work=reference("WorkBrief"),
            )
        ),
        **_ADDRESSES,
    ),
    "IssueList": _object(
        "issues next",
        issues=_list(
            _object(
                "id series issued_on works url",
                id=_TEXT,
                series=_TEXT,
                issued_on=_TEXT,
                works={"type": "integer"},
                url=_TEXT,
            )
        ),
        next=_or_null("string"),
    ),
    "Suggestions": _object(
        "works concepts agents",
        works=_list(reference("WorkBrief")),
        concepts=_list(reference("Concept")),
        agents=_list(reference("Agent")),
    ),
    "Problem": _object(
        "type title status",
        type={"type": "string", "format": "uri"},
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        instance=_TEXT,
    ),
}
