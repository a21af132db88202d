"""Where a Korean word ends: the particles (조사) and verb endings that may follow a noun."""

from __future__ import annotations

import re

_PARTICLE = (
    "에서는|에서도|에서의|에서|에게서|에게|에도|에는|에의|에|으로서|"
    "으로써|으로의|으로부터|으로는|으로도|으로|"
    "로서|로써|로의|로부터|로는|로도|로|까지|부터|보다는|보다|처럼|만큼|"
    "마다|조차|만의|만을|만이|만|뿐만|뿐|도|"
    "은|는|이나|이며|이자|이고|이란|이라는|이라고|이라|인지|인|이다|"
    "입니다|이었|이|가|을|를|의|와의|과의|와|과|나|"
    "라는|라고|란|며|고|들|적인|적|형|식|용|화된|화"
)
_PARTICLES_AT_END = re.compile(rf"(?:{_PARTICLE})(?:{_PARTICLE})?$")
_VERB = (
    "하기|하는|하여|해서|해|하고|하며|하면|하지|한다|합니다|한|할|함|했|"
    "하도록|하려|하였|하던|하게|되는|되어|"
    "된다|됩니다|된|될|됨|되며|되고|되지|되도록|되었|시키는|시켜|시킨|"
    "시킬|시킵니다|시키고|시키며|시키기"
)
_AFTER_NOUN = re.compile(
    rf"(?:들|기반)?(?:{_PARTICLE})?(?:{_PARTICLE})?(?![가-힣])|(?:{_VERB})|기반"
)


def ends_word(text: str, end: int) -> bool:
    """True when a Korean noun may end at a place: a particle, an ending or no Hangul follows.

    >>> ends_word("확산 모델을 쓴다", 5), ends_word("확산 모델링", 5), ends_word("증류합니다", 2)
    (True, False, True)
    """
    return not is_hangul(text[end : end + 1]) or _AFTER_NOUN.match(text, end) is not None


def is_hangul(character: str) -> bool:
    """True for one Hangul syllable."""
    return "가" <= character <= "힣" if character else False


def strip_particle(word: str) -> str:
    """A Korean word without the particles at its end, where at least two syllables are left.

    >>> strip_particle("모델에서는"), strip_particle("확산"), strip_particle("차이")
    ('모델', '확산', '차이')
    """
    match = _PARTICLES_AT_END.search(word)
    return word[: match.start()] if match and match.start() >= 2 else word
