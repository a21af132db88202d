"""Links in prose: where a URL ends, what it leads to, and whether it is only promised."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import urlsplit

from kg.entities import LinkStatus, Place, WorkLink
from kg.records import LinkKind

_MARKDOWN = re.compile(r"\[([^\]\[]*)\]\(\s*<?(https?://[^)\s>]+(?:\([^)\s]*\)[^)\s>]*)?)>?\s*\)")
# RFC 3986 characters, ASCII only; an underscore may be escaped as in LaTeX and Markdown.
_URL = re.compile(r"https?://(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|\\[_#%&~])+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w./@-])(?:www\.[\w-]+\.\w[\w.-]*|(?:github|gitlab|huggingface|"
    r"modelscope|zenodo|kaggle|bitbucket)"
    r"\.(?:com|co|cn|org)(?=/)|[\w-]+\.github\.io)(?:/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?"
)
_SIGNS = ("://", "www.", ".github.io", ".com/", ".co/", ".cn/", ".org/")
_TRAILING = ".,;:!?'\"*`"
_PAIRS = {")": "(", "]": "["}
_GLUED = re.compile(
    r"[.,;:!?)\]]*[가-힣]+|\s(?:에서|에|로|으로|을|를|에는|에서는)(?![가-힣])|[.,;:!?)\]]+"
)
_PROMISED = re.compile(
    r"\bwill (?:also |all |soon |then )?be\b|\bwill (?:release|open|"
    r"publish|make|share)|\bcoming soon\b|"
    r"\bto be (?:released|made|open)|\bupon (?:acceptance|publication)|\bplan(?:s|ned)? to\b|"
    r"(?:될|할|일)\s?(?:예정|계획)|예정입니다|예정이다|공개하겠|곧 (?:공개|제공)",
    re.IGNORECASE,
)
_CODE_HOSTS = (
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sourceforge.net",
    "anonymous.4open.science", "git.io", "colab.research.google.com", "gist.github.com",
    "sr.ht",
)  # fmt: skip
_DATASET_HOSTS = (
    "zenodo.org", "figshare.com", "dataverse.harvard.edu", "datadryad.org", "osf.io",
    "data.mendeley.com", "physionet.org", "openml.org",
)  # fmt: skip
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com")
_PAPER_HOSTS = (
    "arxiv.org", "doi.org", "aclanthology.org", "openreview.net", "biorxiv.org", "ssrn.com",
)  # fmt: skip
_PROJECT_HOSTS = (
    "github.io",
    "gitlab.io",
    "sites.google.com",
    "netlify.app",
    "pages.dev",
    "notion.site",
)
_WORDS: tuple[tuple[LinkKind, str], ...] = (
    (
        "project",
        (
            r"project (?:web)?\s?(?:page|site)|home\s?page|web\s?(?:site|page)|프로젝트|홈페이지|"
            r"웹\s?(?:사이트|페이지)"
        ),
    ),
    ("demo", r"\bdemos?\b|playground|데모"),
    (
        "code",
        r"\bcodes?\b|source|implementation|repositor|toolkit|librar|package|코드|소스|구현|저장소",
    ),
    ("dataset", r"\bdata(?:sets?)?\b|\bbenchmark|corpus|leaderboard|데이터|벤치마크|말뭉치"),
    ("model", r"\bmodels?\b|weights|checkpoint|모델|가중치|체크포인트"),
    ("video", r"\bvideos?\b|비디오|영상"),
)


def find_links(text_key: str, sentence: int, text: str) -> list[WorkLink]:
    """The links of one sentence, in order.

    Args:
        text_key: key of the text.
        sentence: its number, from 1.
        text: the sentence.

    Returns:
        Links whose place covers the URL with what is glued to it (mark-up, particle, full stop).

    >>> [link.url for link in find_links("t", 1, "모델은 https://x.org/a-v1에서 (https://y.org/b).")]
    ['https://x.org/a-v1', 'https://y.org/b']
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    links = []
    for start, end, url in _urls(text):
        glued = _GLUED.match(text, end)
        stop = glued.end() if glued else end
        place = Place(text=text_key, sentence=sentence, start=start, end=stop)
        links.append(
            WorkLink(
                url=url,
                kind=kind_of_url(url, text[max(0, start - 60) : start]),
                status=_status(text, start, end),
                place=place,
                surface=text[start:stop],
            )
        )
    return links


