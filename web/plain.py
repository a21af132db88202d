"""The application of ``paperkin endpoint``: the protocol and the console over any RDF dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, redirect
from werkzeug.wrappers import Response

from kg.description.plain import plain_service_triples
from kg.rdf_io import write
from kg.sparql import QueryService
from kg.sparql.updating import PlainDataset
from kg.vocab import PREFIXES
from web import caching, health, problems, security, telemetry, templating
from web.contract import VersionInfo
from web.current import EXTENSION
from web.dataset import format_of
from web.settings import Settings
from web.sparql import endpoint, graph_store, help_for_editors, quick
from web.sparql.backend import SPARQL_EXTENSION, SparqlBackend, gallery


@dataclass(frozen=True, slots=True)
class PlainServices:
    """What the parts that both applications share ask for.

    Args:
        settings: in force.
        queries: over the dataset.
        dataset: takes writes.
    """

    settings: Settings
    queries: QueryService
    dataset: PlainDataset

    def version(self) -> VersionInfo:
        """What is served now."""
        return self.queries.version()

    def check_ready(self) -> None:
        """Ask the dataset for one triple, as clients do."""
        self.queries.evaluate("ASK { ?s ?p ?o }").close()

    def counts(self) -> Mapping[str, int]:
        """There are no entities here, only triples."""
        return {}

    def describe(self, media_type: str) -> bytes:
        """The service description, in an RDF format by its media type."""
        address = self.settings.site_base + "sparql"
        described = plain_service_triples(
            address,
            takes_updates=bool(self.settings.update_token),
            asks_others=self.queries.has_services,
        )
        return write(described, format_of(media_type), PREFIXES)


def create_plain_app(services: PlainServices) -> Flask:
    """Make the application over an opened dataset; nothing is opened here."""
    settings = services.settings
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = settings.sparql.body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.sparql.body_bytes
    app.config["PROBLEM_PAGES"] = False
    app.config["ASSET_HASH"] = caching.asset_hash(Path(__file__).parent)
    app.extensions[EXTENSION] = services
    app.extensions[SPARQL_EXTENSION] = SparqlBackend(
        queries=services.queries,
        write=services.dataset.write,
        describe=services.describe,
        base=settings.site_base,
        graphs=f"{settings.site_base}graphs/",
        token=settings.update_token,
        takes_default_graph=True,
        prefixes=PREFIXES,
        examples=gallery("contents", "graphs", "properties"),
    )
    for part in (telemetry, templating, security, problems):
        part.init_app(app)
    app.context_processor(lambda: {"layout": "plain.html"})
    for module in (endpoint, graph_store, help_for_editors, health):
        app.register_blueprint(module.blueprint)
    app.add_url_rule("/", view_func=_home)
    quick.init_app(app)
    return app


def _home() -> Response:
    return redirect("/sparql", 302)
