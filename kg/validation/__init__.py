"""Is what we publish right? Strict reading, SHACL shapes, and a report in our words.

The shapes are in ``ontologies/shapes.ttl``; all are checked in one pass over the quads
(:mod:`kg.validation.scan`), so that a large dataset is checked in minutes.
"""

from __future__ import annotations

from kg.validation.checks import check_file, check_quads, check_store
from kg.validation.report import Finding, Report

__all__ = ["Finding", "Report", "check_file", "check_quads", "check_store"]
