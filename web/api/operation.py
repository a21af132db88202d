"""An operation of the API: described once, and by that description both documented and enforced.

A view is declared with :func:`operation`; its parameters are read and checked before it is called,
and :mod:`web.api.openapi` writes the same declarations out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, Literal

from flask import Blueprint, Response, jsonify, request

from web.errors import BadParameter
from web.parameters import whole_number

Schema = Mapping[str, Any]
View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or the query.

    Args:
        name: as it is written.
        description: one sentence.
        schema: JSON Schema of its value: a string, an integer with bounds, or an enumeration.
        place: where it stands.
        required: True when there is no answer without it.
    """

    name: str
    description: str
    schema: Schema
    place: Literal["path", "query"] = "query"
    required: bool = False

    def read(self) -> Any:
        """Read the value from the request at hand; the default of its schema when not given.

        Raises:
            BadParameter: it does not fit its schema, or is required and missing.
        """
        if self.required and not request.args.get(self.name, "").strip():
            raise BadParameter(self.name, "", "a value")
        if len(request.args.getlist(self.name)) > 1:
            raise BadParameter(self.name, "given more than once", "one value")
        if self.schema["type"] == "integer":
            if request.args.get(self.name) == "":
                raise BadParameter(self.name, "", "a whole number")
            low, high = self.schema["minimum"], self.schema["maximum"]
            default = self.schema.get("default", low)
            return whole_number(request.args, self.name, default, least=low, most=high)
        return self._text()

    def _text(self) -> str | None:
        text = request.args.get(self.name)
        allowed: Sequence[str] = self.schema.get("enum", ())
        if text is not None and allowed and text not in allowed:
            raise BadParameter(self.name, text, f"one of {', '.join(allowed)}")
        if text and len(text) > self.schema.get("maxLength", len(text)):
            limit = self.schema["maxLength"]
            raise BadParameter(self.name, text[:40] + "…", f"at most {limit} characters")
        return text or self.schema.get("default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path.

    Args:
        path: with ``{name}`` for parameters.
        method: in small letters.
        name: unique, for generated clients.
        summary: one sentence.
        parameters: of path and query.
        body: schema of the JSON body, or None.
        answer: name of the schema of the answer.
        statuses: other answers that may come, by status.
    """

    path: str
    method: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None
    answer: str
    statuses: tuple[int, ...] = field(default=())


OPERATIONS: Final[dict[str, Operation]] = {}
"""Every operation by name, filled when the modules of the API are imported."""


def operation(
    blueprint: Blueprint,
    path: str,
    *,
    answer: str,
    parameters: Sequence[Parameter] = (),
    body: str | None = None,
    statuses: Sequence[int] = (),
) -> Callable[[View], View]:
    """Register a view as an operation; its docstring's first line is the summary.

    Args:
        blueprint: where it belongs.
        path: below the blueprint's prefix, in Flask's notation.
        answer, parameters, body, statuses: as of :class:`Operation`.
    """
    method = "post" if body else "get"

    def register(view: View) -> View:
        described = Operation(
            path=str(blueprint.url_prefix) + _templated(path),
            method=method,
            name=view.__name__,
            summary=(view.__doc__ or "").partition("\n")[0],
            parameters=tuple(parameters),
            body=body,
            answer=answer,
            statuses=tuple(statuses),
        )
        OPERATIONS[described.name] = described

        @wraps(view)
        def checked(**in_path: str) -> Response:
            values = {p.name: p.read() for p in described.parameters if p.place == "query"}
            return view(**in_path, **values)

        blueprint.add_url_rule(path, described.name, checked, methods=[method.upper()])
        return view

    return register


def answered(document: Mapping[str, Any], *, following: str | None = None) -> Response:
    """Give a JSON answer.

    Args:
        document: the answer.
        following: URL of the next page of a list, told by a Link header too (RFC 8288).
    """
    response = jsonify(document)
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _templated(path: str) -> str:
    """Flask's ``<path:id>`` as OpenAPI's ``{id}``."""
    return path.replace("<path:", "{").replace("<", "{").replace(">", "}")
