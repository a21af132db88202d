"""Reading the catalogue: entities by key, lists of works, counts, suggestions.

Lists page by cursor (the last key seen), never by offset, so that a page deep in a long list costs
what the first one costs.
"""

from sqlalchemy import func, select

from kg.catalogue import ledger
from kg.catalogue.changes import last_number
from kg.catalogue.coverage import coverage
from kg.catalogue.decisions import Decision, DecisionKind, decisions
from kg.catalogue.matching import WorkCandidate, work_candidates
from kg.catalogue.people import AgentCandidate, agent_candidates
from kg.catalogue.reading.issues import IssueRow, Issues
from kg.catalogue.reading.lists import Lists, WorkDates, WorkPage
from kg.catalogue.reading.naming import Naming, Suggestions
from kg.catalogue.tables import ENTITY_TABLES, work

__all__ = ["IssueRow", "Reader", "Suggestions", "WorkDates", "WorkPage"]


class Reader(Issues, Lists, Naming):
    """Questions to the catalogue; each is answered from one consistent view, or many from one.

    Args:
        catalogue: an opened catalogue.
    """

    def counts(self) -> dict[str, int]:
        """How many entities of each kind there are; ``stubs`` are works known from citations."""
        with self._views.reading() as connection:
            counted = {
                kind: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for kind, table in ENTITY_TABLES.items()
            }
            stubs = connection.execute(
                select(func.count()).select_from(work).where(work.c.is_stub == 1)
            ).scalar_one()
        return {**counted, "work": counted["work"] - int(stubs), "stubs": int(stubs)}

    def coverage(self) -> dict[str, int]:
        """For how many works each kind of edge is known (see :mod:`kg.catalogue.coverage`)."""
        with self._views.reading() as connection:
            return coverage(connection)

    def work_candidates(self) -> list[WorkCandidate]:
        """Works that may be one (see :mod:`kg.catalogue.matching`)."""
        with self._views.reading() as connection:
            return work_candidates(connection)

    def agent_candidates(self, name: str | None = None, limit: int = 100) -> list[AgentCandidate]:
        """Agents that may be one person (see :mod:`kg.catalogue.people`)."""
        with self._views.reading() as connection:
            return agent_candidates(connection, name, limit)

    def decisions(self, kind: DecisionKind) -> list[Decision]:
        """What was decided about works or agents, in the order in which it was."""
        with self._views.reading() as connection:
            return decisions(connection, kind)

    def runs(self, limit: int = 20) -> list[ledger.Run]:
        """The newest runs of ingest, each with what it rejected."""
        with self._views.reading() as connection:
            return ledger.newest_runs(connection, limit)

    def change_number(self) -> int:
        """The number of the newest change."""
        with self._views.reading() as connection:
            return last_number(connection)
