"""From a selection to its replies, one after the other, from where the last run broke off."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from kg.fetching.client import Client, Reply, Request
from kg.fetching.errors import ExpiredResume
from kg.fetching.services import Selection, Service
from kg.fetching.shelf import Shelf


def walk(
    client: Client,
    service: Service,
    selection: Selection,
    shelf: Shelf | None = None,
    *,
    most_replies: int | None = None,
) -> Iterator[Reply]:
    """Fetch a selection.

    A reply counts as done when the next one is asked for: what the caller did with it is then
    finished. A run that broke off goes on behind the last reply that was done; when the service
    does not know that place any more, it begins anew.

    Args:
        client: asks.
        service: is asked.
        selection: what to fetch.
        shelf: remembers where it broke off; None to begin anew every time.
        most_replies: stop after so many; the next run goes on there.

    Yields:
        Replies in their order; what a service does not know is left out.

    Raises:
        CannotFetch: the selection makes no request for this service.
        FetchError: there is no usable answer.
    """
    first = service.requests(selection)
    job = f"{service.name} {selection!r}"
    index, following = _resumed(shelf, job, first)
    done = 0
    while index < len(first):
        request = following or first[index]
        if most_replies is not None and done >= most_replies:
            return
        try:
            reply = client.ask(request, service.interval_s)
            following = None if reply is None else service.following(request, reply.body)
        except ExpiredResume:
            if index == 0 and request == first[0]:
                raise
            index, following = 0, None
            _remember(shelf, job, 0, None)
            continue
        if reply is not None:
            yield reply
        done += 1
        index += following is None
        _remember(shelf, job, index, following)
    if shelf is not None:
        shelf.set_progress(job, None)


def _resumed(shelf: Shelf | None, job: str, first: list[Request]) -> tuple[int, Request | None]:
    found = shelf.progress(job) if shelf is not None else None
    match found:
        case {"index": int(index), "url": str(url), "body": str(body)} if 0 <= index < len(first):
            # Keys are not written down: those of today are taken from the first request.
            begun = first[index]
            asked = Request(
                url=url,
                accepts=begun.accepts,
                body=base64.b64decode(body) if body else None,
                secret_headers=begun.secret_headers,
                secret_query=begun.secret_query,
                may_be_missing=begun.may_be_missing,
            )
            return index, asked if url else None
    return 0, None


def _remember(shelf: Shelf | None, job: str, index: int, following: Request | None) -> None:
    if shelf is None:
        return
    url = "" if following is None else following.url
    body = b"" if following is None or following.body is None else following.body
    shelf.set_progress(
        job, {"index": index, "url": url, "body": base64.b64encode(body).decode("ascii")}
    )
