"""Candidates for names in Latin script: where a text may name something.

A candidate is decided by its form alone; what it names, and whether it names anything, is decided
in :mod:`kg.concepts.kinds` and :mod:`kg.concepts.coining` by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from kg.concepts.folding import common_words, fold_label, not_names

Shape = Literal["camel", "caps", "alnum", "title", "phrase"]

_L = "A-Za-zÀ-ÖØ-öø-ɏ\u0370-\u03ff"
_TOKEN = re.compile(
    rf"[{_L}0-9][{_L}0-9²³]*\+*(?:[-‐‑–./_'’@&][{_L}0-9²³]+\+*)*(?:\*(?![\w*])"
    r")?"
)
_MARK = re.compile("[A-ZÀ-ÖØ-Þ\u0100-\u024f\u0370-\u03ff]")
_SIZE = re.compile(r"\d+(?:[.,]\d+)?(?:[KMBTkmb]|GB|MB|TB|x|X|px|ms|s|th|st|nd|rd|D|d|K\+|M\+)?%?$")
_GENERIC_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?[x×]\d+.*|\d+[-/.]\d+.*|\d+)$")
_ADJECTIVES = (
    r"(?:Based|Driven|Generated|Guided|Informed|Level|Free|Aware|Enhanced|Conditioned|Consistent|"
    r"Centric|Oriented|Augmented|Powered|Assisted|Bit|Dimensional|Style|Like|Aligned|Agnostic|"
    r"Specific|Inspired|Constrained|Supervised|Faceted|Effector|Efficient|Related|Induced)"
)
_LOWER_TAIL = re.compile(rf"(?:[-‐‑–](?:[a-zà-öø-ÿ]+|{_ADJECTIVES}))+$")
_ADJECTIVE_TAIL = re.compile(rf"[-‐‑–]{_ADJECTIVES}$")
_ADJECTIVE_END = re.compile(r"[-‐‑–](?:based|driven|guided|aware|free|powered|like|style)$")
_LOWER_HEAD = re.compile(r"^(?:[a-z]{2,}[-‐‑–])+(?=[A-Z0-9])")
_VERSION = re.compile(r"v?\d{1,2}(?:\.\d{1,2})?$")
_GREEK_HEAD = re.compile(r"[\u0370-\u03ff][²³\d]?[-‐‑–][A-Za-z]+$")
_POSSESSIVE = re.compile(r"['’]s?$")
VARIANT = (
    r"(?:mini|large|base|small|tiny|nano|medium|turbo|preview|instruct|chat|hd|xl|xxl|huge|giant"
    r"|pro|max|plus|lite|flash|it|thinking|ultra|air)"
)
_SIZE_OR_VARIANT = re.compile(
    rf"(?:[-_ ](?:\d+(?:\.\d+)?[BMKbmk]|x\d+|{VARIANT}|v\d+(?:\.\d+)*|hf|gguf|\d{{4}}))+$", re.I
)
_KEPT_TAIL = re.compile(rf"[-‐‑–]{VARIANT}$")
_MAX_LENGTH = 60  # of a name in one word
_JOINERS = frozenset({"of", "the", "for", "to", "in", "with", "and", "on", "as", "by", "is", "a"})
_TIGHT_JOINERS = frozenset({"of", "in", "the", "a"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_FIRST: frozenset[str] = _words(
    "abstract a an the we our this these that those in on at by for from with to of and or but "
    "however "
    "moreover furthermore specifically additionally finally first second third given when while "
    "using although despite unlike recent recently existing current code project it its they as "
    "if both all each most many some such introducing through based beyond can do does is are "
    "what why how where which notably importantly empirically experiments experimental results "
    "extensive here hence thus therefore then also yet since after before during under over "
    "between among within without via toward towards"
)


class Name(NamedTuple):
    """A candidate for a name.

    Args:
        start, end: half-open range of code points in the text.
        text: the words.
        shape: ``camel`` (FlowVid), ``caps`` (MTEB), ``alnum`` (GPT-4), ``title`` (one capitalised
            word) or ``phrase`` (several).
    """

    start: int
    end: int
    text: str
    shape: Shape


@lru_cache(maxsize=1 << 12)
def find_names(text: str) -> tuple[Name, ...]:
    """The candidates of a text, in order; a phrase and the names inside it may overlap.

    >>> [(n.text, n.shape) for n in find_names("FlowVid, CoDeF 및 TokenFlow보다 15배")]
    [('FlowVid', 'camel'), ('CoDeF', 'camel'), ('TokenFlow', 'camel')]
    >>> [n.text for n in find_names("원본의 Coarse Motion Extraction과 GPT-4-based 방법")]
    ['Coarse Motion Extraction', 'GPT-4']
    """
    tokens = list(_marked_tokens(text))
    phrases = list(_phrases(text, tokens))
    names = phrases.copy()
    at = 0
    for name in _names(tokens):
        while at < len(phrases) and phrases[at].end <= name.start:
            at += 1
        if name.shape != "title" or at == len(phrases) or name.start < phrases[at].start:
            names.append(name)
    names.sort(key=lambda n: (n.start, -n.end))
    return tuple(names)


def is_namelike(text: str) -> bool:
    """True for words that are distinctive by their form: FlowVid, MTEB-2, GPT-4, Trans-LoRA."""
    return _shape(text) in ("camel", "alnum")


def shape_of(text: str) -> Shape | None:
    """The shape of one token or, with spaces, ``phrase``; None for ordinary words."""
    return "phrase" if " " in text.strip() else _shape(text)


@lru_cache(maxsize=1 << 16)
def bare_name(name: str) -> str:
    """A name without size and variant, unless nothing distinctive would be left.

    >>> bare_name("Qwen2.5-VL-7B-Instruct"), bare_name("GPT-4")
    ('Qwen2.5-VL', 'GPT-4')
    """
    bare = _SIZE_OR_VARIANT.sub("", name)
    return bare if len(bare) > 2 and shape_of(bare) is not None else name


def _marked_tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of the words that hold a capital or a Greek letter, in order.

    A token never crosses a space, and one without such a letter is no name.
    """
    end = 0
    while mark := _MARK.search(text, end):
        start = max(end, text.rfind(" ", end, mark.start()) + 1)
        end = text.find(" ", mark.end())
        end = end if end >= 0 else len(text)
        yield from _TOKEN.finditer(text, start, end)


