"""Folding of text for comparison, such that a folded text has the length of the original.

One code point in gives one code point out, so every place found in a folded text is the same
place in the original: no table of offsets is needed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

_DASHES = "-‐‑‒–—−_·"
_SPACES = "\t\n\r\v\f\u00a0\u2009\u202f\u3000"
_TABLE = str.maketrans(
    dict.fromkeys(_DASHES, " ")
    | dict.fromkeys(_SPACES, " ")
    | {"’": "'", "‘": "'", "“": '"', "”": '"'}
)
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_HANGUL = re.compile("[가-힣]")
_RUN_OF_SPACES = re.compile(r" {2,}")


def has_hangul(text: str) -> bool:
    """True when a Hangul syllable stands in a text.

    >>> has_hangul("LoRA를"), has_hangul("LoRA")
    (True, False)
    """
    return not text.isascii() and _HANGUL.search(text) is not None


def fold(text: str) -> str:
    """Lower-case a text and turn dashes and white space into spaces, code point by code point.

    >>> fold("Text-to-Image")
    'text to image'
    >>> len(fold("İstanbul")) == len("İstanbul")
    True
    """
    return lowered(text.translate(_TABLE))


def fold_case_kept(text: str) -> str:
    """Turn dashes and white space into spaces and keep case.

    >>> fold_case_kept("GPT-4")
    'GPT 4'
    """
    return text.translate(_TABLE)


@lru_cache(maxsize=1 << 16)
def fold_label(label: str) -> str:
    """Fold a label: as a text, with runs of spaces made one.

    >>> fold_label(" Large  language-model ")
    'large language model'
    """
    return _RUN_OF_SPACES.sub(" ", fold(label)).strip()


def fold_tight(label: str) -> str:
    """A label folded and without spaces: what "Llama 3", "Llama-3" and "LLaMA3" share.

    >>> fold_tight("Llama-3") == fold_tight("LLaMA3")
    True
    """
    return fold(label).replace(" ", "")


def slug(label: str) -> str:
    """The key of a concept made of its label: ASCII letters, digits and single hyphens.

    >>> slug("Trans-LoRA"), slug("τ-bench"), slug("C++ Parser")
    ('trans-lora', 'tau-bench', 'cplusplus-parser')
    """
    text = unicodedata.normalize("NFKD", label).lower()
    text = "".join(_GREEK.get(c, c) for c in text if not unicodedata.combining(c))
    return _NOT_SLUG.sub("-", text.replace("+", "plus")).strip("-")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Ordinary lower-case English words of the field's abstracts, which alone are no names."""
    return _word_list("common_words.txt")


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Folded words written like names that name no method, model, dataset, metric or hardware."""
    return _word_list("not_names.txt")


def _word_list(name: str) -> frozenset[str]:
    text = resources.files("kg.concepts").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def lowered(text: str) -> str:
    """A text in lower case, code point by code point.

    >>> lowered("İX")
    'İx'
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    # A few letters grow when lowered (İ): they stay as they are.
    return "".join(one if len(one := c.lower()) == 1 else c for c in text)
