"""One address for each entity, many forms of it.

A browser gets the page at the entity's path; a client that asks for data by its Accept header is
sent (303) to the document with the suffix of that form, which stands on its own and can be linked.
Any other spelling of an id is redirected (308) to the canonical one with the suffix kept.

References:
    Cool URIs for the Semantic Web (W3C Note, 2008), section 4.2; RFC 8288 (Link);
    RFC 6892 (describes).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote

from flask import Response, g, make_response, redirect, request
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from kg.catalogue.errors import GoneEntity, MovedEntity, UnknownEntity
from kg.entities import Work
from web.citations import Citation, citation_of, written
from web.current import absolute, services
from web.errors import NoSuchPage, NotAcceptable
from web.formats import CITATION_FORMATS, HTML, Format, by_media_type, formats_of, split_suffix
from web.negotiation import choose_media_type
from web.structured import work_signposts
from web.urls import agent_key_of, entity_iri, entity_path, issue_key_of, work_key_of

_KEY_READERS: Final[dict[str, Callable[[str], str | None]]] = {
    "work": work_key_of,
    "agent": agent_key_of,
    "concept": str,
    "venue": str,
    "issue": issue_key_of,
}
_PLAIN_JSON: Final = "application/json"
_JSON_LD: Final = "application/ld+json"


def serve(kind: str, tail: str, page: Callable[[str], str]) -> BaseResponse:
    """Answer a request for an entity in the form that was asked for.

    Args:
        kind: of the entity.
        tail: the path after ``/<kind>/``, decoded.
        page: writes the page of an entity, given its key.

    Raises:
        NoSuchPage: the path names no entity of that kind.
        NotAcceptable: none of the forms is welcome.
        RequestRedirect: the path is another spelling of the id.
    """
    formats = formats_of(kind)
    path, form = split_suffix(tail, formats)
    key = _key(kind, path, form)
    try:
        wanted = None if form else _negotiated(formats)
        if wanted is not None:
            getattr(services().reader, kind)(key)
            return _see_other(entity_path(kind, key) + wanted.suffix)
        response = document(kind, key, form) if form else make_response(page(key))
    except UnknownEntity as error:
        return redirect(entity_path(kind, _new_key(error)) + (form.suffix if form else ""), 308)
    _add_links(response, kind, key, form, formats)
    return response


def document(kind: str, key: str, form: Format) -> Response:
    """Give an entity in one of its forms."""
    if form.family == "citation":
        return citations_of([key] if kind == "work" else _works_of_issue(key), form)
    body = services().entity_rdf(kind, key, form.media_type)
    charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""
    return Response(body, content_type=form.media_type + charset)


def work_citation(key: str, work: Work | None = None) -> Citation:
    """Gather the citation of a work, once a request; a work that was read already is taken."""
    made: dict[str, Citation] = g.setdefault("citations", {})
    if key not in made:
        made[key] = _citation(key, work)
    return made[key]


def _citation(key: str, work: Work | None) -> Citation:
    reader = services().reader
    work = work or reader.work(key)
    agents = reader.agents_by_key([a.agent for a in work.authorships])
    keys = [k for a in work.appearances for k in (a.event, a.venue) if k is not None]
    return citation_of(work, agents, reader.venues_by_key(keys), absolute(entity_path("work", key)))


def citations_of(keys: Sequence[str], form: Format) -> Response:
    """Give the citations of some works; those that are not held are left out of several."""
    reader = services().reader
    works = reader.works(keys) if len(keys) > 1 else [reader.work(key) for key in keys]
    text = written([work_citation(work.key, work) for work in works], form.suffix)
    return Response(text, content_type=f"{form.media_type}; charset=utf-8")


def citation_form(suffix: str) -> Format:
    """The form of citations with that suffix, given without its dot.

    Raises:
        NoSuchPage: there is none.
    """
    form = next((one for one in CITATION_FORMATS if one.suffix == f".{suffix}"), None)
    if form is None:
        raise NoSuchPage(request.path)
    return form


def _works_of_issue(key: str) -> list[str]:
    return [item.work for item in services().reader.issue(key).items]


def _key(kind: str, path: str, form: Format | None) -> str:
    key = _KEY_READERS[kind](path)
    if key is None:
        raise NoSuchPage(request.path)
    canonical = entity_path(kind, key) + (form.suffix if form else "")
    if unquote(canonical) != request.path:
        query = request.query_string.decode("ascii", "replace")
        raise _Permanently(canonical + (f"?{query}" if query else ""))
    return key


def _new_key(error: UnknownEntity) -> str:
    """Where the entity is now: merged into another, or a work asked for by one of its other ids.

    Raises:
        UnknownEntity: nowhere.
    """
    if isinstance(error, MovedEntity):
        return error.new_key
    held = services().reader.find(error.key) if error.kind == "work" else None
    if held is None or held == error.key or isinstance(error, GoneEntity):
        raise error
    return held


class _Permanently(RequestRedirect):
    code = 308


def _negotiated(formats: tuple[Format, ...]) -> Format | None:
    accept = request.headers.get("Accept")
    offered = (HTML, *(form.media_type for form in formats))
    chosen = choose_media_type(accept, (*offered, _PLAIN_JSON))
    if chosen is None:
        raise NotAcceptable(accept or "", offered)
    return by_media_type(_JSON_LD if chosen == _PLAIN_JSON else chosen, formats)


def _see_other(path: str) -> BaseResponse:
    response = redirect(path, 303)
    response.headers["Vary"] = "Accept"
    return response


def _add_links(
    response: Response, kind: str, key: str, form: Format | None, formats: tuple[Format, ...]
) -> None:
    page = absolute(entity_path(kind, key))
    links = [
        f'<{page}{other.suffix}>; rel="alternate"; type="{other.media_type}"'
        for other in formats
        if other is not form
    ]
    if form is not None:
        links.append(f'<{page}>; rel="alternate"; type="{HTML}"')
        links.append(f'<{page}>; rel="canonical"')
    if kind == "work" and form is None:
        work = services().reader.work(key)
        links += work_signposts(work, work_citation(key, work), services().settings)
    if iri := entity_iri(services().settings.entity_base, kind, key):
        links.append(f'<{iri}>; rel="describes"')
    response.headers["Link"] = ", ".join(links)
