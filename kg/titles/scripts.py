"""Superscripts and subscripts as Unicode characters."""

from __future__ import annotations

_SUPER = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW∘°′",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ°°′",
)
_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_TABLES = {"^": _SUPER, "_": _SUB}
_NEVER_RAISED = frozenset("®™©℠ªº")


def script(mark: str, text: str) -> str:
    """Raise (``^``) or lower (``_``) a text, or leave the mark where Unicode has no such letters.

    >>> script("^", "2"), script("_", "max"), script("^", "q!"), script("_", "NLG")
    ('²', 'ₘₐₓ', '^q!', '_NLG')
    """
    table = _TABLES[mark]
    if text and set(text) <= _NEVER_RAISED:
        return text
    if all(ord(character) in table for character in text):
        return text.translate(table)
    return mark + text
