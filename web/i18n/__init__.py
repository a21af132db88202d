"""The interface in English and Korean: which language a reader gets, and the words for it.

The words stand in ``en.toml`` and ``ko.toml``, one file a language, the same keys in both. Data
is never translated here: a title, a summary or a name keeps the language its source gave it.
"""

from __future__ import annotations

from web.i18n.josa import josa
from web.i18n.language import LANGUAGES, Language, as_language
from web.i18n.translator import Translator, translator

__all__ = ["LANGUAGES", "Language", "Translator", "as_language", "josa", "translator"]
