"""Every variant of the digest, in our own words, with invented papers and people."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import BibliographicRecord, Rejection, Sentence
from kg.sources import AuthorOverride, AuthorOverrides, ReadLimits, read
from kg.sources.daily_papers import DailyPapers, parse_authors

EXAMPLE = """## Daily Papers (2031-02-03)

### [Quiet Lighthouse Networks](https://arxiv.org/abs/3102.00001)

![](https://pictures.example.org/3102.00001.png)

Vote: 12

Authors: Ada Example, Bo Muster, Gemini Team

- 이 논문은 등대 신경망을 소개합니다.
- 코드는 https://code.example.org/lighthouse 에서 볼 수 있습니다.

### [$\\textit{Tide-Net}$: Waves $\\times$ Wind](https://arxiv.org/abs/3102.00002)

Vote: -

- 파도를 예측합니다.
"""


def entry(body: str, title: str = "A Title") -> str:
    return f"## Daily Papers (2031-02-03)\n\n### [{title}](https://arxiv.org/abs/3102.00001)\n\n{body}\n"


class TestDailyPapers(SourceContract):
    source = DailyPapers
    file_name = "2031-02-03.md"
    example = EXAMPLE.encode()
    broken = (EXAMPLE + "\n### A heading without a link\n\n- 문장입니다.\n").encode()
    many = "### [A Paper](https://arxiv.org/abs/3102.%NUMBER%)\n\nVote: 1\n\n- 문장.\n\n".encode()
    many_head = b"## Daily Papers (2031-02-03)\n\n"

    def one(self, text: str) -> BibliographicRecord:
        assert self.rejections(text.encode()) == []
        (record,) = self.records(text.encode())
        return record

    def sentences(self, body: str) -> tuple[Sentence, ...]:
        return tuple(each for prose in self.one(entry(body)).prose for each in prose.sentences)

    def test_a_line_that_cannot_be_read_does_not_end_the_reading(self) -> None:
        text = f"{'x' * 300}\n{EXAMPLE}".encode()
        reader = DailyPapers(ReadLimits(max_entry_bytes=200))
        rejected, *records = reader.entries(io.BytesIO(text), "somewhere")
        assert isinstance(rejected, Rejection)
        assert (rejected.line, rejected.reason) == (1, "The line is too long.")
        assert len(records) == 2

    def test_an_entry_whole(self) -> None:
        first, second = self.records(self.example)
        assert first.key == "2031-02-03/3102.00001"
        assert first.line == 3
        assert first.ids == (WorkId("arxiv", "3102.00001"),)
        assert first.listing is not None
        assert first.listing.issued_on == date(2031, 2, 3)
        assert first.listing.position == 1
        assert first.listing.votes == 12
        assert first.listing.picture_url == "https://pictures.example.org/3102.00001.png"
        assert [author.name for author in first.authors] == [
            "Ada Example",
            "Bo Muster",
            "Gemini Team",
        ]
        assert [author.is_organisation for author in first.authors] == [False, False, True]
        assert first.author_order == "listed"
        assert first.authors_complete is True
        assert first.prose[0].language == "ko"
        assert first.prose[0].generated
        assert second.title_source == "$\\textit{Tide-Net}$: Waves $\\times$ Wind"
        assert second.title == "Tide-Net: Waves × Wind"
        assert second.authors == ()
        assert second.authors_complete is None
        assert second.listing is not None
        assert second.listing.votes is None
        assert second.listing.position == 2

    def test_two_headings_of_one_day_are_one_issue(self) -> None:
        more = EXAMPLE.replace("3102.00002", "3102.00003")
        records = self.records((EXAMPLE + more).encode())
        places = [
            (record.ids[0].value, record.listing.position) for record in records if record.listing
        ]
        assert places == [("3102.00001", 1), ("3102.00002", 2), ("3102.00003", 3)]

    def test_two_days_in_one_file_count_for_themselves(self) -> None:
        records = self.records((EXAMPLE + EXAMPLE.replace("2031-02-03", "2031-02-04")).encode())
        assert [record.listing.position for record in records if record.listing] == [1, 2, 1, 2]
        assert records[2].key == "2031-02-04/3102.00001"

    def test_only_the_section_of_the_day_counts(self) -> None:
        wrapped = (
            "# A Project\n\nWords about it.\n\n## Project Description\n\n- a bullet\n\n"
            + EXAMPLE
            + "\n## License\n\nSome licence.\n\n## Citation\n\n```bibtex\n@misc{x,\n"
            "  title = {## Daily Papers (2031-01-01)}\n}\n## Daily Papers (2031-01-01)\n```\n"
        )
        assert len(self.entries(wrapped.encode())) == 2

    @pytest.mark.parametrize("mark", ["+", "et al.", "…", "and others"])
    def test_a_cut_list_of_authors(self, mark: str) -> None:
        record = self.one(entry(f"Authors: Ada Example, {mark}, Bo Muster"))
        assert [author.name for author in record.authors] == ["Ada Example", "Bo Muster"]
        assert record.authors_complete is False

    @pytest.mark.parametrize(
        ("line", "names"),
        [
            ("['Ada Example', 'Bo Muster']", ["Ada Example", "Bo Muster"]),
            (
                "['Ada Example', 'Bo Muster', 'and Lee Bay']",
                ["Ada Example", "Bo Muster", "Lee Bay"],
            ),
            ("[\"Ada D'Oro\", 'Bo Muster']", ["Ada D'Oro", "Bo Muster"]),
            ("['Ada D'Oro', 'Bo\\xa0Muster', Lee Bay]", ["Ada D'Oro", "Bo Muster", "Lee Bay"]),
            (r"['Bj\u00f8rn Muster', 'O\'Ada']", ["Bjørn Muster", "O'Ada"]),
            ("[]", []),
            ("", []),
            ("Ada Example, Ada Example, Bo Muster", ["Ada Example", "Bo Muster"]),
            ("Ada Example Ada Example, Bo Muster", ["Ada Example", "Bo Muster"]),
            ("Bo Bo, Bo Bo Muster", ["Bo Bo", "Bo Bo Muster"]),
            ("Yingying, Oh", ["Yingying", "Oh"]),
            ("Ada Example Bo Muster", ["Ada Example Bo Muster"]),
            ("Maria de los Angeles Ejemplo Prueba", ["Maria de los Angeles Ejemplo Prueba"]),
            ("Ada Example and Bo Muster", ["Ada Example and Bo Muster"]),
            ("Ada Example, and Bo Muster,", ["Ada Example", "Bo Muster"]),
            ("Ada\u00a0 Example\t, :", ["Ada Example"]),
        ],
    )
    def test_lists_of_authors(self, line: str, names: list[str]) -> None:
        assert [author.name for author in parse_authors(line).names] == names

    def test_tokens_are_as_the_source_gave_them(self) -> None:
        listed = parse_authors("['Ada Example', '+', 'and Lee Bay', 'Ada Example']")
        assert listed.tokens == ("Ada Example", "+", "and Lee Bay", "Ada Example")
        assert listed.truncation_index == 1
        assert listed.complete is False

    @pytest.mark.parametrize(
        "name",
        ["Gemini Team", "DeepSeek-AI", "01. AI", "o3 contributors", "The Example Consortium"],
    )
    def test_teams_are_no_people(self, name: str) -> None:
        (author, person) = self.one(entry(f"Authors: {name}, Hao Ai")).authors
        assert (author.name, author.is_organisation) == (name, True)
        assert not person.is_organisation

    @pytest.mark.parametrize(
        ("line", "votes"),
        [
            ("Vote: 41", 41),
            ("Vote: 0", 0),
            ("Vote: -", None),
            ("Vote:", None),
            ("Votes: 1,204", 1204),
            ("**Vote**: 7 ", 7),
            ("", None),
        ],
    )
    def test_votes(self, line: str, votes: int | None) -> None:
        listing = self.one(entry(line)).listing
        assert listing is not None
        assert listing.votes == votes

    def test_votes_that_cannot_be_read(self) -> None:
        (rejection,) = self.rejections(entry("Vote: many").encode())
        assert rejection.line == 5
        assert len(self.records(entry("Vote: many").encode())) == 1

    @pytest.mark.parametrize(
        ("line", "url"),
        [
            ("![](https://p.example.org/a.png)", "https://p.example.org/a.png"),
            ("![a picture](https://p.example.org/a_(1).png)", "https://p.example.org/a_(1).png"),
            ("![](/avatars/abc.svg)", None),
            ("![]()", None),
            ('<img src="https://p.example.org/a.png" width="3">', "https://p.example.org/a.png"),
            ("![](javascript:alert(1))", None),
        ],
    )
    def test_pictures(self, line: str, url: str | None) -> None:
        listing = self.one(entry(line)).listing
        assert listing is not None
        assert listing.picture_url == url

    @pytest.mark.parametrize(
        "line",
        [
            "[Watch Video](https://v.example.org/a.mp4)",
            "[Watch Video]https://v.example.org/a.mp4",
            '<div><video controls src="https://v.example.org/a.mp4"></video></div>',
            '<div>\n<video controls>\n<source src="https://v.example.org/a.mp4">\n</video>\n</div>',
        ],
    )
    def test_videos(self, line: str) -> None:
        record = self.one(entry(f"![](https://p.example.org/a.png)\n{line}"))
        assert record.listing is not None
        assert record.listing.video_url == "https://v.example.org/a.mp4"
        assert record.listing.picture_url == "https://p.example.org/a.png"
        assert record.prose == ()

    @pytest.mark.parametrize(
        ("line", "label", "text"),
        [
            ("- **What's New**: A first sentence.", "What's New", "A first sentence."),
            ("- ***What’s New***: A first sentence.", "What’s New", "A first sentence."),
            ("- **What's New:** A first sentence.", "What's New", "A first sentence."),
            ("- **새로운 점**: 첫 문장입니다.", "새로운 점", "첫 문장입니다."),
            ("* **기술적 세부사항** : 첫 문장입니다.", "기술적 세부사항", "첫 문장입니다."),
            ("1. First of all.", None, "First of all."),
            ("- **Bold** words without a colon", None, "**Bold** words without a colon"),
            (
                "- See https://x.example.org: it is there",
                None,
                "See https://x.example.org: it is there",
            ),
            ("-\u00a0A no-break space.", None, "A no-break space."),
            ("-\tA tab.\t", None, "A tab."),
            ("An unbulleted line.", None, "An unbulleted line."),
            ("- A space at the end. ", None, "A space at the end. "),
            ("- *C0* \x07bell\x00 gone", None, "*C0* bell gone"),
        ],
    )
    def test_sentences_and_labels(self, line: str, label: str | None, text: str) -> None:
        assert self.sentences(line) == (Sentence(text=text, label=label),)

    def test_nested_bullets(self) -> None:
        body = (
            "- **Key Points**:\n  - (1) First point.\n  - (2) Second point.\n\n    - Deeper.\n"
            "- After it.\n\t- By a tab.\n1. One.\n   2. Two."
        )
        assert [(each.level, each.label, each.text) for each in self.sentences(body)] == [
            (1, "Key Points", "(1) First point."),
            (1, "Key Points", "(2) Second point."),
            (2, None, "Deeper."),
            (0, None, "After it."),
            (1, None, "By a tab."),
            (0, None, "One."),
            (1, None, "Two."),
        ]

    def test_an_indented_line_goes_on_with_its_bullet(self) -> None:
        texts = [
            each.text
            for each in self.sentences("- A bullet that\n  goes on.\n\n  Not here.\nNor here.")
        ]
        assert texts == ["A bullet that goes on.", "Not here.", "Nor here."]

    @pytest.mark.parametrize(
        ("title", "plain"),
        [
            ("[IDK] Token: Knowing [Nothing]", "[IDK] Token: Knowing [Nothing]"),
            ("Let's <think> >80% of δ Σ 360°", "Let's <think> >80% of δ Σ 360°"),
            ("*Slow* `code_name` of A* (again)", "Slow code_name of A* (again)"),
            ("Set (A) and [b](c)", "Set (A) and [b](c)"),
        ],
    )
    def test_titles(self, title: str, plain: str) -> None:
        record = self.one(entry("", title))
        assert record.title_source == title
        assert record.title == plain

    def test_a_summary_in_english(self) -> None:
        record = self.one(entry("- We show that it works.\n- The code is open to all of us."))
        assert record.prose[0].language == "en"

    @pytest.mark.parametrize(
        "url",
        [
            "http://arxiv.org/abs/3102.00001v2",
            "https://arxiv.org/pdf/3102.00001",
            "https://huggingface.co/papers/3102.00001",
            "<https://arxiv.org/abs/3102.00001>",
            'https://arxiv.org/abs/3102.00001 "a title"',
        ],
    )
    def test_spellings_of_the_link(self, url: str) -> None:
        text = f"## Daily Papers (2031.2.3)\n### [A Title]({url})  \n"
        assert self.one(text).key == "2031-02-03/3102.00001"

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            (
                "## Daily Papers (2031-13-45)\n\n### [A](https://arxiv.org/abs/3102.00001)\n- x\n",
                [1, 3],
            ),
            ("## Daily Papers\n", [1]),
            ("## Daily Papers (2031-02-03)\n\nA stray line.\n- and a bullet\n", [3, 4]),
            ("### [A](https://arxiv.org/abs/3102.00001)\n", [1, None]),
            (entry("") + "### [A](https://example.org/paper)\n- its sentence\n", [6]),
            (entry("") + "### [ ](https://arxiv.org/abs/3102.00002)\n", [6]),
            (entry("```\ncode\n```"), [5, 6, 7]),
            ("Nothing of it.\n", [None]),
        ],
    )
    def test_what_cannot_be_read_is_rejected_with_its_line(
        self, text: str, lines: list[int | None]
    ) -> None:
        assert [rejection.line for rejection in self.rejections(text.encode())] == lines

    def test_a_line_that_is_not_utf_8_loses_only_its_bad_bytes(self) -> None:
        data = entry("- A caf\u00e9 sentence.").encode("latin-1")
        (rejection,) = self.rejections(data)
        assert rejection.line == 5
        assert self.records(data)[0].prose[0].sentences[0].text == "A caf sentence."

    def test_a_byte_order_mark_and_windows_line_ends(self) -> None:
        data = b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode()
        assert len(self.records(data)) == 2
        assert self.rejections(data) == []
        assert self.records(data)[0].prose == self.records(self.example)[0].prose

    @pytest.mark.parametrize(
        "piece", ["![", "<img ", "](", "[watch video]", "**a", "'", "<div>", "- ", "((", "+,"]
    )
    def test_long_hostile_lines_end(self, piece: str) -> None:
        for head in ("", "### [", "Authors: ['", "Vote: ", "- "):
            self.entries(entry(head + piece * 20_000).encode())

    @given(st.text(max_size=300))
    def test_any_text_is_read_without_a_crash(self, text: str) -> None:
        self.entries((EXAMPLE + text).encode("utf-8", "surrogatepass"))

    @given(
        st.lists(
            st.sampled_from([*EXAMPLE.splitlines(), "```", "  - (1) x", "- **L**:", "<div>"]),
            max_size=30,
        )
    )
    def test_any_order_of_lines_is_read_without_a_crash(self, lines: list[str]) -> None:
        entries = self.entries("\n".join(lines).encode())
        places = [
            each.listing.position
            for each in entries
            if isinstance(each, BibliographicRecord) and each.listing
        ]
        assert places == sorted(set(places))


def test_overrides_split_and_join_names(tmp_path: Path) -> None:
    text = EXAMPLE.replace("Ada Example, Bo Muster", "Ada Example Bo Muster, Yin, Oh")
    path = tmp_path / "day.md"
    path.write_text(text, "utf-8")
    work = WorkId("arxiv", "3102.00001")
    overrides = AuthorOverrides.of(
        [
            AuthorOverride(work, ("Ada Example Bo Muster",), ("Ada Example", "Bo Muster")),
            AuthorOverride(work, ("Yin", "Oh"), ("Yin Oh",)),
            AuthorOverride(WorkId("arxiv", "3102.00002"), ("Gemini Team",), ("Nobody",)),
        ]
    )
    first = next(read("daily-papers", path, overrides=overrides))
    assert isinstance(first, BibliographicRecord)
    assert [author.name for author in first.authors] == [
        "Ada Example",
        "Bo Muster",
        "Yin Oh",
        "Gemini Team",
    ]


def test_a_digest_of_one_s_own_states_its_licence() -> None:
    entry = "## Daily Papers (2031-02-03)\n\n### [T](https://arxiv.org/abs/3102.00001)\n\n- One.\n"
    stated = "<!-- licence: https://licences.example.org/mine -->\n\n" + entry
    licences = []
    for text in (stated, entry):
        (record,) = DailyPapers().entries(io.BytesIO(text.encode()), "x")
        assert isinstance(record, BibliographicRecord)
        licences.append(record.prose[0].licence)
    assert licences == [
        "https://licences.example.org/mine",
        "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    ]
