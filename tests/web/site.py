"""What the tests of the site have in common."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parent / "data"
SITE = "https://papers.example.org/"
PAGE = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
