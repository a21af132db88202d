"""What crawlers and browsers look for at fixed places: robots, sitemap, OpenSearch.

References:
    RFC 9309 (robots); sitemaps.org protocol 0.90; OpenSearch 1.1 draft 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Blueprint, Response, request

from web.current import absolute, services, words
from web.errors import NoSuchPage
from web.urls import entity_path, with_query

blueprint = Blueprint("robots", __name__)
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
_ON_A_MAP: Final = 5_000
_ROBOTS: Final = """\
User-agent: *
Disallow: /search
Disallow: /ask
Disallow: /sparql
Disallow: /compare
Disallow: /connection
Disallow: /list
Sitemap: {sitemap}
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may visit: every page, but no answers to questions."""
    return Response(_ROBOTS.format(sitemap=absolute("/sitemap.xml")), content_type="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Addresses for crawlers: works by cursor, then issues and concepts."""
    after = request.args.get("after")
    if after is None:
        parts = ["/sitemap.xml?after=", "/sitemap-issues.xml", "/sitemap-concepts.xml"]
        return _index([*parts, *_further_maps()])
    page = services().reader.recent_works(_ON_A_MAP, after or None)
    return _map(entity_path("work", work.key) for work in page.works)


@blueprint.get("/sitemap-<kind>.xml")
def sitemap_of(kind: str) -> Response:
    """Addresses of issues or concepts for crawlers."""
    reader = services().reader
    if kind == "issues":
        return _map(entity_path("issue", row.key) for row in reader.issues(_ON_A_MAP))
    if kind == "concepts":
        rows = reader.concepts(limit=_ON_A_MAP)
        return _map(entity_path("concept", concept.key) for concept, _ in rows)
    raise NoSuchPage(request.path)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser searches here."""
    register_namespace("", _OPENSEARCH)
    root = Element(f"{{{_OPENSEARCH}}}OpenSearchDescription")
    for tag, text in (
        ("ShortName", services().settings.site_name[:16]),
        ("Description", words().plain("home.description")),
        ("InputEncoding", "UTF-8"),
    ):
        SubElement(root, f"{{{_OPENSEARCH}}}{tag}").text = text
    targets = (
        ("text/html", "/search?q={searchTerms}"),
        ("application/atom+xml", "/feed/search.atom?q={searchTerms}"),
    )
    for media_type, target in targets:
        attributes = {"type": media_type, "template": absolute(target)}
        SubElement(root, f"{{{_OPENSEARCH}}}Url", attributes)
    return _xml(root, "application/opensearchdescription+xml")


def _further_maps() -> Iterable[str]:
    """Maps of works behind the first; each begins after the last work of the one before."""
    page = services().reader.recent_works(_ON_A_MAP)
    while page.next is not None:
        yield with_query("/sitemap.xml", after=page.next)
        page = services().reader.recent_works(_ON_A_MAP, page.next)


def _index(paths: Iterable[str]) -> Response:
    return _listed("sitemapindex", "sitemap", paths)


def _map(paths: Iterable[str]) -> Response:
    return _listed("urlset", "url", paths)


def _listed(root_tag: str, tag: str, paths: Iterable[str]) -> Response:
    register_namespace("", _SITEMAP)
    root = Element(f"{{{_SITEMAP}}}{root_tag}")
    for path in paths:
        node = SubElement(root, f"{{{_SITEMAP}}}{tag}")
        SubElement(node, f"{{{_SITEMAP}}}loc").text = absolute(path)
    return _xml(root, "application/xml")


def _xml(root: Element, media_type: str) -> Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type=f"{media_type}; charset=utf-8")
