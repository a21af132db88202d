"""The reconciliation service by HTTP: manifest, batches, suggestions, preview, extension."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from web.current import absolute, services
from web.errors import BadParameter, NoSuchPage
from web.reconcile.kinds import KINDS, Thing, description_of, kind_of, name_of, thing_of
from web.reconcile.matching import asked_from, candidates, suggested

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
_MOST_QUESTIONS: Final = 50
_MOST_ROWS: Final = 500
_PREVIEW: Final = (400, 160)


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """Answer a batch of questions or an extension; without either, describe the service."""
    given = request.values
    if "queries" in given:
        return jsonify(_reconciled(_json("queries", given["queries"])))
    if "extend" in given:
        return jsonify(_extended(_json("extend", given["extend"])))
    return jsonify(_manifest())


def _manifest() -> dict[str, Any]:
    here, base = absolute("/reconcile"), services().settings.entity_base
    suggesters = {
        what: {"service_url": here, "service_path": f"/suggest/{what}"}
        for what in ("entity", "type", "property")
    }
    width, height = _PREVIEW
    return {
        "versions": ["0.2"],
        "name": services().settings.site_name,
        "identifierSpace": base,
        "schemaSpace": f"{base}ns#",
        "defaultTypes": [_type(kind) for kind in KINDS],
        "documentation": absolute("/about"),
        "batchSize": _MOST_QUESTIONS,
        "view": {"url": absolute("/") + "{{id}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": suggesters,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": KINDS[kind].name}


def _json(name: str, text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise BadParameter(name, text[:80], "JSON") from error
    except RecursionError as error:
        raise BadParameter(name, text[:80], "JSON of less depth") from error
    if not isinstance(said, dict):
        raise BadParameter(name, text[:80], "a JSON object")
    return said


# ---- questions --------------------------------------------------------------------------------


def _reconciled(batch: dict[str, Any]) -> dict[str, Any]:
    if len(batch) > _MOST_QUESTIONS:
        raise BadParameter("queries", len(batch), f"at most {_MOST_QUESTIONS} questions")
    return {name: {"result": _answered(name, said)} for name, said in batch.items()}


def _answered(name: str, said: object) -> list[dict[str, Any]]:
    asked = asked_from(said)
    if asked is None:
        raise BadParameter(f"queries.{name}", said, "an object with a query")
    return candidates(asked, services())


# ---- extension --------------------------------------------------------------------------------


def _extended(said: dict[str, Any]) -> dict[str, Any]:
    ids, wanted = said.get("ids"), said.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or len(ids) > _MOST_ROWS:
        raise BadParameter("extend", "…", f"lists of at most {_MOST_ROWS} ids, and of properties")
    names = [str(one.get("id")) for one in wanted if isinstance(one, dict)]
    rows = {str(one): _row(str(one), names) for one in ids}
    return {"meta": [{"id": name, "name": _property_name(name)} for name in names], "rows": rows}


def _row(thing_id: str, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    thing = thing_of(thing_id, services().reader)
    if thing is None:
        return {name: [] for name in names}
    known = KINDS[kind_of(thing)].properties
    reader = services().reader
    return {
        name: list(known[name].values(thing, reader)) if name in known else [] for name in names
    }


def _property_name(name: str) -> str:
    told = (kind.properties[name].name for kind in KINDS.values() if name in kind.properties)
    return next(told, name)


@blueprint.get("/properties")
def properties() -> Response:
    """What can be told of a kind."""
    kind = request.args.get("type", "work")
    if kind not in KINDS:
        raise BadParameter("type", kind, f"one of {', '.join(KINDS)}")
    told = [{"id": name, "name": one.name} for name, one in KINDS[kind].properties.items()]
    return jsonify({"type": kind, "properties": told})


# ---- suggestions ------------------------------------------------------------------------------


@blueprint.get("/suggest/<what>")
def suggest(what: str) -> Response:
    """Complete what somebody types: things, kinds or properties."""
    prefix = request.args.get("prefix", "").strip()[:200]
    if what == "entity":
        kinds = [kind for kind in request.args.getlist("type") if kind in KINDS] or list(KINDS)
        return jsonify({"result": suggested(prefix, kinds, services()) if prefix else []})
    if what == "type":
        return jsonify({"result": _matching((_type(kind) for kind in KINDS), prefix)})
    if what == "property":
        told = {
            name: {"id": name, "name": one.name}
            for kind in KINDS.values()
            for name, one in kind.properties.items()
        }
        return jsonify({"result": _matching(told.values(), prefix)})
    raise NoSuchPage(request.path)


def _matching(told: Any, prefix: str) -> list[dict[str, str]]:
    wanted = prefix.casefold()
    return [
        one
        for one in told
        if any(word.startswith(wanted) for word in f"{one['id']} {one['name']}".casefold().split())
    ]


# ---- preview ----------------------------------------------------------------------------------


@blueprint.get("/preview")
def preview() -> Response:
    """A thing in a few words, to be shown within another page."""
    thing = thing_of(request.args.get("id", ""), services().reader)
    if thing is None:
        raise NoSuchPage(request.full_path)
    answer = Response(_preview(thing, request.args["id"]), content_type="text/html; charset=utf-8")
    # Elsewhere nothing of this site may stand in a frame; this is made for it.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors *"
    return answer


def _preview(thing: Thing, thing_id: str) -> str:
    link = escape(absolute("/") + thing_id, quote=True)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(name_of(thing))}</title></head><body>"
        f'<p><a href="{link}" target="_blank" rel="noopener">{escape(name_of(thing))}</a></p>'
        f"<p>{escape(description_of(thing))}</p></body></html>"
    )