def kind_of_url(url: str, before: str = "") -> LinkKind:
    """What a URL leads to, by its host and path, else by the words before it.

    >>> kind_of_url("https://huggingface.co/org/name")
    'model'
    >>> kind_of_url("https://x.org", "project page:")
    'project'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "other"
    host = (parts.hostname or "").removeprefix("www.")
    path = [segment for segment in parts.path.split("/") if segment]
    if host in ("huggingface.co", "hf.co", "modelscope.cn"):
        return _hub_kind(path)
    if host == "kaggle.com":
        return "dataset" if path[:1] in (["datasets"], ["competitions"]) else "code"
    known: tuple[tuple[tuple[str, ...], LinkKind], ...] = (
        (_CODE_HOSTS, "code"),
        (_VIDEO_HOSTS, "video"),
        (_PAPER_HOSTS, "paper"),
        (_PROJECT_HOSTS, "project"),
    )
    for hosts, kind in known:
        if any(host == h or host.endswith("." + h) for h in hosts):
            return kind
    by_words = _kind_by_words(before)
    if any(host == h or host.endswith("." + h) for h in _DATASET_HOSTS):
        return by_words if by_words in ("code", "model") else "dataset"
    return by_words


def _hub_kind(path: list[str]) -> LinkKind:
    if not path:
        return "other"
    section: dict[str, LinkKind] = {
        "datasets": "dataset", "spaces": "demo", "studios": "demo", "papers": "paper",
        "models": "model", "collections": "model",
    }  # fmt: skip
    if path[0] in section:
        return section[path[0]]
    return "other" if path[0] in ("blog", "docs", "join") else "model"


def _kind_by_words(before: str) -> LinkKind:
    """The kind of the last telling word before a URL."""
    best: tuple[int, LinkKind] = (-1, "other")
    for kind, pattern in _WORDS:
        for match in re.finditer(pattern, before, re.IGNORECASE):
            best = max(best, (match.end(), kind))
    return best[1]


def _urls(text: str) -> Iterator[tuple[int, int, str]]:
    taken = 0
    for match in _MARKDOWN.finditer(text):
        yield from _plain_urls(text, taken, match.start())
        yield match.start(), match.end(), _clean(match[2])
        taken = match.end()
    yield from _plain_urls(text, taken, len(text))


def _plain_urls(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    found = [*_URL.finditer(text, start, end)]
    ends = [match.end() for match in found]
    for match in _BARE.finditer(text, start, end):
        after = bisect_right(ends, match.start())
        if after == len(ends) or match.end() <= found[after].start():
            found.append(match)
    for match in sorted(found, key=lambda m: m.start()):
        words = _trimmed(match.group())
        url = _clean(words if words.lower().startswith("http") else f"https://{words}")
        if _host(url):
            yield match.start(), match.start() + len(words), url


def _host(url: str) -> str:
    """The host of a URL when it has a dot and a top level, else an empty text."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", host) else ""


def _trimmed(url: str) -> str:
    """Without trailing punctuation and without a bracket that it did not open."""
    while url:
        last = url[-1]
        is_closing = last in _PAIRS and url.count(last) > url.count(_PAIRS[last])
        if last not in _TRAILING and not is_closing:
            break
        url = url[:-1]
    return url


def _clean(url: str) -> str:
    return _trimmed(re.sub(r"\\([_#%&~])", r"\1", url))


def _status(text: str, start: int, end: int) -> LinkStatus:
    """Promised when the clause around the link speaks of the future."""
    before = re.split(r"(?<=[.!?;])\s", text[max(0, start - 160) : start])[-1]
    after = re.split(r"[.!?;](?:\s|$)", text[end : end + 120])[0]
    return "promised" if _PROMISED.search(before) or _PROMISED.search(after) else "available"
