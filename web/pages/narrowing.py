"""Conditions on lists of works, read from a request and written back into addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from recommender import Filters
from web.parameters import choice, whole_number

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
FACETS: Final = ("concept", "task", "agent", "venue", "language", "category")
_MOST_VALUES: Final = 20


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader wants a list to be limited to.

    Args:
        year_from, year_to: inclusive, or None.
        facets: accepted values by facet.
        with_code: only works with available code.
        with_result: only works in whose texts a result is stated.
    """

    year_from: int | None = None
    year_to: int | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    with_code: bool = False
    with_result: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing is ruled out."""
        bounds = (self.year_from, self.year_to)
        needed = self.with_code or self.with_result
        return bounds == (None, None) and not self.facets and not needed

    def filters(self) -> Filters | None:
        """The same for the recommender; None when nothing is ruled out."""
        if self.is_empty:
            return None
        needed = (("has_code", self.with_code), ("has_result", self.with_result))
        facets = {**self.facets, **{name: ("yes",) for name, is_needed in needed if is_needed}}
        return Filters(year_min=self.year_from, year_max=self.year_to, facets=facets)

    def parameters(self) -> dict[str, object]:
        """The same as query parameters."""
        return {
            "from": self.year_from,
            "to": self.year_to,
            "code": "yes" if self.with_code else None,
            "result": "yes" if self.with_result else None,
            **{name: list(values) for name, values in self.facets.items()},
        }

    def without(self, facet: str, value: str) -> Narrowing:
        """The same with one value of a facet taken away."""
        left = tuple(one for one in self.facets.get(facet, ()) if one != value)
        facets = {name: values for name, values in self.facets.items() if name != facet}
        return replace(self, facets={**facets, facet: left} if left else facets)

    def only(self, facet: str, value: str) -> Narrowing:
        """The same with one more facet fixed to a value."""
        return replace(self, facets={**self.facets, facet: (value,)})


def narrowing() -> Narrowing:
    """Read the conditions of the request at hand.

    Raises:
        BadParameter: one of them cannot be read.
    """
    given: MultiDict[str, str] = request.args
    facets = {
        name: tuple(dict.fromkeys(value for value in given.getlist(name) if value))[:_MOST_VALUES]
        for name in FACETS
    }
    return Narrowing(
        _year("from"),
        _year("to"),
        {name: values for name, values in facets.items() if values},
        choice(given, "code", ("", "yes")) == "yes",
        choice(given, "result", ("", "yes")) == "yes",
    )


def _year(name: str) -> int | None:
    return whole_number(request.args, name, 0, least=FIRST_YEAR, most=LAST_YEAR) or None
