"""The client: paced, patient, conditional, and safe from what a server may do to it."""

from __future__ import annotations

import gzip
import time as clock_of_the_wall
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kg.fetching import Client, FetchLimits, Request, ServiceBusy, Shelf
from kg.fetching.addresses import is_public, target_of
from kg.fetching.errors import (
    AccessDenied,
    AddressRefused,
    AnswerTooLarge,
    BrokenAnswer,
    FetchError,
    FetchTimeout,
    WrongAnswer,
)

JSON = ("application/json",)


def request(player: Any, path: str = "list", **more: Any) -> Request:
    return Request(url=f"{player.base}{path}", accepts=JSON, **more)


def in_turn(*answers: Callable[[Any], None]) -> Callable[[Any], None]:
    rest = list(answers)

    def play(asked: Any) -> None:
        rest.pop(0)(asked)

    return play


def test_an_answer_is_kept_and_asked_for_again_only_if_it_changed(
    player: Any, client: Client, shelf: Shelf
) -> None:
    def play(asked: Any) -> None:
        if asked.headers.get("if-none-match") == '"1"':
            asked.answer(status=304, content_type=None)
        else:
            asked.answer('["a"]', ETag='"1"', Last_Modified="Mon, 03 Feb 2031 00:00:00 GMT")

    player.play = play
    first, second = (client.ask(request(player), 0) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.body, first.is_new) == (b'["a"]', True)
    assert (second.body, second.is_new, second.sha256) == (b'["a"]', False, first.sha256)
    assert player.asked[1].headers["if-modified-since"] == "Mon, 03 Feb 2031 00:00:00 GMT"
    assert player.asked[0].headers["user-agent"] == "paperkin/test"
    shelf.clear()
    third = client.ask(request(player), 0)
    assert third is not None
    assert third.is_new
    assert "if-none-match" not in player.asked[2].headers


def test_questions_to_one_host_keep_their_distance(player: Any, client: Client, time: Any) -> None:
    for _ in range(3):
        client.ask(request(player), 3.0)
    assert time.slept == [3.0, 3.0]


@pytest.mark.parametrize(
    ("header", "waits"),
    [("7", 7.0), ("Mon, 03 Feb 2031 00:00:09 GMT", 9.0), ("soon", 1.0), ("", 1.0)],
)
def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(
    player: Any, client: Client, time: Any, header: str, waits: float
) -> None:
    player.play = in_turn(
        lambda asked: asked.answer(status=503, Retry_After=header), lambda asked: asked.answer("[]")
    )
    assert client.ask(request(player), 0) is not None
    assert time.slept == [waits]


def test_a_service_that_wants_a_long_pause_is_not_waited_for(
    player: Any, client: Client, time: Any
) -> None:
    player.play = lambda asked: asked.answer(status=429, Retry_After="86400")
    with pytest.raises(ServiceBusy) as caught:
        client.ask(request(player), 0)
    assert caught.value.retry_after_s == 86400
    assert time.slept == []


def test_failures_are_repeated_with_growing_pauses_and_then_told(
    player: Any, client: Client, time: Any
) -> None:
    player.play = lambda asked: asked.answer(status=500)
    with pytest.raises(ServiceBusy):
        client.ask(request(player), 0)
    assert len(player.asked) == 5
    assert time.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_connection_that_breaks_is_tried_again(player: Any, client: Client) -> None:
    player.play = in_turn(
        lambda asked: asked.answer('["half', Content_Length="100"),
        lambda asked: asked.answer('["whole"]'),
    )
    reply = client.ask(request(player), 0)
    assert reply is not None
    assert reply.body == b'["whole"]'


def test_compressed_answers_are_expanded(player: Any, client: Client) -> None:
    player.play = lambda asked: asked.answer(gzip.compress(b'["a"]'), Content_Encoding="gzip")
    reply = client.ask(request(player), 0)
    assert reply is not None
    assert reply.body == b'["a"]'


@pytest.mark.parametrize(
    ("play", "error"),
    [
        (lambda asked: asked.answer(status=401), AccessDenied),
        (lambda asked: asked.answer(status=403), AccessDenied),
        (lambda asked: asked.answer(status=404), WrongAnswer),
        (lambda asked: asked.answer(status=204), WrongAnswer),
        (lambda asked: asked.answer("<html>", content_type="text/html"), WrongAnswer),
        (lambda asked: asked.answer("x", Content_Encoding="br"), WrongAnswer),
        (lambda asked: asked.answer("x", Content_Encoding="gzip"), BrokenAnswer),
        (
            lambda asked: asked.answer(gzip.compress(b"[" * 99)[:-9], Content_Encoding="gzip"),
            BrokenAnswer,
        ),
        (lambda asked: asked.answer("[1]", Content_Length="9"), BrokenAnswer),
        (lambda asked: asked.handler.wfile.write(b"\x00garbage\r\n\r\n"), BrokenAnswer),
        (lambda asked: asked.answer(status=302), WrongAnswer),
        (lambda asked: asked.answer(status=302, Location="list"), WrongAnswer),
        (lambda asked: asked.answer(status=302, Location="ftp://example.org/"), AddressRefused),
        (lambda asked: asked.answer(status=302, Location="file:///etc/passwd"), AddressRefused),
        (lambda asked: asked.answer(status=301, Location="http://10.0.0.1/"), AddressRefused),
        (
            lambda asked: asked.answer(status=301, Location="http://169.254.1.1/"),
            AddressRefused,
        ),
        (lambda asked: asked.answer(status=301, Location="http://localhost:1/"), AddressRefused),
        (lambda asked: asked.answer(status=301, Location="http://[::1]/"), AddressRefused),
    ],
)
def test_what_is_no_usable_answer(
    player: Any, client: Client, play: Callable[[Any], None], error: type[FetchError]
) -> None:
    player.play = play
    with pytest.raises(error) as caught:
        client.ask(request(player), 0)
    assert caught.value.reason in str(caught.value)


