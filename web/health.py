"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web.current import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/health/ready")
def ready() -> Response:
    """Something is published and can be read; an error says what is missing."""
    held = services()
    held.check_ready()
    works = held.counts().get("work", 0)
    change_number = held.version().change_number
    return jsonify(status="ok", change_number=change_number, works=works)
