"""Where each search begins: small inputs of our own that are as they should be, or nearly."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

FOUND = Path(__file__).parent / "found"
"""Inputs that made a target fall, each named ``TARGET-WHAT``; tried ever after."""


def found(name: str, folder: Path = FOUND) -> tuple[bytes, ...]:
    """The inputs that once made the target of a name fall."""
    return tuple(path.read_bytes() for path in sorted(folder.glob(f"{name}-*")))


DIGEST = (
    (
        b"# Daily Papers (2031-03-04)\n\n## [Looms $\\textit{at}$ Night]"
        b"(https://arxiv.org/abs/3103.01001) (\xe2\x96\xb2 12)\n\n"
        b"![](https://cdn.example/3103.01001.png)\n\nVote: 12\n\n"
        b"Authors: Ada Weft, Bo Warp\n\n"
        b"- \xec\x9a\x94\xec\x95\xbd\xec\x9d\x80 \xec\x97\xac\xea\xb8\xb0.\n"
    ),
    b"## Daily Papers\n### 2031-03-04\n\n#### [A](https://arxiv.org/abs/3103.00001)\n",
)

_PAPER = {
    "paper": {
        "id": "3103.01001",
        "title": "Looms",
        "summary": "We weave.",
        "upvotes": 3,
        "authors": [{"name": "Ada Weft", "hidden": False}],
        "publishedAt": "2031-03-04T00:00:00.000Z",
        "ai_keywords": ["looms"],
    },
    "publishedAt": "2031-03-04T00:00:00.000Z",
}
_ARXIV = {
    "id": "3103.01001",
    "title": "Looms",
    "abstract": "We weave.",
    "authors_parsed": [["Weft", "Ada", ""]],
    "categories": "cs.CL",
    "comments": "Accepted to ACL 2031",
    "versions": [{"version": "v1", "created": "Mon, 4 Mar 2031 00:00:00 GMT"}],
    "update_date": "2031-03-04",
}
_OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/1",
    "title": "Looms",
    "authorships": [{"author": {"display_name": "Ada Weft", "orcid": None}}],
    "publication_year": 2031,
    "abstract_inverted_index": {"We": [0], "weave": [1]},
    "referenced_works": ["https://openalex.org/W2"],
    "primary_location": {"source": {"display_name": "Cloth", "issn_l": "1234-5679"}},
}
_SCHOLAR = {
    "paperId": "ab",
    "externalIds": {"ArXiv": "3103.01001", "DOI": "10.1000/1"},
    "title": "Looms",
    "year": 2031,
    "authors": [{"authorId": "1", "name": "Ada Weft"}],
    "references": [{"externalIds": {"DOI": "10.1000/2"}}],
}
_CITATION = {"citing": "doi:10.1000/1", "cited": "doi:10.1000/2", "creation": "2031-03"}
_CSL = {
    "id": "a",
    "type": "article-journal",
    "title": "Looms",
    "author": [{"family": "Weft", "given": "Ada"}],
    "issued": {"date-parts": [[2031, 3, 4]]},
    "DOI": "10.1000/1",
}
_LINE = {
    "id": "arxiv:3103.01001",
    "title": "Looms",
    "abstract": "We weave.",
    "authors": ["Ada Weft"],
    "year": 2031,
    "venue": "ACL 2031",
    "keywords": ["looms"],
    "cites": ["arxiv:3103.00001"],
    "doi": "10.1000/1",
    "language": "en",
}
JSON_SOURCES = tuple(
    bytes([number]) + json.dumps(value).encode()
    for number, value in enumerate(
        ([_PAPER], _ARXIV, _OPENALEX, _SCHOLAR, [_CITATION], [_CSL], _LINE, _LINE)
    )
)

XML_SOURCES = (
    (
        b"\0<?xml version='1.0'?><collection id='2031.acl'><volume id='long'><meta>"
        b"<booktitle>Proceedings of ACL</booktitle><year>2031</year></meta><paper id='1'>"
        b"<title>Looms for <fixed-case>C</fixed-case>loth <tex-math>x^2</tex-math></title>"
        b"<author><first>Ada</first><last>Weft</last></author><abstract>We weave.</abstract>"
        b"<url>2031.acl-long.1</url><doi>10.1000/1</doi></paper></volume></collection>"
    ),
    (
        b"\1<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' "
        b"xmlns:arxiv='http://arxiv.org/schemas/atom'><entry><id>http://arxiv.org/abs/3103.01001v2</id>"
        b"<title>Looms</title><summary>We weave.</summary><author><name>Ada Weft</name></author>"
        b"<published>2031-03-04T00:00:00Z</published><arxiv:comment>ACL 2031</arxiv:comment>"
        b"<category term='cs.CL'/></entry></feed>"
    ),
    (
        b"\1<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords><record><metadata>"
        b"<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>3103.01001</id><title>Looms</title><authors>"
        b"<author><keyname>Weft</keyname><forenames>Ada</forenames></author></authors>"
        b"<categories>cs.CL</categories><abstract>We weave.</abstract></arXiv></metadata></record>"
        b"</ListRecords></OAI-PMH>"
    ),
    b"\0<!DOCTYPE a [<!ENTITY b 'c'>]><collection>&b;</collection>",
)

BIBTEX = (
    (
        b'@article{a, title = {Looms of {Wool} and $x^2$}, author = "Weft, Ada and Warp, Bo",\n'
        b"  year = 2031, doi = {10.1000/1}, journal = cloth # { Letters}, month = mar}\n"
    ),
    (
        b"@string{cloth = {Cloth}}\n@comment{x}\n@inproceedings(b, title={\\'Etude \\\"u \\ss},"
        b" booktitle={ACL}, eprint={3103.01001}, archiveprefix={arXiv})"
    ),
)

PACKED = (b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd\x04\x00\x09\x00\x00a", b"plain")

IDS = (
    b"arXiv:2405.17258v2",
    b"https://arxiv.org/abs/cs/0112017v1",
    b"see https://doi.org/10.1000/182, and doi:10.48550/arXiv.2405.17258.",
    b"https://aclanthology.org/2031.acl-long.1/ P19-1001",
    b"https://dx.doi.org/10.1002/(SICI)1096-8644(199601)1:1%3C1::AID%3E3.0.CO;2-X",
    b"https://orcid.org/0000-0002-1825-0097 W2741809807",
)

TITLES = (
    rb"$\textit{Trans-LoRA}$: towards data-free Finetuning",
    rb"A$^2$B $\times$ C with 100% accuracy, `x_y` and *A\* search*",
    b"Let's <think> about <i>R&amp;D</i>, &#x41; &lt;b&gt;",
    rb"\'{E}tude \"u {\bf x} \frac{1}{2} $\mathcal{O}(n^{2})$",
)

NAMES = (
    "Ada Weft\nWeft, Ada\nA. Weft\nÀda Weft".encode(),
    "김하늘\nThe Loom Team\nvan der Berg, Jan".encode(),
)

VENUES = (
    b"Accepted to ICCV 2025 Workshop on Looms",
    b"Camera-ready, NeurIPS 2024 (spotlight)",
    b"Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics",
)

ACCEPT = (
    b"text/turtle, text/html;q=0.5",
    b'text/*;q=0.3, */*;q=0.001, application/ld+json; profile="x"; q=1.000',
    b"ko-KR,ko;q=0.9,en;q=0.8,*;q=0",
)

PARAMETERS = (b"10", b"2031-03-04", b"date", "１２".encode(), b"-1")

SPARQL = (
    b"SELECT ?t { ?w dcterms:title ?t FILTER(?t < 'a') } LIMIT 20",
    b"PREFIX a: <http://a.example/>\nASK FROM <http://g.example/> { a:b\\-c a \"x\"@en, '''y''' }",
    b"SELECT * { SERVICE <http://s.example/> { ?a ?b ?c } } # end",
    b"CONSTRUCT { ?a ?b _:c } WHERE { GRAPH ?g { ?a ?b [ ?c (1 2.0 3e4) ] } }",
    b'INSERT DATA { <http://a.example/> a "\\u0041"^^<http://b.example/> } ; LOAD <http://c/>',
)

RDF_PATCH = (
    (
        b'H feed "f" .\nH previous "0" .\nH number "1" .\nTX .\nD <http://a.example/> '
        b'<http://b.example/> "x"@en <http://g.example/> .\nA <http://a.example/> '
        b'<http://b.example/> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> '
        b"<http://g.example/> .\nTC .\n"
    ),
    b'H previous "4" .\nH number "5" .\nTX .\nTC .\n',
)

INDEX = (
    b"\x00\x00\x00" + b"\x93NUMPY",
    b"\x07\x00\x50" + b"\xff\xff",
    b"\xff" + json.dumps({"format": "paperkin-recommender", "format_version": 2}).encode(),
)

FEED_OFFER = (
    json.dumps(
        {
            "feed": "f",
            "reason": "r",
            "first": 1,
            "last": 2,
            "meta": dict.fromkeys(("graph", "subject", "predicate", "graph_base"), "http://a/"),
        }
    ).encode(),
)

SPARQL_RESULTS = (
    json.dumps(
        {
            "head": {"vars": ["id", "it"]},
            "results": {
                "bindings": [
                    {
                        "id": {"type": "literal", "value": "10.1/1"},
                        "it": {"type": "uri", "value": "http://a.example/1"},
                    }
                ]
            },
        }
    ).encode(),
)

_SAID = {
    "number": 1,
    "change_number": 9,
    "graph": "graph/versions/1",
    "index": "index/versions/1",
    "published_at": "2031-03-04T00:00:00+00:00",
    "mapping_version": "1",
}
POINTER = (
    json.dumps({**_SAID, "crc32": zlib.crc32(json.dumps(_SAID, sort_keys=True).encode())}).encode(),
    json.dumps(_SAID).encode(),
    b"[]",
)

SETTINGS = (
    b'site_base = "https://a.example/"\nthreads = 3\n[sparql]\ntimeout_s = 10\n',
    b'[ranking]\ntext_weight = 0.2\n[fetching]\nallowed_hosts = "a.example"\n',
)

CITATIONS = (b"Looms: 100% of R&D {x}|Ada Weft", "베틀과 $x^2$|van der Berg, Jan".encode())
