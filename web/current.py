"""What belongs to the request at hand: the services, the reader's language, its words."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from web.contract import Services
from web.dataset import DatasetDescription
from web.i18n import Language, Translator, as_language, translator
from web.i18n.language import LANGUAGES
from web.negotiation import choose_language

EXTENSION = "paperkin"
DATASET_EXTENSION = "paperkin-dataset"
LANGUAGE_COOKIE = "lang"


def services() -> Services:
    """Give the services that the application was made with."""
    return cast(Services, current_app.extensions[EXTENSION])


def dataset() -> DatasetDescription:
    """Give the description of the whole dataset."""
    return cast(DatasetDescription, current_app.extensions[DATASET_EXTENSION])


def language() -> Language:
    """Give the language of the interface: URL parameter, else cookie, else Accept-Language."""
    if "language" not in g:
        g.language = (
            as_language(request.args.get("lang"))
            or as_language(request.cookies.get(LANGUAGE_COOKIE))
            or as_language(choose_language(request.headers.get("Accept-Language"), LANGUAGES))
            or LANGUAGES[0]
        )
    return cast(Language, g.language)


def words() -> Translator:
    """Give the messages in the reader's language."""
    return translator(language())


def absolute(path: str) -> str:
    """Give the URL of a path on this site, from the settings and never from the Host header."""
    return services().settings.site_base.rstrip("/") + path
