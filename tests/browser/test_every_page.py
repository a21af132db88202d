"""Every type of page in every look: accessible, quiet, self-contained, not too wide."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus
from urllib.request import urlopen

import pytest

from tests.browser.conftest import LOOKS, Look
from tests.browser.watching import watched

WORK = "/work/arxiv/3103.01001"
_GRAPH = quote_plus("CONSTRUCT WHERE { ?s cito:cites ?o }")
_CHART = quote_plus("SELECT ?type (COUNT(*) AS ?n) { ?s a ?type } GROUP BY ?type LIMIT 5")
PAGES = {
    "home": "/",
    "issues": "/issues",
    "issue": "/issue/2031-03-04",
    "work": WORK,
    "related": f"{WORK}/related",
    "concept": "/concept/lora",
    "event": "/event/acl/2030",
    "concepts": "/concepts",
    "search": "/search?q=LoRA",
    "search-nothing": "/search?q=zzzz",
    "ask": "/ask",
    "ask-text": "/ask?q=a+diffusion+model+for+editing+video",
    "sparql-rows": "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5",
    "about": "/about",
    "top": "/top",
    "compare": "/compare?id=3103.01001&id=3103.01002",
    "list": "/list?id=arxiv:3103.01001&id=arxiv:3103.01003",
    "related-adjusted": f"{WORK}/related?not=arxiv:3103.01003&varied=yes",
    "api": "/api",
    "dataset": "/dataset",
    "ontology": "/ns",
    "status": "/status",
    "ask-list": "/ask?q=3103.01001&since=2031-03-05",
    "agent": "",
    "venue": "/venue/acl",
    "search-narrowed": "/search?q=model&result=yes&from=2030&sort=votes&language=en",
    "search-people": "/search?q=Ada+Muster",
    "top-year": "/top?period=year",
    "concepts-of-a-kind": "/concepts?kind=method",
    "compare-nothing": "/compare",
    "list-nothing": "/list",
    "sparql": "/sparql",
    "sparql-chart": f"/sparql?query={_CHART}",
    "sparql-graph": f"/sparql?query={_GRAPH}",
    "sparql-wrong": "/sparql?query=SELEKT",
    "nowhere": "/nowhere/at-all",
    "not-found": "/work/arxiv/3103.01099",
}


def _path(site: str, page: str) -> str:
    """The path of a page; a name's is known to the site only."""
    if page != "agent":
        return PAGES[page]
    with urlopen(f"{site}/api/v1/suggest?q=Ada+Muster", timeout=30) as answer:
        return "/agent/" + json.load(answer)["agents"][0]["id"].replace(":", "/", 1)


_OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_page(browser: Any, site: str, axe: str, page: str, look: Look) -> None:
    context = {
        "viewport": {"width": look.width, "height": 900},
        "color_scheme": look.scheme,
        "locale": "ko-KR" if look.lang == "ko" else "en-US",
        "bypass_csp": True,
    }
    with watched(browser, site, **context) as seen:
        seen.open(_path(site, page))
        assert seen.page.locator("html").get_attribute("lang") == look.lang
        assert seen.sideways() <= 0
        seen.page.evaluate(_OPEN_ALL)
        assert seen.sideways() <= 0
        assert seen.violations(axe) == []
        assert seen.troubles == []


@pytest.mark.parametrize("page", PAGES)
def test_page_under_its_own_policy(browser: Any, site: str, page: str) -> None:
    with watched(browser, site) as seen:
        seen.open(_path(site, page))
        assert seen.troubles == []


@pytest.mark.parametrize("page", PAGES)
def test_page_without_script(browser: Any, site: str, page: str) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        seen.open(_path(site, page))
        assert seen.page.locator("h1").inner_text().strip()
        assert seen.page.locator("main").is_visible()
        assert seen.troubles == []
