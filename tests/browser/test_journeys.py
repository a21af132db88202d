"""The main journeys, walked by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.watching import Watched, watched

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect


def _press_until(seen: Watched, key: str, wanted: str, most: int = 80) -> None:
    """Press a key until the element in focus fits a selector."""
    for _ in range(most):
        if seen.page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
        seen.page.keyboard.press(key)
    raise AssertionError(f"never came to {wanted}")


def test_skip_link_comes_first(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"


def test_find_a_paper(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("tiny language models")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/search?**")
        seen.page.keyboard.press("j")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/work/arxiv/3103.01001")


def test_see_why_a_work_is_related(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/")
        _press_until(seen, "Tab", "#ask-q")
        seen.page.keyboard.type("https://arxiv.org/abs/3103.01001v2")
        seen.page.keyboard.press("Control+Enter")
        seen.page.wait_for_url("**/work/arxiv/3103.01001/related")
        assert seen.page.locator(".why").first.inner_text()
        _press_until(seen, "Tab", ".breakdown summary")
        seen.page.keyboard.press("Enter")
        total = seen.page.locator(".breakdown[open] tfoot .number").inner_text()
        assert float(total) > 0
        _press_until(seen, "Tab", "a.proof")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/sparql?**")
        assert seen.page.locator("table.answer tbody tr").count() > 0


def test_run_a_query(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        _press_until(seen, "Tab", "#query")
        seen.page.keyboard.press("Control+a")
        seen.page.keyboard.type('SELECT ?paper { ?paper fabio:hasArXivId "3103.01002" }')
        _press_until(seen, "Tab", ".console button")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/sparql?**")
        assert seen.page.locator("table.answer a").inner_text().endswith("3103.01002")


def test_take_a_citation_along(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/work/arxiv/3103.01001")
        _press_until(seen, "Tab", "a[href$='.bib']", most=200)
        with seen.page.expect_download() as caught:
            seen.page.keyboard.press("Enter")
        text = caught.value.path().read_text(encoding="utf-8")
        assert text.startswith("@misc{arxiv-3103.01001")


def test_change_the_language(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/about")
        _press_until(seen, "Tab", ".tongues a")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**lang=ko**")
        seen.open("/issues")
        assert seen.page.locator("html").get_attribute("lang") == "ko"


def test_build_a_reading_list(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        for key in ("3103.01001", "3103.01002"):
            seen.open(f"/work/arxiv/{key}")
            _press_until(seen, "Tab", ".keep button", most=120)
            seen.page.keyboard.press("Enter")
            seen.page.wait_for_url("**/list")
        expect(seen.page.locator(".listed > li")).to_have_count(2)
        _press_until(seen, "Tab", ".listed button", most=120)
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator(".listed > li")).to_have_count(1)
        assert seen.troubles == []


def test_keys_are_explained(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/about")
        seen.page.keyboard.press("?")
        assert seen.page.locator("#keys").is_visible()
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator("#keys").is_visible()


def test_search_offers_what_begins_so(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("fern")
        seen.page.wait_for_selector("#top-offers option", state="attached")
        offers = seen.page.locator("#top-offers option").evaluate_all(
            "all => all.map(o => o.value)"
        )
        assert any(offer.startswith("Fernwood") for offer in offers)
        assert seen.troubles == []


_DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    document.querySelector("form.ask").dispatchEvent(
      new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def test_drop_a_reference_list(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/")
        entry = "@misc{a, title={Fernwood}, eprint={3103.01001}, archiveprefix={arXiv}}"
        with seen.page.expect_navigation():
            seen.page.evaluate(_DROP, ["my.bib", entry])
        assert seen.page.url.endswith("/ask")
        expect(seen.page.locator(".why").first).not_to_be_empty()
        assert seen.page.locator("a.proof").count() > 0
        assert seen.troubles == []


def test_the_console_completes_and_marks_the_wrong_line(browser: Any, site: str) -> None:
    with watched(browser, site) as seen:
        seen.open("/sparql")
        field = seen.page.locator("#query")
        field.fill("SELECT ?w {\n  ?w fabio:hasArX")
        field.press("End")
        seen.page.keyboard.type("i")
        expect(seen.page.locator("#offers")).to_be_visible()
        seen.page.keyboard.press("Tab")
        expect(field).to_have_value("SELECT ?w {\n  ?w fabio:hasArXivId")
        seen.page.keyboard.type(' "3103.01002" ??? }')
        seen.page.keyboard.press("Control+Enter")
        expect(seen.page.locator("#live p")).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        field.fill('SELECT ?w {\n  ?w fabio:hasArXivId "3103.01002" }')
        seen.page.keyboard.press("Control+Enter")
        expect(seen.page.locator("table.answer a")).to_contain_text("3103.01002")
        expect(field).not_to_have_attribute("aria-invalid", "true")


def test_fewer_like_this(browser: Any, site: str) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        seen.open("/work/arxiv/3103.01001/related")
        first = seen.page.locator("#rank-1 .card-title").inner_text()
        seen.page.locator("#rank-1 a.proof[rel=nofollow]").click()
        seen.page.wait_for_url("**not=**")
        assert seen.page.locator("input[name=not]").is_checked()
        assert first not in seen.page.locator(".related").inner_text()
