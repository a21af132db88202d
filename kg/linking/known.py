"""What of ours is known by which ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from kg.catalogue.opening import Catalogue
from kg.catalogue.tables import agent, identifier, work
from kg.iris import Iris

_ORCID = "orcid:"


@dataclass(frozen=True, slots=True)
class Known:
    """Our side of the links.

    Args:
        ids: our IRI by id (``doi:10.1/x``, ``orcid:…``).
        titles: our IRIs of works by folded title; a title that two works share is in it twice.
    """

    ids: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]

    def of_scheme(self, scheme: str) -> dict[str, str]:
        """Our IRIs by the bare id of a scheme, in order."""
        prefix = f"{scheme}:"
        return {
            one.removeprefix(prefix): iri
            for one, iri in sorted(self.ids.items())
            if one.startswith(prefix)
        }


def known_things(catalogue: Catalogue, iris: Iris) -> Known:
    """Read our side from the catalogue."""
    ids: dict[str, str] = {}
    titles: dict[str, tuple[str, ...]] = {}
    with catalogue.reading() as connection:
        for row in connection.execute(select(identifier.c.id, identifier.c.work_key)):
            ids[row.id] = iris.work(row.work_key).value
        keys = select(agent.c.key).where(agent.c.key.startswith(_ORCID))
        for key in connection.scalars(keys):
            ids[key] = iris.agent(key).value
        works = select(work.c.key, work.c.title_folded).where(work.c.is_stub == 0)
        for shown in connection.execute(works.order_by(work.c.key)):
            iri = iris.work(shown.key).value
            titles[shown.title_folded] = (*titles.get(shown.title_folded, ()), iri)
    return Known(ids, titles)
