"""SERVICE: parts of a query that other endpoints answer, where the operator allows them.

A worker that holds the graph has no sockets, and keeps having none. Before it sees a query, each
``SERVICE <endpoint> { … }`` is found among the tokens (:mod:`~kg.sparql.federation.clauses`), asked
by a worker of another class, which has sockets and no graph
(:mod:`~kg.sparql.federation.fetchers`), and replaced by a VALUES block of the answer, which is what
the recommendation makes of it: a multiset of solutions that is joined
(:mod:`~kg.sparql.federation.filling`).

Rejected: the engine's own client for SERVICE. It follows redirects, looks at no address, has no
limit on bytes, and would need a worker with both the graph and a network.

References:
    SPARQL 1.1 Federated Query, W3C Recommendation 2013.
"""

from __future__ import annotations

from kg.sparql.federation.filling import Federation

__all__ = ["Federation"]
