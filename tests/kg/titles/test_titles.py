"""Plain forms of titles in every markup that sources use."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.titles import plain_title

SURVIVE = [
    "Reaching 100% accuracy & more for $5 to $10 #1",
    "Earning $1 million, then $200k",
    "A* search, C*-algebras and 2*3*4",
    "CFG-Zero*: Better than B*",
    "What snake_case_names and __init__ do to LVLM_CSP",
    "Let's <think> before <b> we speak, >80% of the time",
    "[IDK] Token, x < y and R&D",
    "δ, Σ and 360°",
    "Policy ~ Policy",
    "1 + 1 < 1",
    "왜 {a, b} 인가",
]


@pytest.mark.parametrize("title", SURVIVE)
def test_what_only_looks_like_markup_survives(title: str) -> None:
    assert plain_title(title) == title


PLAIN = [
    (r"$\textit{Ab-Cd}$: towards x", "Ab-Cd: towards x"),
    (r"Time $\times$ Channel (LLM$\times$4)", "Time × Channel (LLM×4)"),
    (r"V$^2$R, Co$^{3}$G, H$^{\mathbf{3}}$DP", "V²R, Co³G, H³DP"),
    (r"A$^\text{T}$A, $\ell_1$, G$_i$2P$_i$", "AᵀA, ℓ₁, Gᵢ2Pᵢ"),
    (r"$\alpha$ and $\mathcal{O}(n\log n)$", "α and O(n log n)"),
    (r"$(0, 2^q)$ and $top$-$K$", "(0, 2^q) and top-K"),
    (r"360$^\circ$ and 90$^{\circ}$", "360° and 90°"),
    (r"$ \infty $-former, \(x_{12}\), $$y$$", "∞-former, x₁₂, y"),
    (r"Business as \textit{Rule}sual: 50% of it", "Business as Rulesual: 50% of it"),
    (r"D\textsuperscript{\textregistered}, 1\textpertenthousand rate", "D®, 1‱ rate"),
    (r"Gr\"obner, Erd\H{o}s, \'Etude, {\o}re", "Gröbner, Erdős, Étude, øre"),
    (
        r"S\o ren Stra\ss e, \O stergaard in $\alpha$-\AA rhus",
        "Søren Straße, Østergaard in α-Århus",
    ),
    (r"\unknown{shown} and \alone: y", "shown and alone: y"),
    (r"$\frac{1}{2}$ of $\sqrt{n}$", "1/2 of √n"),
    (r"$\mathbf{\texttt{D}}$ual-$\mathtt{[M]}$O", "Dual-[M]O"),
    (r"50\% \& more\_x", "50% & more_x"),
    ("{GSR4B}: X^{2}-Net, VLM^2, S^4M", "GSR4B: X²-Net, VLM², S⁴M"),
    ("*Fast*, **bold** and _slow_ with `code_x`", "Fast, bold and slow with code_x"),
    (r"*A\* search*", "A* search"),
    ("`Laws' and ``rights'' of it", "‘Laws’ and “rights” of it"),
    ("R&amp;D &lt;i&gt; &#233;&quot;", 'R&D <i> é"'),
    ("H<sub>2</sub>O <i>in <b>an</b> x</i><br/>y", "H₂O in an x y"),
    ('<jats:italic>J</jats:italic> <span class="x">s</span>', "J s"),
    ("<fixed-case>BERT</fixed-case> in <tex-math>Q^{2}</tex-math> &amp; x", "BERT in Q² & x"),
    ("Two\n  lines\tand\u00a0more \x00\x1f", "Two lines and more"),
    ("Cafe\u0301", "Café"),
]


@pytest.mark.parametrize(("source", "expected"), PLAIN)
def test_markup_becomes_plain(source: str, expected: str) -> None:
    assert plain_title(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{P}rotected {Caps And Words}", "Protected Caps And Words"),
        (r"A~tie -- and {\em more}---{\'E}tude", "A tie – and more—Étude"),
        (r"{\"U}ber {\LaTeX}", "Über LaTeX"),
        (r"\textbf{Bold {and {deep}}} ``q''", "Bold and deep “q”"),
        (r"\url{http://example.org/~a_b}", "http://example.org/~a_b"),
    ],
)
def test_fields_that_are_all_latex(source: str, expected: str) -> None:
    assert plain_title(source, latex=True) == expected


def test_a_title_of_nothing_but_marks_stays() -> None:
    assert plain_title(r"\thanks{x}") == r"\thanks{x}"
    assert plain_title("   ") == ""


@given(st.text(max_size=300), st.booleans())
def test_any_text_gives_one_clean_line(text: str, latex: bool) -> None:
    plain = plain_title(text, latex=latex)
    assert plain == " ".join(plain.split())
    assert "\x00" not in plain


@given(st.text("abcXYZ0189 .,:-?!éü한", max_size=80))
def test_titles_without_markup_are_untouched(text: str) -> None:
    assert plain_title(text) == " ".join(text.split())


@pytest.mark.parametrize("piece", ["{", "$", "$x", r"\textit{", "<i>", "\\", "^{", "*a", "`", "_ "])
def test_long_hostile_titles_end(piece: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert plain_title(piece * 3_000)
        assert plain_title(piece * 3_000, latex=True)
    assert not caplog.records
