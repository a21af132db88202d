"""The dataset: what is in it, under which licence, and how to take it along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg import graphs
from kg.description import DumpFile
from web.current import dataset, services, words
from web.errors import NotAcceptable
from web.formats import HTML, RDF_FORMATS
from web.negotiation import choose_media_type
from web.pages.frame import Alternate, Frame, Page, render

blueprint = Blueprint("dataset", __name__)
_DATA_TYPES: Final = tuple(form.media_type for form in RDF_FORMATS)


@dataclass(frozen=True, slots=True)
class GraphLine:
    """A named graph: its name, IRI, size and licence."""

    name: str
    iri: str
    triples: int
    licence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPage(Page):
    """The page of the dataset."""

    triples: int
    graphs: tuple[GraphLine, ...]
    classes: tuple[tuple[str, int], ...]
    files: tuple[DumpFile, ...]


@blueprint.get("/dataset")
def page() -> str:
    """The dataset for people."""
    counts = dataset().counts()
    lines = tuple(
        GraphLine(name, services().iris.graph(name).value, size, graphs.licence_of(name))
        for name, size in sorted(counts.graphs.items())
    )
    frame = Frame(
        title=words().plain("dataset.title"),
        path="/dataset",
        alternates=tuple(
            Alternate(form.media_type, f"/dataset{form.suffix}", form.label) for form in RDF_FORMATS
        ),
    )
    most = sorted(counts.classes.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = DatasetPage(
        frame=frame,
        triples=counts.triples,
        graphs=lines,
        classes=tuple(most[:20]),
        files=dataset().files(),
    )
    return render("dataset.html", shown)


@blueprint.get("/.well-known/void")
def void() -> BaseResponse:
    """The dataset in VoID and DCAT, by negotiation; people are sent to the page."""
    accept = request.headers.get("Accept")
    chosen = choose_media_type(accept, (*_DATA_TYPES, HTML))
    if chosen is None:
        raise NotAcceptable(accept or "", _DATA_TYPES)
    if chosen == HTML:
        return redirect("/dataset", 303)
    return Response(dataset().dataset(chosen), content_type=chosen)


def _file(media_type: str) -> Callable[[], Response]:
    def view() -> Response:
        """The dataset in VoID and DCAT."""
        return Response(dataset().dataset(media_type), content_type=media_type)

    return view


for _form in RDF_FORMATS:
    blueprint.add_url_rule(
        f"/dataset{_form.suffix}", f"file_{_form.suffix[1:]}", _file(_form.media_type)
    )
