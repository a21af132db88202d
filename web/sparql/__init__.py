"""SPARQL over HTTP: the protocol, the Graph Store Protocol, the description, the console.

Everything here asks a :class:`~web.sparql.backend.SparqlBackend` and knows nothing of where the
graph comes from: the site has one over what the catalogue published, ``paperkin endpoint`` one
over any RDF files.
"""
