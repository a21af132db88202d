"""The description of everything that can be asked by HTTP, as OpenAPI 3.1.

The operations of the API are described by their declarations; every other route by the first line
of its view's docstring, so that nothing the site serves is left out.

References:
    OpenAPI Specification 3.1.0.
"""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify
from werkzeug.routing import Rule

from web.api.operation import OPERATIONS, Operation
from web.api.prefix import PREFIX
from web.api.schemas import SCHEMAS, reference
from web.current import services
from web.problems import PROBLEM_TYPE
from web.release import own_version

blueprint = Blueprint("api_description", __name__)
_MEANINGS: Final = {
    200: "The answer.",
    303: "The answer stands at another address.",
    304: "Nothing changed since the entity tag that was sent.",
    308: "The canonical spelling of the id is at another address.",
    400: "A parameter cannot be read.",
    404: "It is not held here.",
    406: "None of the forms asked for can be given.",
    410: "It was removed on purpose.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "A body of this type is not read here.",
    422: "The query needs too much, or its answer is too large.",
    429: "Too many requests; the header Retry-After says when to go on.",
    502: "Another service could not be asked.",
    503: "Busy, or nothing is published yet; the header Retry-After says when to try again.",
    504: "The query was stopped at its time limit.",
}
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_API_STATUSES: Final = (304, 400, 404, 429, 503)
_PAGE_STATUSES: Final = (303, 304, 308, 400, 404, 406, 410, 413, 415, 422, 503, 504)
_EMPTY: Final = frozenset({303, 304, 308})


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of the API in OpenAPI 3.1."""
    return jsonify(description())


def description() -> dict[str, Any]:
    """Gather the description of the application at hand."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS.values():
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    for rule in current_app.url_map.iter_rules():
        path = _template(rule)
        if rule.endpoint != "static" and not rule.rule.startswith(PREFIX):
            paths.setdefault(path, {}).update(_route(rule))
    settings = services().settings
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.site_name} API",
            "version": own_version(),
            "summary": "Papers, what they deal with, and which of them belong together.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": settings.site_base.rstrip("/")}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": SCHEMAS},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": ["api"],
        "parameters": [
            {
                "name": parameter.name,
                "in": parameter.place,
                "required": parameter.required,
                "description": parameter.description,
                "schema": dict(parameter.schema),
            }
            for parameter in operation.parameters
        ],
        "responses": _api_responses(operation),
    }
    if operation.body:
        content = {"application/json": {"schema": reference(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _api_responses(operation: Operation) -> dict[str, Any]:
    answer = {"application/json": {"schema": reference(operation.answer)}}
    responses: dict[str, Any] = {"200": {"description": _MEANINGS[200], "content": answer}}
    for status in sorted({*_API_STATUSES, *operation.statuses}):
        responses[str(status)] = _response(status)
    return responses


def _response(status: int) -> dict[str, Any]:
    response: dict[str, Any] = {"description": _MEANINGS[status]}
    if status not in _EMPTY:
        response["content"] = {PROBLEM_TYPE: {"schema": reference("Problem")}}
    return response


def _route(rule: Rule) -> dict[str, Any]:
    view = current_app.view_functions[rule.endpoint]
    summary = (view.__doc__ or "").partition("\n")[0]
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return {
        method.lower(): {
            "operationId": f"{rule.endpoint}_{method}".replace(".", "_").lower() + _suffix(rule),
            "summary": summary,
            "tags": ["pages"],
            "parameters": [
                {
                    "name": name,
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "minLength": 1},
                }
                for name in sorted(rule.arguments)
            ],
            "responses": {
                "200": {"description": _MEANINGS[200], "content": {"*/*": {}}},
                **{str(status): {"description": _MEANINGS[status]} for status in _PAGE_STATUSES},
            },
        }
        for method in methods
    }


def _suffix(rule: Rule) -> str:
    """Tell apart several paths of one view."""
    return "_" + _OTHER.sub("_", rule.rule.lower()).strip("_")


def _template(rule: Rule) -> str:
    return rule.rule.replace("<path:", "{").replace("<", "{").replace(">", "}")
