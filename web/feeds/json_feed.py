"""JSON Feed.

References:
    JSON Feed version 1.1, jsonfeed.org.
"""

from __future__ import annotations

import json

from web.feeds.feed import Feed

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1, in UTF-8."""
    document = {
        "version": _VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "language": feed.language,
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary or entry.title,
                "date_modified": entry.updated_at.isoformat(),
                "language": entry.language,
                "tags": list(entry.categories),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
