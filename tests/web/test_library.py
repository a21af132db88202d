"""Reference lists: every form is read, entries are matched by id or title, words stay words."""

from __future__ import annotations

from web.library import is_reference_list, library_of, references
from web.services import Services

BIBTEX = b"""@article{one, title = {Notes on a held paper}, eprint = {3103.01001}}
@misc{two, title = {A paper that nobody holds}, abstract = {It mends clocks.}}
"""
RIS = b"TY  - JOUR\nTI  - Mending clocks\nDO  - 10.1000/182\nER  - \n"


def test_bibtex_keeps_ids_titles_and_abstracts() -> None:
    one, two = references(BIBTEX, "list.bib")
    assert one.ids == ("arxiv:3103.01001",)
    assert (two.ids, two.title, two.prose) == (
        (),
        "A paper that nobody holds",
        "It mends clocks.",
    )


def test_ris_and_plain_text() -> None:
    (entry,) = references(RIS)
    assert (entry.title, entry.ids) == ("Mending clocks", ("doi:10.1000/182",))
    assert [one.ids for one in references(b"see arXiv:3103.01001 and 10.1000/182.")] == [
        ("arxiv:3103.01001",),
        ("doi:10.1000/182",),
    ]


def test_what_is_no_list_has_no_entries() -> None:
    assert references(b"\xff\xfe no list at all") == []
    assert not is_reference_list("We study e-mail@example.org {in depth}.")


def test_entries_are_matched_by_id_and_by_title(services: Services) -> None:
    title = services.reader.work("arxiv:3103.01002").title.upper()
    listed = BIBTEX + f"@misc{{three, title = {{{title}}}}}".encode()
    library = library_of(references(listed), services.reader)
    assert library.held == ("arxiv:3103.01001", "arxiv:3103.01002")
    assert [one.title for one in library.unheld] == ["A paper that nobody holds"]
    assert library.words == "A paper that nobody holds. It mends clocks"
