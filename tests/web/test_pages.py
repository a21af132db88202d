"""Every page in both languages: well-formed, honest, and never a dead end."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from kg.fetching.errors import FetchTimeout
from kg.identifiers import WorkId
from kg.records import BibliographicRecord, Prose, Sentence
from recommender.errors import IndexIncompatible
from tests.web.site import PAGE

WORK = "/work/arxiv/3103.01001"
PATHS = (
    "/",
    "/issues",
    "/issue/2031-03-04",
    "/status",
    WORK,
    f"{WORK}/related",
    "/work/arxiv/3103.01004",
    "/work/acl/2030.acl-long.7",
    "/event/acl/2030",
    "/concept/lora",
    "/concepts",
    "/concepts?kind=task",
    "/search",
    "/search?q=LoRA",
    "/search?q=zzzz",
    "/ask",
    "/ask?q=a+diffusion+model+for+video",
    "/about",
    "/top",
    "/top?period=year",
    "/compare",
    "/compare?id=3103.01001&id=3103.01002",
    "/list",
    "/list?id=arxiv:3103.01001&id=arxiv:3103.01003",
    "/search?q=LoRA&sort=votes&from=2030&concept=lora",
    "/work/arxiv/3103.01001/related?not=arxiv:3103.01003&varied=yes",
    "/api",
    "/dataset",
    "/ns",
    "/sparql",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3",
    "/sparql?query=SELEKT",
    "/nowhere/at-all",
)


def _page(client: FlaskClient, path: str) -> str:
    return client.get(path, headers=PAGE).get_data(as_text=True)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("path", PATHS)
def test_well_formed(client: FlaskClient, path: str, lang: str) -> None:
    joiner = "&" if "?" in path else "?"
    response = client.get(f"{path}{joiner}lang={lang}", headers=PAGE)
    assert response.mimetype == "text/html"
    html = response.get_data(as_text=True)
    html5lib.HTMLParser(strict=True).parse(html)
    assert f'<html lang="{lang}">' in html
    assert html.count("<h1") == 1
    assert len(re.findall(r"<title>[^<]+</title>", html)) == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", html)


def test_home_shows_the_newest_issue_and_the_box(client: FlaskClient) -> None:
    html = _page(client, "/")
    assert "5 March 2031" in html
    assert 'name="q"' in html
    listed = html[html.index('class="plain places"') :]
    assert listed.index("Fernwood") < listed.index("Heather") < listed.index("Yarrow")


def test_listed_names_are_not_called_a_byline(client: FlaskClient) -> None:
    html = _page(client, WORK)
    assert "which is not the order on the paper" in html
    assert "Ada Muster" in html


def test_a_list_that_was_cut_says_so(client: FlaskClient) -> None:
    html = _page(client, "/work/arxiv/3103.01002")
    assert "and others not listed" in html
    assert "cut the list short" in html


def test_votes_are_dated(client: FlaskClient) -> None:
    html = _page(client, WORK)
    assert re.search(r"4 March 2031.*?>12<", html, re.DOTALL)
    assert re.search(r"5 March 2031.*?>19<", html, re.DOTALL)


def test_unknown_votes_are_not_zero(client: FlaskClient) -> None:
    html = _page(client, "/issue/2031-03-04")
    assert ">0 votes" not in html
    assert html.count(" votes</span>") == 3


def test_data_keeps_its_language(client: FlaskClient) -> None:
    html = _page(client, "/work/arxiv/3103.01002?lang=en")
    assert '<div class="prose" lang="ko">' in html
    assert "<mark" not in html
    assert 'class="mention" href="/concept/lora"' in html


def test_text_from_sources_is_escaped(client: FlaskClient) -> None:
    html = _page(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html


def test_every_related_work_has_its_reason_and_an_exact_table(client: FlaskClient) -> None:
    html = _page(client, f"{WORK}/related")
    places = html.split('<li id="rank-')[1:]
    assert places
    for place in places:
        assert re.search(r'<p class="why">.+?</p>', place)
        parts = [float(x) for x in re.findall(r'<td class="number">(-?[\d.]+)</td>', place)]
        *addends, total = parts
        assert sum(addends) == pytest.approx(total, abs=1e-4)


def test_no_list_holds_the_work_itself(client: FlaskClient) -> None:
    html = _page(client, f"{WORK}/related")
    assert f'<h2 class="card-title"><a href="{WORK}"' not in html


def test_shared_topic_is_told_with_its_page(client: FlaskClient) -> None:
    html = _page(client, f"{WORK}/related")
    larkspur = html[html.index("Larkspur") :]
    why = re.search(r'<p class="why">(.+?)</p>', larkspur)
    assert why
    assert "LoRA" in unescape(re.sub(r"<[^>]+>", "", why.group(1)))


@pytest.mark.parametrize(
    "question",
    ["arxiv.org/abs/3103.01001v3", "3103.01001", "https://doi.org/10.48550/arXiv.3103.01001"],
)
def test_an_id_leads_to_its_related_works(client: FlaskClient, question: str) -> None:
    response = client.get("/ask", query_string={"q": question}, headers=PAGE)
    assert (response.status_code, response.location) == (303, f"{WORK}/related")


def test_a_pasted_title_is_recognised(client: FlaskClient) -> None:
    html = _page(client, "/ask?q=fernwood:+low-rank+adapters+for+tiny+language+MODELS")
    assert "Starting from this paper" in html
    assert "Larkspur" in html


def test_an_unknown_id_is_no_dead_end(client: FlaskClient) -> None:
    html = _page(client, "/ask?q=arXiv:3103.09999")
    assert "not held here yet" in html
    assert "Paste its title or abstract" in html


def test_a_reference_list_finds_its_papers(client: FlaskClient) -> None:
    upload = b"@misc{a, eprint={3103.01001}, archivePrefix={arXiv}}\n@misc{b, doi={10.1000/182}}"
    response = client.post(
        "/ask", data={"file": (BytesIO(upload), "refs.bib")}, content_type="multipart/form-data"
    )
    html = response.get_data(as_text=True)
    assert "One paper of your list is held here." in html
    assert "Larkspur" in html


def test_agent_page_says_what_a_name_is_worth(client: FlaskClient, agent_path: str) -> None:
    html = _page(client, agent_path)
    assert "Known by name only" in html
    assert "3 papers" in html
    assert "Gil Paradigma" in html


def test_concept_page(client: FlaskClient) -> None:
    html = _page(client, "/concept/lora")
    assert "Fernwood" in html
    assert "Broader" in html


def test_search_leads_an_id_to_its_work(client: FlaskClient) -> None:
    response = client.get("/search?q=3103.01001", headers=PAGE)
    assert (response.status_code, response.location) == (303, WORK)


def test_not_found_helps_on(client: FlaskClient) -> None:
    response = client.get("/work/arxiv/3103.09999", headers=PAGE)
    assert response.status_code == 404
    assert 'action="/search"' in response.get_data(as_text=True)


def test_console_shows_rows_with_links(client: FlaskClient) -> None:
    query = 'SELECT ?paper WHERE { ?paper fabio:hasArXivId "3103.01001" }'
    response = client.get("/sparql", query_string={"query": query}, headers=PAGE)
    assert f'<a href="{WORK}">' in response.get_data(as_text=True)


def test_console_tells_mistakes_in_place(client: FlaskClient) -> None:
    response = client.get("/sparql?query=SELEKT", headers=PAGE)
    assert response.status_code == 400
    html = response.get_data(as_text=True)
    assert "SELEKT</textarea>" in html
    assert 'role="alert"' in html


def test_search_is_narrowed_by_task_and_by_author(client: FlaskClient) -> None:
    html = _page(client, "/search?q=diffusion+model")
    assert "A Quiet Diffusion Model" in html
    assert "Sedge" in html
    links = dict(re.findall(r'href="([^"]*(?:task|agent)=[^"]*)"[^>]*>\s*([^<]+?)\s*<', html))
    by_text = {text: path.replace("&amp;", "&") for path, text in links.items()}
    generation = _page(client, by_text["Video generation"])
    assert "A Quiet Diffusion Model" in generation
    assert "Sedge" not in generation
    assert "Sedge" in _page(client, by_text["Ed Example"])


def test_search_is_narrowed_and_ordered(client: FlaskClient) -> None:
    everything = _page(client, "/search?q=model")
    only_code = _page(client, "/search?q=model&code=yes")
    assert "Larkspur" in everything
    assert "Larkspur" not in only_code
    assert "Fernwood" in only_code
    assert "No other paper" not in _page(client, "/search?q=model&from=2031")
    assert "ruled out by the conditions" in _page(client, "/search?q=model&from=2032")
    only_results = _page(client, "/search?q=model&result=yes")
    assert 'name="result" value="yes" checked' in only_results
    assert "Fernwood" in only_results
    assert "Sorrel" in everything
    assert "Sorrel" not in only_results
    by_votes = _page(client, "/search?q=LoRA&sort=votes")
    assert by_votes.index("Larkspur") < by_votes.index(">Fernwood")


@pytest.mark.parametrize("condition", ["from=x", "from=12", "sort=size", "code=no", "offset=-1"])
def test_a_condition_that_cannot_be_read_is_told(client: FlaskClient, condition: str) -> None:
    assert client.get(f"/search?q=model&{condition}", headers=PAGE).status_code == 400


def test_fewer_like_this(client: FlaskClient) -> None:
    html = _page(client, f"{WORK}/related")
    assert "not=arxiv%3A3103.01002" in html
    fewer = _page(client, f"{WORK}/related?not=arxiv:3103.01002")
    assert 'id="rank-1"' in fewer
    assert 'class="card-title"><a href="/work/arxiv/3103.01002"' not in fewer


def test_top_counts_the_highest_reading(client: FlaskClient) -> None:
    html = _page(client, "/top")
    assert html.index("Larkspur") < html.index("Fernwood") < html.index("Sedge")
    assert "19 votes" in html
    assert "A Quiet Diffusion Model" not in html


@pytest.mark.parametrize(
    ("module", "path"),
    [("search", "/search?q=model&sort=votes"), ("search", "/search?q=model"), ("top", "/top")],
)
def test_a_cut_list_goes_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, module: str, path: str
) -> None:
    whole = _titles(_page(client, path + "&lang=en" if "?" in path else path + "?lang=en"))
    monkeypatch.setattr(f"web.pages.{module}._ON_A_PAGE", 2)
    seen: list[str] = []
    ahead: str | None = path
    while ahead:
        html = _page(client, ahead)
        assert f'"rank" aria-hidden="true">{len(seen) + 1}<' in html
        seen += _titles(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        ahead = following.group(1).replace("&amp;", "&") if following else None
    assert seen == whole
    assert len(whole) > 2


def _titles(html: str) -> list[str]:
    return re.findall(r'class="card-title"><a href="([^"]+)"', html)


def test_history_of_a_work(client: FlaskClient) -> None:
    html = _page(client, WORK)
    table = html[html.index('id="history"') :]
    assert table.index("4 March 2031") < table.index("5 March 2031")
    assert '<svg class="plot time"' in table
    assert '<svg class="plot time"' not in _page(client, "/work/arxiv/3103.01003")


def test_comparison_marks_what_is_shared(client: FlaskClient) -> None:
    html = _page(client, "/compare?id=arXiv:3103.01001v2&id=3103.01002")
    assert re.search(r'<tr class="shared"><th scope="row"><a href="/concept/lora">', html)
    assert re.search(r'<p class="why">.+</p>', html)


def test_too_many_or_unknown_works_cannot_be_compared(client: FlaskClient) -> None:
    six = "&".join(f"id=3103.0100{n}" for n in range(6))
    assert client.get(f"/compare?{six}", headers=PAGE).status_code == 400
    assert client.get("/compare?id=3103.09999", headers=PAGE).status_code == 404


def test_reading_list_lives_in_the_browser(client: FlaskClient) -> None:
    assert "The list is empty" in _page(client, "/list")
    for key in ("arxiv:3103.01001", "arxiv:3103.01003", "arxiv:3103.01001"):
        response = client.post("/list", data={"id": key, "action": "add"})
        assert (response.status_code, response.location) == (303, "/list")
    html = _page(client, "/list")
    assert html.count('class="link"') == 2
    assert "Larkspur" in html[html.index("Related to all of these") :]
    client.post("/list", data={"id": "arxiv:3103.01001", "action": "remove"})
    assert _page(client, "/list").count('class="link"') == 1


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_back_stays_on_this_site(client: FlaskClient, back: str) -> None:
    response = client.post("/list", data={"id": "x", "action": "add", "back": back})
    assert response.location == "/list"


def test_a_list_is_cited_as_a_whole(client: FlaskClient) -> None:
    query = "id=arxiv:3103.01001&id=arxiv:3103.01002"
    assert client.get(f"/list.bib?{query}").get_data(as_text=True).count("@misc{") == 2
    assert len(client.get(f"/list.csl.json?{query}").get_json(force=True)) == 2
    assert client.get(f"/list.ris?{query}").get_data(as_text=True).count("ER  - ") == 2
    assert client.get(f"/list.doc?{query}").status_code == 404


def test_the_connection_of_two_works_is_a_query_that_answers(client: FlaskClient) -> None:
    response = client.get("/connection?one=3103.01001&other=arxiv:3103.01002", headers=PAGE)
    assert response.status_code == 303
    html = client.get(response.location, headers=PAGE).get_data(as_text=True)
    assert '<a href="/concept/lora">' in html
    assert client.get("/connection?one=3103.01001", headers=PAGE).status_code == 404


def test_a_work_that_appeared_somewhere(client: FlaskClient) -> None:
    html = _page(client, "/work/acl/2030.acl-long.7")
    event = re.search(r'<a href="(/event/[^"]+)">', html)
    assert event
    assert "Sorrel" in _page(client, event.group(1))
    assert "Fernwood" in html[html.index("Cites") :]
    assert "citation_conference_title" in html


def test_status_tells_what_is_held(client: FlaskClient) -> None:
    html = client.get("/status", headers=PAGE).get_data(as_text=True)
    assert "Everything that has been read is published." in html
    assert "2031-03-04.md" in html
    assert "/tmp" not in html


def test_a_mistyped_id_is_shown_its_neighbours(client: FlaskClient) -> None:
    response = client.get("/work/arxiv/3103.01099", headers=PAGE)
    assert response.status_code == 404
    html = response.get_data(as_text=True)
    assert "Held under an id next to this one" in html
    assert "/work/arxiv/3103.010" in html


def test_the_picture_of_a_list_has_the_same_content_as_its_table(client: FlaskClient) -> None:
    html = client.get("/work/arxiv/3103.01001/related", headers=PAGE).get_data(as_text=True)
    picture = html[html.index('class="list-picture"') :]
    rows = picture[picture.index("<tbody>") : picture.index("</tbody>")].count("<tr>")
    assert rows == html.count('id="rank-')
    assert picture.count('class="strand-') >= rows / 2


def test_a_pasted_list_is_matched_and_the_rest_compared(client: FlaskClient) -> None:
    pasted = "@misc{a, eprint={3103.01001}, title={A}}\n@misc{b, title={Clocks that edit video}}"
    response = client.post("/ask", data={"q": pasted}, headers=PAGE)
    html = response.get_data(as_text=True)
    assert "One paper of your list is held here." in html
    assert "Clocks that edit video" in html
    assert html.count('class="why"') >= 5
    assert html.count('class="proof"') >= 5


def test_a_short_question_gets_an_address_and_a_long_one_an_answer(client: FlaskClient) -> None:
    short = client.post("/ask", data={"q": "diffusion models that edit video"}, headers=PAGE)
    assert short.status_code == 303
    assert short.headers["Location"].startswith("/ask?q=")
    long = client.post("/ask", data={"q": "diffusion models that edit video " * 60}, headers=PAGE)
    assert long.status_code == 200
    assert 'class="why"' in long.get_data(as_text=True)


def test_only_what_is_new_since_a_day(client: FlaskClient) -> None:
    all_ = client.get("/ask?q=3103.01001&since=2031-03-05", headers=PAGE).get_data(as_text=True)
    assert "Related papers since 5 March 2031" in all_
    none = client.get("/ask?q=LoRA&since=2199-01-01", headers=PAGE).get_data(as_text=True)
    assert "Nothing related has appeared since that day" in none or "ruled out" in none
    assert client.get("/ask?q=LoRA&since=soon", headers=PAGE).status_code == 400


def test_an_unknown_id_is_fetched_where_the_operator_allows_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = client.application.extensions["paperkin"]
    told = BibliographicRecord(
        source="arxiv",
        key="arxiv:3112.00001",
        location="test",
        ids=(WorkId.parse("arxiv:3112.00001"),),
        title_source="Low-rank clocks",
        title="Low-rank clocks",
        prose=(
            Prose(
                field="abstract", sentences=(Sentence(text="LoRA adapters tick."),), language="en"
            ),
        ),
    )
    monkeypatch.setattr(services, "fetch_work", lambda _: told)
    html = client.get("/ask?q=arXiv:3112.00001", headers=PAGE).get_data(as_text=True)
    assert "Low-rank clocks" in html
    assert 'class="why"' in html

    def fails(_: WorkId) -> None:
        raise FetchTimeout("https://export.example.org", "slow")

    monkeypatch.setattr(services, "fetch_work", fails)
    html = client.get("/ask?q=arXiv:3112.00002", headers=PAGE).get_data(as_text=True)
    assert "could not be asked in time" in html


def test_the_proof_of_a_text_shows_where_its_words_stand(client: FlaskClient) -> None:
    html = client.get("/ask?q=a+diffusion+model+for+editing+video", headers=PAGE).get_data(
        as_text=True
    )
    path = unescape(re.findall(r'class="proof" href="([^"]+)"', html)[0])
    console = client.get(path, headers=PAGE, follow_redirects=True).get_data(as_text=True)
    assert "<tbody>" in console
    assert client.get("/connection?other=3103.01002", headers=PAGE).status_code == 400


@pytest.mark.parametrize("suffix", ["bib", "ris", "csl.json"])
@pytest.mark.parametrize(
    ("path", "query"), [("/issue/2031-03-04", ""), ("/search", "?q=model&from=2031")]
)
def test_citations_of_a_whole_list(client: FlaskClient, path: str, query: str, suffix: str) -> None:
    html = _page(client, path + query)
    keys = {title.removeprefix("/work/").replace("/", "-", 1) for title in _titles(html)}
    text = client.get(f"{path}.{suffix}{query}").get_data(as_text=True)
    assert len(keys) > 2
    assert all(key.partition("-")[2] in text for key in keys)
    assert f'href="{path}.{suffix}{query.replace("&", "&amp;")}"' in html


def test_citations_have_three_forms(client: FlaskClient) -> None:
    assert client.get("/search.doc?q=model").status_code == 404
    assert client.get("/issue/2031-03-04.doc").status_code == 404


def test_a_page_of_a_fault_stands_without_the_index(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable(*_: object, **__: object) -> None:
        raise IndexIncompatible(Path("index"), "an older format")

    monkeypatch.setattr("web.services.Services.search", unusable)
    response = client.get("/nowhere/looms", headers=PAGE)
    assert response.status_code == 404
