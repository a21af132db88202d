"""RDF Patch: written, read back, and refused when it is not one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export import PatchInvalid, RdfPatch, read_patches, write_patch

GRAPH = ox.NamedNode("https://g.example/")
NODE = ox.NamedNode("https://n.example/")

literals = st.builds(
    ox.Literal,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    language=st.sampled_from([None, "ko"]),
)
quads = st.lists(
    literals.map(lambda value: ox.Quad(NODE, NODE, value, GRAPH)), max_size=5, unique_by=str
).map(tuple)


@given(st.lists(st.tuples(quads, quads), min_size=1, max_size=4))
def test_what_is_written_is_read_back(
    steps: list[tuple[tuple[ox.Quad, ...], tuple[ox.Quad, ...]]],
) -> None:
    patches = [
        RdfPatch(previous=number, number=number + 1, deletions=gone, insertions=new)
        for number, (gone, new) in enumerate(steps)
    ]
    text = "".join(line for patch in patches for line in write_patch(patch))
    assert list(read_patches(text.split("\n"))) == patches


HEAD = 'H previous "0" .\nH number "1" .\n'
QUAD = "<https://n.example/> <https://n.example/> <https://n.example/> <https://g.example/> ."


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("hello", 1),
        (f"{HEAD}A {QUAD}\n", 3),
        (f"{HEAD}TX .\nA {QUAD}\nD {QUAD}\nTC .\n", 5),
        (f"{HEAD}TX .\nA <https://n.example/> .\nTC .\n", 4),
        (f"{HEAD}TX .\nA\nTC .\n", 4),
        (f"{HEAD}TX\nTC .\n", 3),
        ("H number .\n", 1),
        ("TX .\nTC .\n", 2),
        ('H previous "2" .\nH number "1" .\nTX .\nTC .\n', 4),
        (f"{HEAD}TX .\n", 3),
    ],
)
def test_what_is_no_patch_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(PatchInvalid) as caught:
        list(read_patches(text.split("\n")))
    assert caught.value.line == line


def test_a_patch_leads_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        RdfPatch(previous=2, number=2, deletions=(), insertions=())


def test_comments_and_empty_lines_are_left_out() -> None:
    text = f"# a feed\n\n{HEAD}TX .\nTC .\n\n"
    assert [patch.number for patch in read_patches(text.split("\n"))] == [1]