def test_a_missing_thing_may_be_missing(player: Any, client: Client) -> None:
    player.play = lambda asked: asked.answer(status=404)
    assert client.ask(request(player, may_be_missing=True), 0) is None


def test_a_bomb_and_an_endless_body_are_cut_off(
    player: Any, limits: FetchLimits, time: Any
) -> None:
    small = Client(replace(limits, reply_bytes=100_000, attempts=1), sleep=time.sleep)
    bomb = gzip.compress(b" " * 50_000_000)
    player.play = lambda asked: asked.answer(bomb, Content_Encoding="gzip")
    with pytest.raises(AnswerTooLarge):
        small.ask(request(player), 0)

    def endless(asked: Any) -> None:
        asked.handler.send_response(200)
        asked.handler.end_headers()
        while True:
            asked.handler.wfile.write(b" " * 65_536)

    player.play = endless
    with pytest.raises(AnswerTooLarge):
        small.ask(request(player), 0)


def test_a_server_that_drips_is_cut_off(player: Any, limits: FetchLimits) -> None:
    def drip(asked: Any) -> None:
        asked.handler.send_response(200)
        asked.handler.end_headers()
        while True:
            asked.handler.wfile.write(b" ")
            clock_of_the_wall.sleep(0.02)

    def drip_headers(asked: Any) -> None:
        while True:
            asked.handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: y" if asked.headers else b"")
            asked.headers = {}
            asked.handler.wfile.write(b"y")
            clock_of_the_wall.sleep(0.02)

    hasty = Client(replace(limits, timeout_s=0.4, silence_s=0.3, attempts=1))
    for play in (drip, drip_headers, lambda _asked: clock_of_the_wall.sleep(0.6)):
        player.play = play
        begun = clock_of_the_wall.monotonic()
        with pytest.raises(FetchTimeout):
            hasty.ask(request(player), 0)
        assert clock_of_the_wall.monotonic() - begun < 10


def test_a_private_address_is_refused_unless_it_is_allowed(player: Any) -> None:
    with pytest.raises(AddressRefused):
        Client(FetchLimits()).ask(request(player), 0)
    assert player.asked == []
    port = player.base.rsplit(":", 1)[1].strip("/")
    allowed = Client(FetchLimits(allowed_hosts=f"127.0.0.1:{port}"))
    assert allowed.ask(request(player), 0) is not None
    elsewhere = Client(FetchLimits(allowed_hosts="127.0.0.1:1"))
    with pytest.raises(AddressRefused):
        elsewhere.ask(request(player), 0)


def test_keys_stay_with_their_host_and_out_of_names(
    player: Any, client: Client, shelf: Shelf, limits: FetchLimits
) -> None:
    asked = request(player, secret_headers={"x-api-key": "s3cret"}, secret_query={"k": "s3cret"})
    player.play = in_turn(
        lambda one: one.answer(status=302, Location=player.base.replace("127.0.0.1", "localhost")),
        lambda one: one.answer("[]"),
    )
    generous = Client(replace(limits, allowed_hosts="127.0.0.1,localhost"), shelf)
    reply = generous.ask(asked, 0)
    assert reply is not None
    assert player.asked[0].headers["x-api-key"] == "s3cret"
    assert player.asked[0].path == "/list?k=s3cret"
    assert "x-api-key" not in player.asked[1].headers
    assert "s3cret" not in player.asked[1].path
    assert "s3cret" not in reply.url
    assert "s3cret" not in repr(asked)
    assert client is not generous


def test_what_is_posted_is_not_redirected(player: Any, client: Client) -> None:
    player.play = lambda asked: asked.answer(status=307, Location="other")
    with pytest.raises(WrongAnswer):
        client.ask(request(player, body=b"{}"), 0)
    assert (player.asked[0].method, player.asked[0].body) == ("POST", b"{}")


@pytest.mark.parametrize("url", ["ftp://a.org/", "http:///x", "http://u:p@a.org/", "http://a:b/"])
def test_what_is_no_address_to_ask(url: str) -> None:
    with pytest.raises(AddressRefused):
        target_of(url)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected
