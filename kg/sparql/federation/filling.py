"""Answers of other endpoints put where a query's SERVICE clauses stand."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from kg.sparql.errors import EndpointFailed, QueryRefused, QueryTimeout
from kg.sparql.federation.clauses import Clause, clauses
from kg.sparql.federation.fetchers import Fetchers, NoAnswer
from kg.sparql.limits import Limits
from kg.sparql.prefixes import prologue_of, with_prefixes
from kg.sparql.resolving import resolve
from kg.sparql.tokens import Kind, line_and_column, tokens

_NO_RESTRICTION = "VALUES () { () }"
_MOST_CLAUSES = 10


class Federation:
    """What SERVICE means here.

    Args:
        limits: which endpoints may be asked, how long, how much.
        prefixes: known to every query.
    """

    def __init__(self, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self.is_on = bool(limits.services)
        self._limits = limits
        self._prefixes = prefixes
        self._fetchers = Fetchers(limits)

    def check(self, text: str, base_iri: str | None) -> list[Clause]:
        """The clauses of a query that may all be asked.

        Raises:
            QueryRefused: one names an endpoint that may not be asked, or is not plain.
            QuerySyntaxError: the name of one is none.
        """
        made = clauses(text)
        if len(made) > _MOST_CLAUSES:
            place = line_and_column(text, made[_MOST_CLAUSES].start)
            raise QueryRefused(f"a query may ask SERVICE {_MOST_CLAUSES} times", *place)
        for clause in made:
            self._endpoint(text, clause, base_iri)
        return made

    def fill(
        self, text: str, base_iri: str | None, limit_s: float, spent: Callable[[float], object]
    ) -> tuple[str, float]:
        """The query with a VALUES block for each clause, and the seconds that are left of its time.

        Args:
            text: of a query that was checked.
            base_iri: relative IRIs are resolved against it.
            limit_s: time of the query, in seconds.
            spent: takes the seconds that each endpoint took.

        Raises:
            EndpointFailed: one gave no answer, and its clause is not silent.
            QueryTimeout: the time of the query was used up.
            ServiceBusy: nobody was free to ask.
        """
        pieces, at, left_s = [], 0, limit_s
        for clause in self.check(text, base_iri):
            begun = time.monotonic()
            try:
                values = self._values(text, clause, base_iri, left_s)
            finally:
                used_s = time.monotonic() - begun
                spent(used_s)
            left_s -= used_s
            if left_s <= 0:
                raise QueryTimeout(limit_s)
            pieces += [text[at : clause.start], values]
            at = clause.end
        return "".join([*pieces, text[at:]]), left_s

    def close(self) -> None:
        """End the workers."""
        self._fetchers.close()

    def _endpoint(self, text: str, clause: Clause, base_iri: str | None) -> str:
        named = [clause.endpoint]
        endpoint = resolve(prologue_of(text), named, self._prefixes, base_iri)[0].value
        if endpoint not in self._limits.services:
            allowed = ", ".join(f"<{one}>" for one in self._limits.services)
            reason = f"<{endpoint}> is not asked from here; SERVICE may name {allowed}"
            raise QueryRefused(reason, *line_and_column(text, clause.start))
        return endpoint

    def _values(self, text: str, clause: Clause, base_iri: str | None, left_s: float) -> str:
        endpoint = self._endpoint(text, clause, base_iri)
        limit_s = min(left_s, self._limits.service_timeout_s)
        query, variables = self._question(text, clause, base_iri)
        try:
            return self._fetchers.ask(endpoint, query, variables, limit_s)
        except NoAnswer as failure:
            if clause.is_silent:
                return _NO_RESTRICTION
            place = line_and_column(text, clause.start)
            raise EndpointFailed(endpoint, failure.reason, *place) from None

    def _question(self, text: str, clause: Clause, base_iri: str | None) -> tuple[str, list[str]]:
        """What is asked: the group of the clause as it is written, with the names it needs."""
        group = text[clause.group : clause.end]
        named = {token.text[1:] for token in tokens(group) if token.kind is Kind.VARIABLE}
        base = f"BASE <{base_iri}>\n" if base_iri else ""
        # One more than is taken, so that too many are noticed and not cut off.
        most = self._limits.service_rows + 1
        asked = f"{base}{prologue_of(text)}SELECT * {group} LIMIT {most}"
        return with_prefixes(asked, self._prefixes), sorted(named)
