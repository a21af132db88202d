"""Write ``kg/vocab.py`` from the Turtle files of this folder.

``python -m ontologies.build`` writes it, ``python -m ontologies.build --check`` only compares and
ends with status 1 where the file is out of date.
"""

from __future__ import annotations

import argparse
import keyword
import sys
import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

FOLDER = Path(__file__).resolve().parent
VOCABULARIES = ("external.ttl", "paperkin.ttl")
TARGET = FOLDER.parent / "kg" / "vocab.py"

_WIDTH = 100
_HEADER = '''"""The terms of the graph, one constant each, grouped by prefix.

Generated from ``ontologies/*.ttl`` by ``python -m ontologies.build``; edit those files instead.

>>> DCTERMS.title.value.removeprefix(PREFIXES["dcterms"])
'title'
"""
# ruff: noqa: N815 - attributes bear the names of terms

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode
'''


class Term(NamedTuple):
    """One term of a vocabulary."""

    prefix: str
    name: str
    iri: str
    meaning: str


def read_prefixes() -> dict[str, str]:
    """Give the namespaces by prefix, in alphabetical order of prefixes."""
    prefixes: dict[str, str] = {}
    for name in VOCABULARIES:
        parser = ox.parse(path=FOLDER / name)
        for _ in parser:
            pass
        prefixes |= parser.prefixes
    return dict(sorted(prefixes.items()))


def read_terms(prefixes: Mapping[str, str]) -> list[Term]:
    """Give every term that the files describe, sorted by prefix and name."""
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
    defined_by, comment = (
        ox.NamedNode(prefixes["rdfs"] + name) for name in ("isDefinedBy", "comment")
    )
    terms = []
    for file_name in VOCABULARIES:
        graph = ox.Dataset(ox.parse(path=FOLDER / file_name))
        for quad in graph.quads_for_predicate(defined_by):
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode)
            namespace, iri = quad.object.value, quad.subject.value
            meaning = _english(graph, quad.subject, comment)
            name = iri.removeprefix(namespace)
            terms.append(Term(by_namespace[namespace], name, iri, meaning))
    return sorted(terms)


def _english(graph: ox.Dataset, term: ox.NamedNode, predicate: ox.NamedNode) -> str:
    for quad in graph.quads_for_subject(term):
        if quad.predicate != predicate or not isinstance(quad.object, ox.Literal):
            continue
        if quad.object.language == "en":
            return quad.object.value
    raise ValueError(f"{term.value} has no English {predicate.value}")


def constant_name(local_name: str) -> str:
    """Give the attribute for a term: its own name where Python allows it.

    >>> constant_name("class"), constant_name("N-Quads"), constant_name("title")
    ('class_', 'N_Quads', 'title')
    """
    name = "".join(char if char.isalnum() else "_" for char in local_name)
    return f"{name}_" if keyword.iskeyword(name) else name


def generate() -> str:
    """Give the text of ``kg/vocab.py``."""
    prefixes = read_prefixes()
    groups: defaultdict[str, list[Term]] = defaultdict(list)
    for term in read_terms(prefixes):
        groups[term.prefix].append(term)
    classes = [_class_text(prefix, prefixes[prefix], groups[prefix]) for prefix in sorted(groups)]
    table = "\n".join(f'        "{prefix}": "{iri}",' for prefix, iri in prefixes.items())
    return (
        _HEADER
        + "\n\n".join(["", *classes])
        + "\n\nPREFIXES: Final = MappingProxyType(\n    {\n"
        + table
        + '\n    }\n)\n"""Namespaces by prefix, for queries and serialisers."""\n'
    )


def _class_text(prefix: str, namespace: str, terms: Sequence[Term]) -> str:
    lines = [f"class {prefix.upper()}:", f'    """{namespace}"""', ""]
    for term in terms:
        lines += _assignment(constant_name(term.name), term.iri)
        lines += textwrap.wrap(
            f'"""{term.meaning}"""', _WIDTH, initial_indent="    ", subsequent_indent="    "
        )
    return "\n".join(lines) + "\n"


def _assignment(name: str, iri: str) -> list[str]:
    line = f'    {name}: Final = NamedNode("{iri}")'
    if len(line) <= _WIDTH:
        return [line]
    return [f"    {name}: Final = NamedNode(", f'        "{iri}"', "    )"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the file; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ontologies.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args(arguments).check
    text = generate()
    if not check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.name} is out of date: run python -m ontologies.build\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
