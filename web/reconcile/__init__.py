"""The reconciliation service: tables of others find our works, agents, venues and concepts.

References:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group, 2023.
"""

from __future__ import annotations
