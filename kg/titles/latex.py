r"""LaTeX in titles, as plain text.

The structure (groups, arguments, fonts, scripts, spaces) is read here; pylatexenc is asked only
for the character of one macro at a time. Given whole titles it takes ``%`` for a comment, ``~``
for a space, and drops macros that it does not know; given single macros it does no harm.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

from kg.titles.scripts import script

_MATH = re.compile(
    r"""\\\((?P<paren>.{1,500}?)\\\)
    | (?<!\\)(?P<fence>\$\$?)(?P<sure>[^$\\^_]{0,200}[\\^_](?:[^$\\]|\\.){0,500})(?P=fence)
    | (?<!\\)(?P<mark>\$\$?)(?!\s)(?P<word>[^$\\]{1,200})(?<!\s)(?P=mark)(?!\d)
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(r"\\(?P<macro>[A-Za-z]+\*?)[ ]*|\\(?P<symbol>.)|(?P<open>\{)|(?P<script>[\^_])")
_BARE_SCRIPT = re.compile(r"(?<=[\w)\]])(?:\^(?:\{([^{}]{1,20})\}|(-?\d{1,4}))|_\{([^{}]{1,20})\})")
_PROTECTED = re.compile(r"(?<![$\\^_])\{([^\s{},;:]{1,60})\}")
_TIE = re.compile(r"(?<=[\w.])~(?=\w)")

_TIE_IN_LATEX = re.compile(r"(?<![/\\])~")

_ACCENTS = frozenset("'`^\"~=.cvHukrdbt")
_SPACES = frozenset(" ,;:~\\\n")
_SPACING = frozenset(("quad", "qquad", "newline", "linebreak", "space"))
_NOTHING = frozenset("!/-@()")
_SWITCH_NAMES = (
    "em bf it rm sf tt sc sl tiny small large Large displaystyle textstyle left right big Big bigl "
    "bigr protect limits nolimits relax bfseries itshape ttfamily normalfont"
)
_SWITCHES = frozenset(_SWITCH_NAMES.split())
_ARGUMENT_DROPPED = frozenset(("thanks", "footnote", "vspace", "hspace", "label"))
_TWO_ARGUMENTS = frozenset(("frac", "dfrac", "tfrac", "binom"))
_SECOND_ARGUMENT_SHOWN = frozenset(("href", "textcolor"))
_SCRIPT_MACROS = {"textsuperscript": "^", "textsubscript": "_"}
_VERBATIM = frozenset(("url", "path"))
_OPERATOR_NAMES = (
    "log ln exp max min arg argmax argmin sup inf lim det dim ker sin cos tan tanh deg gcd Pr"
)
_OPERATORS = frozenset(_OPERATOR_NAMES.split())
_SIGNS = {"textless": "<", "textgreater": ">", "textbar": "|", "textasciitilde": "~"}
_LETTER_NAMES = "o O l L ae AE oe OE aa AA ss i j dh DH th TH dj DJ ng NG"
_LETTERS = frozenset(_LETTER_NAMES.split())
"""Letters inside words: the blank behind them only ends the macro (``S\\o ren``)."""
_LOGOS = frozenset(("LaTeX", "TeX", "BibTeX"))
_DEEPEST = 20


def plain_latex(text: str, *, strict: bool = False) -> str:
    r"""Give the plain form of a text that may hold LaTeX.

    Args:
        text: a title, on one line.
        strict: True where all of it is LaTeX, so that every brace groups, ``~`` is a space and
            dashes are ligatures.

    >>> plain_latex(r"\textit{Rule}sual: 50% of $O(n\log n)$ {GSR4B} costs $5 or $10")
    'Rulesual: 50% of O(n log n) GSR4B costs $5 or $10'
    >>> plain_latex(r"{\'E}tude on {P}rotected~{C}aps -- {\O}", strict=True)
    'Étude on Protected Caps – Ø'
    """
    if not strict and not set(text) & set("\\$^{~"):
        return text
    pieces: list[str] = []
    position = 0
    for match in _MATH.finditer(text):
        pieces.append(_plain_text(text[position : match.start()], strict=strict))
        pieces.append(plain_math(match["paren"] or match["sure"] or match["word"]))
        position = match.end()
    pieces.append(_plain_text(text[position:], strict=strict))
    return "".join(pieces)


def plain_math(text: str) -> str:
    r"""Give the plain form of what stands between the dollars.

    >>> plain_math(r"\text{R}^2\text{ec}"), plain_math(r"360^{\circ}"), plain_math(r"\ell_{1}")
    ('R²ec', '360°', 'ℓ₁')
    """
    return _spaced(_expand(text, in_math=True, depth=0)).strip()


def _plain_text(text: str, *, strict: bool) -> str:
    if strict:
        text = text.replace("---", "—").replace("--", "–")
        text = _TIE_IN_LATEX.sub(" ", text)
        text = text.replace("``", "“").replace("''", "”")
        return _spaced(_expand(text, in_math=False, depth=0))
    if "\\" in text:
        text = _expand(text, in_math=False, depth=0, groups=False)
    text = _BARE_SCRIPT.sub(_bare_script, text)
    return _PROTECTED.sub(r"\1", _TIE.sub(" ", text))


def _bare_script(match: re.Match[str]) -> str:
    raised = match[1] or match[2]
    return script("^", raised) if raised else script("_", match[3])


def _spaced(text: str) -> str:
    return re.sub(r" {2,}", " ", text)


