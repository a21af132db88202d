"""The SPARQL console with its script, as somebody uses it who writes queries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.watching import Watched, watched

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
_TITLES = "SELECT ?work ?title\n{ ?work dcterms:title ?title }\nORDER BY ?title LIMIT 3"
_BROKEN = "SELECT ?work\n{ ?work dcterms:title }\nLIMIT 3"


def _run(seen: Watched, query: str) -> None:
    seen.page.locator("#query").fill(query)
    seen.page.locator("#query").press("Control+Enter")


def test_rows_come_without_a_new_page(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        seen.page.evaluate("window.stayed = true")
        _run(seen, _TITLES)
        expect(seen.page.locator("#answer")).to_be_visible()
        expect(seen.page.locator("table.answer tbody tr")).to_have_count(3)
        assert seen.page.evaluate("window.stayed")
        assert "query=SELECT" in seen.page.url
        assert seen.page.locator("table.answer a").count() > 0


def test_a_graph_is_shown_with_only_the_prefixes_it_needs(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        _run(seen, "CONSTRUCT { ?w dcterms:title ?t } { ?w dcterms:title ?t } LIMIT 3")
        text = seen.page.locator("#main pre").first
        expect(text).to_contain_text("@prefix dcterms:")
        expect(text).not_to_contain_text("@prefix cito:")


def test_back_shows_the_query_before_and_its_answer(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        _run(seen, _TITLES)
        expect(seen.page.locator("table.answer tbody tr")).to_have_count(3)
        _run(seen, _TITLES.replace("3", "2"))
        expect(seen.page.locator("table.answer tbody tr")).to_have_count(2)
        seen.page.go_back()
        expect(seen.page.locator("table.answer tbody tr")).to_have_count(3)
        expect(seen.page.locator("#query")).to_have_value(_TITLES)


def test_terms_are_completed_by_keyboard(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        field = seen.page.locator("#query")
        field.fill("SELECT * { ?work ")
        field.press("End")
        seen.page.keyboard.type("dcterms:tit")
        expect(seen.page.locator("#offers li").first).to_have_text("dcterms:title")
        field.press("Tab")
        expect(field).to_have_value("SELECT * { ?work dcterms:title")
        expect(field).to_be_focused()


def test_the_line_of_a_mistake_is_marked_and_no_old_answer_stays(browser: Any, site: str) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{site}/sparql")
        page.locator("#query").fill(_TITLES)
        page.locator("#query").press("Control+Enter")
        expect(page.locator("table.answer tbody tr")).to_have_count(3)
        page.locator("#query").fill(_BROKEN)
        page.locator("#query").press("Control+Enter")
        expect(page.locator("#live [role=alert]")).to_contain_text("line 2, column 23")
        marked = "(f) => f.value.slice(f.selectionStart, f.selectionEnd)"
        assert page.locator("#query").evaluate(marked) == _BROKEN.split("\n")[1]
        expect(page.locator("table.answer")).to_have_count(0)
        expect(page.locator("#examples")).to_be_visible()
    finally:
        page.close()
