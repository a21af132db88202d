"""The JSON API under ``/api/v1``: one file a subject, described and enforced by one declaration.

Rejected: flask-smorest. Its schemas are marshmallow classes, a second description of the frozen
values that :mod:`kg.entities` already gives; the declarations here are a third of the lines.
"""

from __future__ import annotations

from web.api.entities import blueprint as entities
from web.api.openapi import blueprint as openapi
from web.api.related import blueprint as related
from web.api.works import blueprint as works

BLUEPRINTS = (works, related, entities, openapi)

__all__ = ["BLUEPRINTS"]