def _expand(text: str, *, in_math: bool, depth: int, groups: bool = True) -> str:
    """Replace the macros, and in math the scripts; braces group unless ``groups`` is False."""
    if depth > _DEEPEST:
        return text
    reader = _Reader(text, in_math=in_math, depth=depth)
    pieces: list[str] = []
    while (match := _TOKEN.search(text, reader.position)) is not None:
        pieces.append(text[reader.position : match.start()])
        reader.position = match.end()
        if match["macro"]:
            name = match["macro"].rstrip("*")
            if name in _OPERATORS and match.start() and text[match.start() - 1].isalnum():
                pieces.append(" ")
            pieces.append(reader.macro(name, has_space=match[0].endswith(" ")))
        elif match["symbol"]:
            pieces.append(reader.symbol(match["symbol"]))
        elif match["script"]:
            pieces.append(reader.script(match["script"]) if in_math else match[0])
        else:
            pieces.append(reader.group() if groups else "{")
    pieces.append(text[reader.position :])
    return "".join(pieces)


class _Reader:
    """Reads the arguments of macros from a text; ``position`` is behind what was read."""

    def __init__(self, text: str, *, in_math: bool, depth: int) -> None:
        self.position = 0
        self._text = text
        self._in_math = in_math
        self._depth = depth
        self._closing = _closing_braces(text)

    def macro(self, name: str, *, has_space: bool = False) -> str:
        """Give what ``\\name`` and its arguments show; a space behind a bare macro survives.

        Behind a letter it does not: ``S\\o ren`` is one word.
        """
        start = self.position
        shown = self._structure(name)
        if shown is None:
            shown = self._character(name)
        if shown is None:
            # An unknown macro shows its argument, and without one its name: better than a hole.
            argument = self._argument()
            shown = name if argument is None else argument
        is_bare = self.position == start and name not in _SWITCHES | _LETTERS
        return shown + " " if has_space and is_bare else shown

    def _structure(self, name: str) -> str | None:
        """Read a macro whose meaning is in its arguments; None for every other."""
        shown: str | None = None
        if name in _SWITCHES:
            shown = ""
        elif name in _ARGUMENT_DROPPED:
            self._argument()
            shown = ""
        elif name in _SPACING:
            shown = " "
        elif name in _TWO_ARGUMENTS:
            first, second = self._argument() or "", self._argument() or ""
            shown = f"{first}/{second}"
        elif name in _SECOND_ARGUMENT_SHOWN:
            self._argument()
            shown = self._argument() or ""
        elif name in _ACCENTS:
            shown = self.symbol(name)
        elif name in _VERBATIM:
            shown = self._verbatim()
        elif name == "sqrt":
            shown = f"√{self._argument() or ''}"
        elif name in _SCRIPT_MACROS:
            shown = script(_SCRIPT_MACROS[name], self._argument() or "")
        return shown

    def symbol(self, character: str) -> str:
        """Give what a backslash and one character show: an accent, a space or the character."""
        if character in _ACCENTS and not (self._in_math and character in "^_"):
            letter = self._argument(allow_letter=True)
            if letter is not None:
                return _accented(character, letter)
        if character in _SPACES:
            return " "
        return "" if character in _NOTHING else character

    def script(self, mark: str) -> str:
        """Raise or lower the next argument."""
        argument = self._argument(allow_letter=True)
        return mark if argument is None else script(mark, argument)

    def group(self) -> str:
        """Give the inside of a group whose brace was just read, or the brace if none closes it."""
        end = self._closing.get(self.position - 1)
        if end is None:
            return "{"
        inside = self._text[self.position : end]
        self.position = end + 1
        return self._plain(inside)

    def _verbatim(self) -> str:
        end = self._closing.get(self.position)
        if end is None:
            return ""
        start, self.position = self.position + 1, end + 1
        return self._text[start:end]

    def _character(self, name: str) -> str | None:
        character = _character_of(name)
        if character is not None and self._text.startswith("{}", self.position):
            self.position += 2
        return character

    def _argument(self, *, allow_letter: bool = False) -> str | None:
        start = self.position
        while start < len(self._text) and self._text[start] == " ":
            start += 1
        if self._text.startswith("{", start) and start in self._closing:
            self.position = start + 1
            return self.group()
        if not allow_letter or start >= len(self._text) or self._text[start] in "{}^_":
            return None
        match = _TOKEN.match(self._text, start)
        self.position = start + 1 if match is None else match.end()
        if match is None:
            return self._text[start]
        return self.macro(match["macro"]) if match["macro"] else match[0][1:]

    def _plain(self, inside: str) -> str:
        return _expand(inside, in_math=self._in_math, depth=self._depth + 1)


def _closing_braces(text: str) -> dict[int, int]:
    """Map the place of each opening brace to that of its closing one."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for match in re.finditer(r"\\.|[{}]", text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            closing[opened.pop()] = match.start()
    return closing


@lru_cache(maxsize=4096)
def _character_of(name: str) -> str | None:
    """Give the character that a macro without arguments stands for, or None."""
    if name in _OPERATORS or name in _LOGOS:
        return name
    if name in _SIGNS:
        return _SIGNS[name]
    specification = _CONVERTER.latex_context.get_macro_spec(name)
    shown = getattr(specification, "simplify_repl", None)
    if not isinstance(shown, str) or not shown.strip() or "%" in shown:
        return None
    return unicodedata.normalize("NFC", shown.strip())


@lru_cache(maxsize=4096)
def _accented(accent: str, letter: str) -> str:
    shown = str(_CONVERTER.latex_to_text(f"\\{accent}{{{letter}}}"))
    return unicodedata.normalize("NFC", shown) if letter in "ıȷ" or letter.isalpha() else letter


_CONVERTER = LatexNodes2Text(math_mode="text", keep_comments=True)
