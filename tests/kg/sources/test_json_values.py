"""JSON values out of streams of every form, whole and broken."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.files import ReadLimits
from kg.sources.json_values import BadJson, json_values

BAD = "bad"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def values(data: bytes, limits: ReadLimits | None = None) -> list[tuple[int, Any]]:
    found = json_values(io.BytesIO(data), limits or ReadLimits())
    return [(line, BAD if isinstance(value, BadJson) else value) for line, value in found]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"[]", []),
        (b'{"a":1}\n\n{"a":2}', [(1, {"a": 1}), (3, {"a": 2})]),
        (b'{"a":1}\nwords\n{"a":2}', [(1, {"a": 1}), (2, BAD), (3, {"a": 2})]),
        (
            b'[{"a":1},\n {"a":[1,{"x":"]}\\""}]}\n, {bad}, 2]',
            [(1, {"a": 1}), (2, {"a": [1, {"x": ']}"'}]}), (3, BAD), (3, 2)],
        ),
        (b'[\n{"a":"x\\\\"},\n]', [(2, {"a": "x\\"})]),
        (b'[{"a":1},', [(1, {"a": 1}), (1, BAD)]),
        (b'[{"a":1}] more', [(1, {"a": 1}), (1, BAD)]),
        (b'{\n "a": 1\n}\n{\n "a": 2\n}\n', [(1, {"a": 1}), (4, {"a": 2})]),
        (b'{\n "results": [1,\n 2]}\n', [(1, 1), (1, 2)]),
        (b'{"message": {"items": [{"q": 1}]}}', [(1, {"q": 1})]),
        (b'{"title": "T", "results": [1]}', [(1, {"title": "T", "results": [1]})]),
        (b"[" * 50_000, [(1, BAD)]),
        (b'{"a":' * 50_000, [(1, BAD)]),
        (b'\xef\xbb\xbf{"a": 1}', [(1, {"a": 1})]),
        (b'{"a": ' + b"9" * 5_000 + b"}", [(1, BAD)]),
    ],
)
def test_forms(data: bytes, expected: list[tuple[int, Any]]) -> None:
    assert values(data) == expected


def test_too_long_values_cost_only_themselves() -> None:
    limits = ReadLimits(max_entry_bytes=1_000)
    long = json.dumps({"a": "x" * 100_000}).encode()
    assert values(long + b'\n{"b": 1}\n', limits) == [(1, BAD), (2, {"b": 1})]
    assert values(b"[" + long + b',\n{"b": 1}]', limits) == [(1, BAD), (2, {"b": 1})]


@given(
    st.lists(st.dictionaries(st.text("abc", max_size=3), JSON, max_size=3), max_size=5),
    st.sampled_from([None, 1]),
)
def test_an_array_gives_what_json_gives(array: list[dict[str, Any]], indent: int | None) -> None:
    data = json.dumps(array, indent=indent).encode()
    assert [value for _, value in values(data)] == json.loads(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    values(data)
    values(b"[" + data)
    values(b"{\n" + data)


def test_an_array_among_lines_costs_only_its_line() -> None:
    lines = b'{"a": 1}\n[1, 2]\n{"b": 2}\n'
    values = list(json_values(io.BytesIO(lines), ReadLimits()))
    assert values == [(1, {"a": 1}), (2, [1, 2]), (3, {"b": 2})]
