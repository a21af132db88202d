"""The dataset described for machines: VoID, DCAT and the SPARQL service description.

Pure but for :func:`measure`: counts in, quads out, every node an IRI. The description stands in the
meta graph of a dump and at ``/.well-known/void``; the service description answers a bare GET of the
endpoint.
"""

from __future__ import annotations

from kg.description.counting import Counts, measure
from kg.description.dataset import DumpFile, Publication, dataset_quads
from kg.description.service import service_quads

__all__ = ["Counts", "DumpFile", "Publication", "dataset_quads", "measure", "service_quads"]
