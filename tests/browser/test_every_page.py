"""Every type of page in every look: accessible, quiet, self-contained, not too wide."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import LOOKS, Look
from tests.browser.watching import watched

WORK = "/work/arxiv/3103.01001"
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
    "sparql": "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5",
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
    "agent": "/search?q=Ada+Muster",
    "not-found": "/work/arxiv/3103.01099",
}
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
        seen.open(PAGES[page])
        assert seen.page.locator("html").get_attribute("lang") == look.lang
        assert seen.sideways() <= 0
        seen.page.evaluate(_OPEN_ALL)
        assert seen.sideways() <= 0
        assert seen.violations(axe) == []
        assert seen.troubles == []


@pytest.mark.parametrize("page", PAGES)
def test_page_under_its_own_policy(browser: Any, site: str, page: str) -> None:
    with watched(browser, site) as seen:
        seen.open(PAGES[page])
        assert seen.troubles == []


@pytest.mark.parametrize("page", PAGES)
def test_page_without_script(browser: Any, site: str, page: str) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        seen.open(PAGES[page])
        assert seen.page.locator("h1").inner_text().strip()
        assert seen.page.locator("main").is_visible()
        assert seen.troubles == []
