"""The contract of stores, against real servers."""

from __future__ import annotations

import pytest

from kg.stores import Endpoint, RemoteStore, Store
from tests.kg.stores.test_stores import BASE, META, StoreContract
from tests.servers.sparql import SparqlServer


class TestServers(StoreContract):
    """Each SPARQL store of the matrix keeps it."""

    @pytest.fixture
    def store(self, store_server: SparqlServer) -> Store:
        server = store_server
        endpoint = Endpoint(server.query_url, server.update_url, server.user, server.password)
        store = RemoteStore(endpoint, META, BASE)
        store.clear()
        return store


del StoreContract