def _names(tokens: Iterable[re.Match[str]]) -> Iterator[Name]:
    for match in tokens:
        read = _read(match.group())
        if read is not None:
            offset, words, shape = read
            start = match.start() + offset
            yield Name(start, start + len(words), words, shape)


@lru_cache(maxsize=1 << 16)
def _read(token: str) -> tuple[int, str, Shape] | None:
    """The name in a token: where it begins, its words, its shape; None when there is none."""
    if len(token) > _MAX_LENGTH:
        return None
    head = _LOWER_HEAD.match(token)
    offset = head.end() if head else 0
    words = _POSSESSIVE.sub("", token[offset:])
    tail = _LOWER_TAIL.search(words)
    if tail and not _KEPT_TAIL.search(words):
        bare = words[: tail.start()]
        if _SIZE.match(bare) or bare.isdigit():
            return None
        if _shape(bare) not in (None, "title"):
            words = bare
        elif _ADJECTIVE_TAIL.search(words):
            return None
    shape = _shape(words)
    if shape is None or fold_label(words) in not_names():
        return None
    return offset, words, shape


@lru_cache(maxsize=1 << 16)
def _shape(token: str) -> Shape | None:
    if token.islower() and not _GREEK_HEAD.match(token):
        return None
    letters = [c for c in token if c.isalpha()]
    if not letters or _SIZE.match(token) or _GENERIC_NUMBER.match(token):
        return None
    uppers = sum(c.isupper() for c in letters)
    if any(c.isdigit() for c in token):
        return "alnum" if uppers and len(token) > 1 else None
    if uppers == len(letters) or (token[:-1].isupper() and token[-1] == "s"):
        return "caps" if uppers >= 2 else None
    return _shape_of_mixed(token)


def _shape_of_mixed(token: str) -> Shape | None:
    parts = [p for p in re.split(r"[-‐‑–./_'’&@]", token) if p]
    if _GREEK_HEAD.match(token) or any(c.isupper() for part in parts for c in part[1:]):
        return "camel"
    if len(parts) > 1 and sum(p[0].isupper() for p in parts) > 1:
        return None if all(p.lower() in common_words() for p in parts) else "camel"
    return "title" if token[0].isupper() and len(parts) == 1 else None


def _phrases(text: str, tokens: Iterable[re.Match[str]]) -> Iterator[Name]:
    done = 0
    for first in tokens:
        if first.start() >= done and first.group()[0].isupper():
            run = _run_of_words(text, first)
            done = run[-1][1]
            if len(run) > 1:
                yield from _phrase(text, run)


def _run_of_words(text: str, first: re.Match[str]) -> list[tuple[int, int, str]]:
    """Capitalised words and what joins them, with single spaces between."""
    run = [(first.start(), first.end(), first.group())]
    while text[run[-1][1] : run[-1][1] + 1] == " ":
        match = _TOKEN.match(text, run[-1][1] + 1)
        if match is None:
            break
        word = match.group()
        goes_on = word[0].isupper() or _VERSION.match(word) or _joins(text, run[-1][2], match)
        if not goes_on:
            break
        run.append((match.start(), match.end(), word))
    return run


def _is_opening(text: str, word: tuple[int, int, str]) -> bool:
    """Whether a word is capitalised only because a sentence begins: "Aligning Gemma …"."""
    before = text[: word[0]].rstrip()
    begins = not before or before[-1] in ".!?:"
    return begins and word[2].endswith(("ing", "ed", "ly")) and word[2].lower() in common_words()


def _joins(text: str, before: str, joiner: re.Match[str]) -> bool:
    """Whether a small word joins two capitalised ones: Chain of Draft, but not KD of LLMs."""
    if joiner.group() not in _TIGHT_JOINERS:
        return False
    after = _TOKEN.match(text, joiner.end() + 1)
    if before in _TIGHT_JOINERS or after is None:
        return before in ("in", "of") and joiner.group() in ("a", "the")
    follows = after.group() in ("a", "the") or _shape(after.group()) == "title"
    return _shape(before) == "title" and follows


def _phrase(text: str, run: list[tuple[int, int, str]]) -> Iterator[Name]:
    while run and (run[-1][2] in _JOINERS or (run[-1][2].isdigit() and len(run[-1][2]) > 2)):
        run = run[:-1]
    while run and _ADJECTIVE_END.search(run[-1][2]):
        run = run[:-1]
    while run and (run[0][2].lower() in _NOT_FIRST or _is_opening(text, run[0])):
        run = run[1:]
    if len(run) < 2 or len(run) > 8:
        return
    start, end = run[0][0], run[-1][1]
    words = _POSSESSIVE.sub("", text[start:end])
    if fold_label(words) not in not_names() and not words.isupper():
        yield Name(start, start + len(words), words, "phrase")
