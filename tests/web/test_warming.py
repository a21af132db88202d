"""The first visitor pays nothing, and readiness says when that is so."""

from __future__ import annotations

import threading

from flask import Response

from web import warming
from web.app import create_app
from web.services import Services


def test_it_is_ready_when_its_own_pages_are_made(services: Services) -> None:
    app = create_app(services)
    go_on, asked = threading.Event(), []

    @app.before_request
    def _hold() -> None:
        if threading.current_thread().name == "warming":
            go_on.wait(60)

    @app.after_request
    def _note(response: Response) -> Response:
        if threading.current_thread().name == "warming":
            asked.append(response.status_code)
        return response

    thread = warming.start(app)
    starting = app.test_client().get("/health/ready")
    assert (starting.status_code, starting.get_json()) == (503, {"status": "starting"})
    assert starting.headers["Retry-After"] == "1"
    assert app.test_client().get("/health/live").status_code == 200
    go_on.set()
    thread.join(60)
    assert app.test_client().get("/health/ready").status_code == 200
    assert len(asked) == 8
    assert set(asked) == {200}
