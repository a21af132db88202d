"""What search engines and reference managers read out of a page.

Authors are named only where the byline is known; an order that a source made up would be imported
as the order on the paper.

References:
    schema.org; Google Scholar, Inclusion Guidelines for Webmasters ("Highwire Press tags");
    Signposting the Scholarly Web, FAIR Signposting Profile 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kg.entities import Agent, Concept, Venue, Work
from kg.identifiers import WorkId, pdf_url
from web.citations import Citation
from web.contract import Settings
from web.formats import formats_of
from web.urls import entity_iri, entity_path

_CONTEXT: Final = "https://schema.org"
_VENUE_TYPES: Final = {"event": "Event", "journal": "Periodical"}
Json = dict[str, Any]


def work_structure(work: Work, citation: Citation, settings: Settings) -> Json:
    """A work as a schema.org article."""
    return _present(
        {
            "@context": _CONTEXT,
            "@type": "ScholarlyArticle",
            "@id": entity_iri(settings.entity_base, "work", work.key),
            "headline": work.title,
            "name": work.title,
            "inLanguage": work.title_language,
            "datePublished": _date(citation),
            "author": [_author(name.given, name.family, name.is_team) for name in citation.authors],
            "identifier": list(work.ids),
            "sameAs": [f"https://doi.org/{citation.doi}"] if citation.doi else [],
            "isPartOf": _container(citation),
            "keywords": list(work.keywords),
            "url": _url(settings, "work", work.key),
        }
    )


def agent_structure(agent: Agent, settings: Settings) -> Json | None:
    """A person or a team; a bare name is nobody in particular and has no description."""
    if agent.kind == "name-cluster":
        return None
    return _present(
        {
            "@context": _CONTEXT,
            "@type": "Person" if agent.kind == "person" else "Organization",
            "@id": entity_iri(settings.entity_base, "agent", agent.key),
            "name": agent.name,
            "alternateName": [name for name in agent.names if name != agent.name],
            "sameAs": f"https://orcid.org/{agent.orcid}" if agent.orcid else None,
            "url": _url(settings, "agent", agent.key),
        }
    )


def concept_structure(concept: Concept, settings: Settings) -> Json:
    """A concept as a defined term."""
    labels = [label.text for label in (*concept.pref, *concept.alt)]
    return _present(
        {
            "@context": _CONTEXT,
            "@type": "DefinedTerm",
            "@id": entity_iri(settings.entity_base, "concept", concept.key),
            "name": labels[0] if labels else concept.key,
            "alternateName": labels[1:],
            "description": concept.definition,
            "sameAs": list(concept.exact_match),
            "url": _url(settings, "concept", concept.key),
        }
    )


def venue_structure(venue: Venue, settings: Settings) -> Json:
    """A venue, an event when it is one edition."""
    return _present(
        {
            "@context": _CONTEXT,
            "@type": _VENUE_TYPES.get(venue.kind, "EventSeries"),
            "@id": entity_iri(settings.entity_base, "venue", venue.key),
            "name": venue.name,
            "alternateName": venue.acronym,
            "url": _url(settings, "venue", venue.key),
        }
    )


def list_structure(name: str, paths: list[str], settings: Settings) -> Json:
    """A list of works in its order."""
    base = settings.site_base.rstrip("/")
    return {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "name": name,
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": base + path}
            for place, path in enumerate(paths, start=1)
        ],
    }


def site_structure(settings: Settings) -> Json:
    """The site, with its search."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": settings.site_name,
        "url": settings.site_base,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.site_base}search?q={{words}}",
            "query-input": "required name=words",
        },
    }


def citation_tags(
    work: Work, citation: Citation, settings: Settings
) -> tuple[tuple[str, str], ...]:
    """The tags that reference managers read; authors only as a byline."""
    return tuple(_tags(work, citation, settings))


def work_signposts(work: Work, citation: Citation, settings: Settings) -> list[str]:
    """Link header members that lead a machine from the page to everything it needs."""
    page = _url(settings, "work", work.key)
    links = [
        f'<{page}{f.suffix}>; rel="describedby"; type="{f.media_type}"' for f in formats_of("work")
    ]
    if citation.doi:
        links.append(f'<https://doi.org/{citation.doi}>; rel="cite-as"')
    if (pdf := pdf_url(WorkId.parse(work.key))) is not None:
        links.append(f'<{pdf}>; rel="item"; type="application/pdf"')
    kinds = ("AboutPage", "ScholarlyArticle")
    return [*links, *(f'<https://schema.org/{kind}>; rel="type"' for kind in kinds)]


def _tags(work: Work, citation: Citation, settings: Settings) -> Iterator[tuple[str, str]]:
    yield "citation_title", citation.title
    for name in citation.authors:
        yield "citation_author", name.family if name.is_team else name.inverted
    if citation.issued_on is not None:
        yield "citation_publication_date", citation.issued_on.strftime("%Y/%m/%d")
    elif citation.year is not None:
        yield "citation_publication_date", str(citation.year)
    if citation.container:
        is_journal = citation.kind == "journal"
        yield f"citation_{'journal' if is_journal else 'conference'}_title", citation.container
    if citation.doi:
        yield "citation_doi", citation.doi
    if citation.arxiv:
        yield "citation_arxiv_id", citation.arxiv
    if (pdf := pdf_url(WorkId.parse(work.key))) is not None:
        yield "citation_pdf_url", pdf
    yield "citation_language", citation.language
    yield "citation_abstract_html_url", _url(settings, "work", work.key)


def _author(given: str, family: str, is_team: bool) -> Json:
    if is_team:
        return {"@type": "Organization", "name": family}
    parts = {"givenName": given, "familyName": family}
    return {"@type": "Person", "name": f"{given} {family}".strip(), **_present(parts)}


def _container(citation: Citation) -> Json | None:
    if citation.container is None:
        return None
    kind = "Periodical" if citation.kind == "journal" else "PublicationVolume"
    return {"@type": kind, "name": citation.container}


def _date(citation: Citation) -> str | None:
    if citation.issued_on is not None:
        return citation.issued_on.isoformat()
    return str(citation.year) if citation.year else None


def _url(settings: Settings, kind: str, key: str) -> str:
    return settings.site_base.rstrip("/") + entity_path(kind, key)


def _present(values: Json) -> Json:
    return {name: value for name, value in values.items() if value}
