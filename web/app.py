"""The application: from services to a WSGI callable. This file is the table of contents."""

from __future__ import annotations

from flask import Flask

from kg.vocab import PREFIXES
from web import (
    caching,
    change_feed,
    export,
    health,
    limits,
    problems,
    security,
    telemetry,
    templating,
    views,
)
from web.api import BLUEPRINTS as API
from web.contract import Services
from web.current import DATASET_EXTENSION, EXTENSION
from web.dataset import DatasetDescription
from web.pages import (
    about,
    agent,
    api_docs,
    ask,
    compare,
    concept,
    connection,
    dataset,
    feeds,
    home,
    issue,
    issues,
    ontology,
    other_spellings,
    picture,
    reading_list,
    related_page,
    robots,
    search,
    status,
    top,
    venue,
    work,
)
from web.reconcile import service as reconcile
from web.sparql import endpoint, graph_store, help_for_editors, quick
from web.sparql.backend import SPARQL_EXTENSION, SparqlBackend, gallery

MAX_BODY_BYTES = 2_000_000
_ENTITIES = (issue, work, related_page, agent, concept, venue)
_LISTS = (home, issues, search, ask, top, compare, reading_list)
_PAGES = (*_LISTS, *_ENTITIES, about, api_docs, dataset, ontology, status, feeds, robots)


def create_app(services: Services) -> Flask:
    """Make the application over opened services; nothing is opened here.

    Args:
        services: everything that requests may ask for.
    """
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = services
    app.extensions[DATASET_EXTENSION] = described = DatasetDescription(services)
    app.extensions[SPARQL_EXTENSION] = SparqlBackend(
        queries=services.queries,
        write=services.write_graphs,
        describe=described.service,
        base=services.settings.site_base,
        graphs=services.iris.user_graphs,
        token=services.settings.update_token,
        prefixes=PREFIXES,
        examples=gallery(),
    )
    for part in (telemetry, templating, limits, views, security, caching, problems):
        part.init_app(app)
    pages = (
        page.blueprint
        for page in (
            *_PAGES,
            picture,
            connection,
            other_spellings,
            endpoint,
            graph_store,
            help_for_editors,
            change_feed,
            export,
            reconcile,
            health,
        )
    )
    for blueprint in (*pages, *API):
        app.register_blueprint(blueprint)
    quick.init_app(app)
    return app
