"""Pictures through the site: only pictures, only once, never from inside our own walls."""

from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient

from kg.fetching.errors import AnswerTooLarge, FetchError
from kg.fetching.exchange import Answer
from web.pictures import Pictures, kind_of_picture

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
URL = "https://pictures.example.org/one"


class _Host:
    def __init__(self, *answers: Answer | FetchError) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, url: str) -> Answer:
        self.asked.append(url)
        answer = self.answers.pop(0)
        if isinstance(answer, FetchError):
            raise answer
        return answer


def test_a_picture_is_fetched_once() -> None:
    host = _Host(Answer(200, {"content-type": "text/html"}, PNG))
    pictures = Pictures(1_000, 10_000, ask=host)
    for _ in range(2):
        shown = pictures.get(URL)
        assert shown is not None
        assert (shown.media_type, shown.body) == ("image/png", PNG)
    assert host.asked == [URL]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {"content-type": "image/png"}, b"<script>alert(1)</script>"),
        Answer(200, {"content-type": "image/svg+xml"}, b"<svg/>"),
        Answer(404, {}, PNG),
        Answer(200, {}, b""),
        AnswerTooLarge(URL, "too large"),
    ],
)
def test_what_is_no_picture_is_not_shown_and_not_asked_again(answer: Answer | FetchError) -> None:
    host = _Host(answer)
    pictures = Pictures(1_000, 10_000, ask=host)
    assert pictures.get(URL) is None
    assert pictures.get(URL) is None
    assert len(host.asked) == 1


def test_redirects_are_followed_a_few_times() -> None:
    moved = Answer(302, {"location": "/two"}, b"")
    host = _Host(moved, Answer(200, {}, PNG))
    assert Pictures(1_000, 10_000, ask=host).get(URL) is not None
    assert host.asked[-1] == "https://pictures.example.org/two"
    assert Pictures(1_000, 10_000, ask=_Host(*[moved] * 9)).get(URL) is None


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/a.png", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/"],
)
def test_private_places_are_not_asked(url: str) -> None:
    assert Pictures(1_000, 10_000).get(url) is None


def test_kinds() -> None:
    assert kind_of_picture(b"RIFF....WEBPVP8 ") == "image/webp"
    assert kind_of_picture(b"\x00\x00\x00 ftypavif") == "image/avif"
    assert kind_of_picture(b"\xff\xd8\xff\xe0") == "image/jpeg"


def test_pictures_are_off_unless_the_operator_turns_them_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/picture/arxiv/3103.01001").status_code == 404
    services = client.application.extensions["paperkin"]
    host = _Host(Answer(200, {}, PNG))
    monkeypatch.setattr(
        services, "settings", dataclasses.replace(services.settings, show_pictures=True)
    )
    monkeypatch.setattr(services, "pictures", Pictures(1_000, 10_000, ask=host))
    held = next(w for w in services.reader.recent_works(50).works if w.picture_url)
    path = "/picture/" + held.key.replace(":", "/")
    response = client.get(path)
    assert response.mimetype == "image/png"
    assert host.asked == [held.picture_url]
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
