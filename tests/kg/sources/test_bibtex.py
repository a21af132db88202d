r"""BibTeX with invented works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.sources.bibtex import Bibtex

EXAMPLE = r"""% a library
Words between entries are comments, also with user@example.org in them.
@string{tides = "Journal of " # {Tides}}
@comment{ nothing }
@preamble{"\newcommand{\x}{y}"}

@article{example2031,
  author = {Ex{\'a}mple, Ada and {Lighthouse Team} and van den Berg, Jr., Bo and others},
  title = "{Quiet} {L}ighthouses: 50\% of $O(n^2)$ --- {A {Study}}",
  journal = tides, year = 2031, month = feb,
  doi = {10.1000/a\_b},
  keywords = {light, quiet; sea},
  abstract = {We build
    lighthouses.},
}
@InProceedings(winds,
  author = "Bo Muster and Cy {and Co}",
  title = {Tides and Winds},
  crossref = {proc31}, eprint = {3102.00002}, archivePrefix = {arXiv})
@proceedings{proc31, title = {Proceedings of Tides}, year = {2031}}
"""


def entry(fields: str) -> bytes:
    return f"@misc{{k, {fields}}}\n".encode()


class TestBibtex(SourceContract):
    source = Bibtex
    file_name = "library.bib"
    example = EXAMPLE.encode()
    broken = (
        EXAMPLE
        + "@article{b1, title = {Never closed\n@article{b2, title = {Good}, year=2030}\n"
        + "@misc{b3, note={x}}\n@misc{b4, title=={x}}\n"
    ).encode()
    many = b"@misc{k%NUMBER%, title = {T}, year = 2031}\n"

    def one(self, fields: str) -> BibliographicRecord:
        (record,) = self.records(entry(fields))
        return record

    def test_a_subtitle_belongs_to_the_title(self) -> None:
        parts = "title={Quiet {L}ooms}, subtitle={A Study}"
        assert self.one(parts).title == "Quiet Looms: A Study"
        assert self.one("title={Why Looms?}, subtitle={A Study}").title == "Why Looms? A Study"

    def test_an_entry_whole(self) -> None:
        record = self.records(self.example)[0]
        assert record.line == 7
        assert record.ids == (WorkId("doi", "10.1000/a_b"),)
        assert record.title_source == r"{Quiet} {L}ighthouses: 50\% of $O(n^2)$ --- {A {Study}}"
        assert record.title == "Quiet Lighthouses: 50% of O(n²) — A Study"
        assert [author.name for author in record.authors] == [
            "Ada Exámple",
            "Lighthouse Team",
            "Bo van den Berg, Jr.",
        ]
        assert [author.is_organisation for author in record.authors] == [False, True, False]
        assert record.authors_complete is False
        assert record.venues[0].text == "Journal of Tides"
        assert record.year == 2031
        assert record.keywords == ("light", "quiet", "sea")
        assert record.prose[0].sentences[0].text == "We build lighthouses."

    def test_fields_from_the_crossref(self) -> None:
        record = self.records(self.example)[-1]
        assert record.ids == (WorkId("arxiv", "3102.00002"),)
        assert record.title == "Tides and Winds"
        assert record.venues[0].text == "Proceedings of Tides"
        assert record.year == 2031
        assert [author.name for author in record.authors] == ["Bo Muster", "Cy and Co"]

    def test_each_broken_entry_is_told_with_its_line(self) -> None:
        first = EXAMPLE.count("\n") + 1
        assert [rejection.line for rejection in self.rejections(self.broken)] == [
            first,
            first + 2,
            first + 3,
        ]
        assert "Good" in {record.title for record in self.records(self.broken)}

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ("title={T}, eprint={2405.17258}, archivePrefix={arXiv}", "arxiv:2405.17258"),
            ("title={T}, eprint={hep-th/9901001}", "arxiv:hep-th/9901001"),
            ("title={T}, journal={arXiv preprint arXiv:2405.17258}", "arxiv:2405.17258"),
            ("title={T}, journal={CoRR}, volume={abs/2405.17258}", "arxiv:2405.17258"),
            ("title={T}, url={https://aclanthology.org/P18-1001}", "acl:P18-1001"),
            ("title={T}, doi={https://doi.org/10.1000/X}", "doi:10.1000/x"),
        ],
    )
    def test_ids(self, fields: str, expected: str) -> None:
        assert str(self.one(fields).ids[0]) == expected

    def test_entries_of_one_key_in_two_files_are_two_works(self) -> None:
        first, second = self.one("title={One}"), self.one("title={Two}")
        assert first.ids != second.ids
        assert first.ids[0].value.startswith("bibtex/k-")

    @pytest.mark.parametrize(
        ("authors", "names"),
        [
            ("Doe, Jane AND Roe, Rick", ["Jane Doe", "Rick Roe"]),
            ("Jane Doe\n and Rick Roe", ["Jane Doe", "Rick Roe"]),
            ('{\\O}re, {\\AA}sa and M{\\"u}ller, J{\\"o}rg', ["Åsa Øre", "Jörg Müller"]),
            ("Andersen, Sandy", ["Sandy Andersen"]),
            ("{Barnes and Noble, Inc.}", ["Barnes and Noble, Inc."]),
            ("", []),
        ],
    )
    def test_authors(self, authors: str, names: list[str]) -> None:
        assert [
            author.name for author in self.one(f"title={{T}}, author={{{authors}}}").authors
        ] == names

    def test_old_files_in_windows_1252(self) -> None:
        (record,) = self.records("@misc{k, title = {Caf\u00e9 \u2013 Th\u00e9}}".encode("cp1252"))
        assert record.title == "Café – Thé"

    @given(
        st.lists(
            st.sampled_from(
                [
                    "@misc{",
                    "k",
                    ",",
                    "title",
                    "=",
                    "{",
                    "}",
                    '"',
                    "#",
                    "(",
                    ")",
                    "\n",
                    "\\",
                    "@",
                    " and ",
                ]
            ),
            max_size=40,
        )
    )
    def test_any_order_of_marks_is_read_without_a_crash(self, pieces: list[str]) -> None:
        self.entries("".join(pieces).encode())

    @pytest.mark.parametrize("piece", ["{", '"', "@misc{a,", "title={", "# ", "\\", "a="])
    def test_long_hostile_files_end(self, piece: str) -> None:
        self.entries(("@misc{k, title = {T}, note = " + piece * 20_000).encode())
