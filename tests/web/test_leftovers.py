"""Where others wrote what was erased: named, never changed."""

from __future__ import annotations

from pathlib import Path

from web.leftovers import still_named


def test_files_of_the_operator_and_graphs_of_users_are_named(tmp_path: Path) -> None:
    (tmp_path / "author-overrides.jsonl").write_text('{"name": "Ada Weft"}', encoding="utf-8")
    (tmp_path / "settings.toml").write_text('contact = "Bo Warp"', encoding="utf-8")
    (tmp_path / "graph").mkdir()
    graphs = {"https://a.example/user/x": b'"by Ada Weft"', "https://a.example/user/y": b""}
    assert still_named(tmp_path, graphs, ["Ada Weft", "A. Weft"]) == [
        "author-overrides.jsonl",
        "https://a.example/user/x",
    ]
    assert still_named(tmp_path, graphs, []) == []
