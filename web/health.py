"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from web.current import services
from web.warming import is_warming

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/health/ready")
def ready() -> Response:
    """Something is published and can be read, at once; an error says what is missing."""
    if is_warming(current_app):
        starting = jsonify(status="starting")
        starting.status_code, starting.headers["Retry-After"] = 503, "1"
        return starting
    held = services()
    held.check_ready()
    works = held.counts().get("work", 0)
    change_number = held.version().change_number
    return jsonify(status="ok", change_number=change_number, works=works)
