"""Pages, the API, the SPARQL endpoint and the command line over ``kg`` and ``recommender``."""
