"""Parameters are read as the standard library reads them, which is slower."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.errors import BadParameter
from web.sparql.asking import parameters

_PIECES = st.sampled_from(
    [
        "a",
        "query",
        "=",
        "&",
        "+",
        "%",
        "%20",
        "%2",
        "%3D",
        "%26",
        "%0A",
        "%0d",
        "\n",
        "\r",
        " ",
        "%C3%A9",
        "%C3",
        "%a9",
        "é",
        "_",
        "==",
        "%e2%82%ac",
        "%00",
        ".",
        "\t",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_as_the_standard_library_reads_them(text: str) -> None:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(BadParameter, match="UTF-8"):
            parameters(text.encode(), "the form")
        return
    expected: dict[str, list[str]] = {}
    for name, value in pairs:
        expected.setdefault(name, []).append(value)
    assert parameters(text.encode(), "the form") == expected


def test_not_too_many() -> None:
    assert len(parameters(b"a=1&" * 999 + b"a=1", "the form")["a"]) == 1000
    with pytest.raises(BadParameter, match="too long"):
        parameters(b"a=1&" * 1000 + b"a=1", "the form")
