"""Every setting of fetching: where services are, keys, how much and how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _setting(default: Any, unit: str, text: str) -> Any:
    return field(default=default, metadata={"unit": unit, "help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What may be asked of whom; every field is a setting of the table ``fetching``."""

    on_ask: bool = _setting(
        False, "", "Fetch a work that is not held when somebody asks for it on the site."
    )
    on_ask_timeout_s: float = _setting(8.0, "seconds", "Longest that such a question waits.")
    timeout_s: float = _setting(60.0, "seconds", "Longest time for one whole answer.")
    silence_s: float = _setting(20.0, "seconds", "Longest silence of a service in an answer.")
    reply_bytes: int = _setting(64_000_000, "bytes", "Longest answer, also once expanded.")
    attempts: int = _setting(5, "requests", "Times one request is made before it counts as failed.")
    longest_wait_s: float = _setting(
        300.0, "seconds", "Longest wait that a service may ask for before we give up for now."
    )
    pause_factor: float = _setting(
        1.0, "", "Factor on the pauses between requests; below 1 only for mirrors of your own."
    )
    redirects: int = _setting(5, "redirects", "Redirects followed for one request.")
    kept_days: int = _setting(
        90, "days", "How long raw replies are kept beside the catalogue; 0 keeps none."
    )
    allowed_hosts: str = _setting(
        "",
        "",
        "Hosts (with :port or without, commas between) that may have private addresses.",
    )
    hf_daily_url: str = _setting("https://huggingface.co/api/", "", "Where Hugging Face is.")
    arxiv_url: str = _setting("https://export.arxiv.org/api/query", "", "arXiv's query interface.")
    arxiv_oai_url: str = _setting("https://oaipmh.arxiv.org/oai", "", "arXiv's OAI-PMH.")
    openalex_url: str = _setting("https://api.openalex.org/", "", "Where OpenAlex is.")
    openalex_key: str = _setting("", "", "Key for OpenAlex (free at openalex.org).")
    opencitations_url: str = _setting(
        "https://api.opencitations.net/index/v2/", "", "Where the index of OpenCitations is."
    )
    opencitations_token: str = _setting("", "", "Access token for OpenCitations; not required.")
    semantic_scholar_url: str = _setting(
        "https://api.semanticscholar.org/graph/v1/", "", "Where Semantic Scholar is."
    )
    semantic_scholar_key: str = _setting("", "", "Key for Semantic Scholar; not required.")

    def __post_init__(self) -> None:
        for name in ("timeout_s", "silence_s", "on_ask_timeout_s", "reply_bytes", "attempts"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be more than 0")
        for name in ("kept_days", "redirects", "longest_wait_s", "pause_factor"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be 0 or more")
