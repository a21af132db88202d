"""What every page has around it: title, address, and the other forms of the same thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import render_template

from web.current import absolute
from web.formats import formats_of
from web.urls import entity_path


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of what a page shows."""

    media_type: str
    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The head of a page.

    Args:
        title: of the page, without the site's name.
        path: canonical path on this site.
        description: one sentence for search engines and previews, or empty.
        alternates: other forms.
        structured: a schema.org description as plain JSON values, or None.
        citation_tags: names and contents of the tags that reference managers read.
        is_indexed: False for pages that search engines should pass over.
    """

    title: str
    path: str
    description: str = ""
    alternates: tuple[Alternate, ...] = ()
    structured: dict[str, Any] | None = None
    citation_tags: tuple[tuple[str, str], ...] = ()
    is_indexed: bool = True

    @property
    def url(self) -> str:
        """Canonical URL."""
        return absolute(self.path)


def entity_frame(
    kind: str, key: str, title: str, feeds: tuple[Alternate, ...] = (), **more: Any
) -> Frame:
    """Give the frame of an entity's page, with every form of it as an alternate.

    Args:
        kind, key: of the entity.
        title: of the page.
        feeds: the feeds of its works.
        more: other fields of the frame.
    """
    path = entity_path(kind, key)
    alternates = tuple(
        Alternate(form.media_type, path + form.suffix, form.label) for form in formats_of(kind)
    )
    return Frame(title=title, path=path, alternates=alternates + feeds, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Root of the values that templates are given."""

    frame: Frame = field(kw_only=True)


def render(template: str, page: Page) -> str:
    """Render a page from its one value."""
    return render_template(template, page=page)
