"""The terms of the graph, one constant each, grouped by prefix.

Generated from ``ontologies/*.ttl`` by ``python -m ontologies.build``; edit those files instead.

>>> DCTERMS.title.value.removeprefix(PREFIXES["dcterms"])
'title'
"""
# ruff: noqa: N815 - attributes bear the names of terms

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode


class CITO:
    """http://purl.org/spar/cito/"""

    cites: Final = NamedNode("http://purl.org/spar/cito/cites")
    """Work that is cited."""


class DATACITE:
    """http://purl.org/spar/datacite/"""

    doi: Final = NamedNode("http://purl.org/spar/datacite/doi")
    """DOI as a lower-case resolver address in a string, the join key of SemOpenAlex."""
    orcid: Final = NamedNode("http://purl.org/spar/datacite/orcid")
    """ORCID as 16 characters in four groups."""


class DBO:
    """https://dbpedia.org/ontology/"""

    orcidId: Final = NamedNode("https://dbpedia.org/ontology/orcidId")
    """ORCID as a resolver address in a string."""


class DCAT:
    """http://www.w3.org/ns/dcat#"""

    DataService: Final = NamedNode("http://www.w3.org/ns/dcat#DataService")
    """Service that gives access to a dataset."""
    Dataset: Final = NamedNode("http://www.w3.org/ns/dcat#Dataset")
    """Published dataset."""
    Distribution: Final = NamedNode("http://www.w3.org/ns/dcat#Distribution")
    """File in which a dataset is offered."""
    accessService: Final = NamedNode("http://www.w3.org/ns/dcat#accessService")
    """Service behind a distribution."""
    byteSize: Final = NamedNode("http://www.w3.org/ns/dcat#byteSize")
    """Size of a file in bytes."""
    compressFormat: Final = NamedNode("http://www.w3.org/ns/dcat#compressFormat")
    """Compression of a file."""
    distribution: Final = NamedNode("http://www.w3.org/ns/dcat#distribution")
    """File of a dataset."""
    downloadURL: Final = NamedNode("http://www.w3.org/ns/dcat#downloadURL")
    """Address of a file."""
    endpointURL: Final = NamedNode("http://www.w3.org/ns/dcat#endpointURL")
    """Address of a service."""
    landingPage: Final = NamedNode("http://www.w3.org/ns/dcat#landingPage")
    """Page about a dataset."""
    mediaType: Final = NamedNode("http://www.w3.org/ns/dcat#mediaType")
    """Media type of a file."""
    servesDataset: Final = NamedNode("http://www.w3.org/ns/dcat#servesDataset")
    """Dataset of a service."""
    version: Final = NamedNode("http://www.w3.org/ns/dcat#version")
    """Version of a dataset."""


class DCTERMS:
    """http://purl.org/dc/terms/"""

    abstract: Final = NamedNode("http://purl.org/dc/terms/abstract")
    """Abstract written by the authors, with language tag."""
    conformsTo: Final = NamedNode("http://purl.org/dc/terms/conformsTo")
    """Specification that a resource follows."""
    created: Final = NamedNode("http://purl.org/dc/terms/created")
    """When something was made."""
    creator: Final = NamedNode("http://purl.org/dc/terms/creator")
    """Agent of an authorship, as a plain edge."""
    date: Final = NamedNode("http://purl.org/dc/terms/date")
    """Day of publication, in the peers' shape."""
    description: Final = NamedNode("http://purl.org/dc/terms/description")
    """Description in prose."""
    format: Final = NamedNode("http://purl.org/dc/terms/format")
    """Media type of a file."""
    hasPart: Final = NamedNode("http://purl.org/dc/terms/hasPart")
    """Sentence of a summary."""
    hasVersion: Final = NamedNode("http://purl.org/dc/terms/hasVersion")
    """Numbered version of a work."""
    identifier: Final = NamedNode("http://purl.org/dc/terms/identifier")
    """Identifier in its canonical form (arxiv:2405.17258)."""
    isPartOf: Final = NamedNode("http://purl.org/dc/terms/isPartOf")
    """Whole that a thing belongs to."""
    isReplacedBy: Final = NamedNode("http://purl.org/dc/terms/isReplacedBy")
    """Work into which a merged work went."""
    issued: Final = NamedNode("http://purl.org/dc/terms/issued")
    """Day of first publication."""
    language: Final = NamedNode("http://purl.org/dc/terms/language")
    """Language of a text (BCP 47)."""
    license: Final = NamedNode("http://purl.org/dc/terms/license")
    """Licence of a graph, a dump or a text."""
    modified: Final = NamedNode("http://purl.org/dc/terms/modified")
    """When something was last changed."""
    publisher: Final = NamedNode("http://purl.org/dc/terms/publisher")
    """Who publishes a dataset."""
    rights: Final = NamedNode("http://purl.org/dc/terms/rights")
    """Statement about rights."""
    source: Final = NamedNode("http://purl.org/dc/terms/source")
    """Where a record or a text came from."""
    subject: Final = NamedNode("http://purl.org/dc/terms/subject")
    """Subject category or general concept of a work."""
    title: Final = NamedNode("http://purl.org/dc/terms/title")
    """Plain title without language tag."""


class DOCO:
    """http://purl.org/spar/doco/"""

    Abstract: Final = NamedNode("http://purl.org/spar/doco/Abstract")
    """Abstract of a work as a text that evidence can point into."""
    Sentence: Final = NamedNode("http://purl.org/spar/doco/Sentence")
    """Sentence of a summary."""
    Title: Final = NamedNode("http://purl.org/spar/doco/Title")
    """Title of a work as a text that evidence can point into."""


class FABIO:
    """http://purl.org/spar/fabio/"""

    ConferencePaper: Final = NamedNode("http://purl.org/spar/fabio/ConferencePaper")
    """Version in the proceedings of a conference."""
    ConferenceProceedings: Final = NamedNode("http://purl.org/spar/fabio/ConferenceProceedings")
    """Proceedings of one edition of a conference."""
    Expression: Final = NamedNode("http://purl.org/spar/fabio/Expression")
    """Version of which the kind is not known."""
    Journal: Final = NamedNode("http://purl.org/spar/fabio/Journal")
    """Journal."""
    JournalArticle: Final = NamedNode("http://purl.org/spar/fabio/JournalArticle")
    """Version in a journal."""
    Preprint: Final = NamedNode("http://purl.org/spar/fabio/Preprint")
    """Version on a preprint server."""
    ResearchPaper: Final = NamedNode("http://purl.org/spar/fabio/ResearchPaper")
    """Research paper as a work, whoever describes it."""
    hasArXivId: Final = NamedNode("http://purl.org/spar/fabio/hasArXivId")
    """arXiv id without version."""
    hasPublicationYear: Final = NamedNode("http://purl.org/spar/fabio/hasPublicationYear")
    """Year of publication or of an edition, a whole number."""
    hasURL: Final = NamedNode("http://purl.org/spar/fabio/hasURL")
    """Address as the peers write it."""


class FOAF:
    """http://xmlns.com/foaf/0.1/"""

    Agent: Final = NamedNode("http://xmlns.com/foaf/0.1/Agent")
    """Person, team or organisation, or a name of which more is not known."""
    Document: Final = NamedNode("http://xmlns.com/foaf/0.1/Document")
    """Document about a thing."""
    Organization: Final = NamedNode("http://xmlns.com/foaf/0.1/Organization")
    """Team or institution."""
    Person: Final = NamedNode("http://xmlns.com/foaf/0.1/Person")
    """Person whose identity is known by an id or a curated decision."""
    homepage: Final = NamedNode("http://xmlns.com/foaf/0.1/homepage")
    """Project page of a work."""
    name: Final = NamedNode("http://xmlns.com/foaf/0.1/name")
    """Shown form of a name."""
    page: Final = NamedNode("http://xmlns.com/foaf/0.1/page")
    """Web page about a thing."""
    primaryTopic: Final = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
    """Thing that a document is about."""


class FORMATS:
    """http://www.w3.org/ns/formats/"""

    JSON_LD: Final = NamedNode("http://www.w3.org/ns/formats/JSON-LD")
    """JSON-LD."""
    N_Quads: Final = NamedNode("http://www.w3.org/ns/formats/N-Quads")
    """N-Quads."""
    N_Triples: Final = NamedNode("http://www.w3.org/ns/formats/N-Triples")
    """N-Triples."""
    RDF_XML: Final = NamedNode("http://www.w3.org/ns/formats/RDF_XML")
    """RDF/XML."""
    SPARQL_Results_CSV: Final = NamedNode("http://www.w3.org/ns/formats/SPARQL_Results_CSV")
    """SPARQL results in CSV."""
    SPARQL_Results_JSON: Final = NamedNode("http://www.w3.org/ns/formats/SPARQL_Results_JSON")
    """SPARQL results in JSON."""
    SPARQL_Results_TSV: Final = NamedNode("http://www.w3.org/ns/formats/SPARQL_Results_TSV")
    """SPARQL results in TSV."""
    SPARQL_Results_XML: Final = NamedNode("http://www.w3.org/ns/formats/SPARQL_Results_XML")
    """SPARQL results in XML."""
    TriG: Final = NamedNode("http://www.w3.org/ns/formats/TriG")
    """TriG."""
    Turtle: Final = NamedNode("http://www.w3.org/ns/formats/Turtle")
    """Turtle."""


class FRBR:
    """http://purl.org/vocab/frbr/core#"""

    realization: Final = NamedNode("http://purl.org/vocab/frbr/core#realization")
    """Version in which a work appeared."""


class LPWC:
    """https://linkedpaperswithcode.com/property/"""

    creatorName: Final = NamedNode("https://linkedpaperswithcode.com/property/creatorName")
    """Name of an author as a string."""
    hasConference: Final = NamedNode("https://linkedpaperswithcode.com/property/hasConference")
    """Conference at which a work appeared."""
    hasDataset: Final = NamedNode("https://linkedpaperswithcode.com/property/hasDataset")
    """Dataset of an evaluation."""
    hasEvaluation: Final = NamedNode("https://linkedpaperswithcode.com/property/hasEvaluation")
    """Evaluation that a work reports."""
    hasEvaluationResult: Final = NamedNode(
        "https://linkedpaperswithcode.com/property/hasEvaluationResult"
    )
    """Result of an evaluation."""
    hasMethod: Final = NamedNode("https://linkedpaperswithcode.com/property/hasMethod")
    """Method that a work introduces, uses or speaks of; a claim tells which."""
    hasModel: Final = NamedNode("https://linkedpaperswithcode.com/property/hasModel")
    """Model that a work introduces, uses or speaks of; a claim tells which."""
    hasOfficialRepository: Final = NamedNode(
        "https://linkedpaperswithcode.com/property/hasOfficialRepository"
    )
    """Code repository that the work itself or its source names."""
    hasRepository: Final = NamedNode("https://linkedpaperswithcode.com/property/hasRepository")
    """Code repository of a work."""
    hasTask: Final = NamedNode("https://linkedpaperswithcode.com/property/hasTask")
    """Task that a work addresses or speaks of; a claim tells which."""
    hasURLAbstract: Final = NamedNode("https://linkedpaperswithcode.com/property/hasURLAbstract")
    """Address of the page with the abstract."""
    introducedBy: Final = NamedNode("https://linkedpaperswithcode.com/property/introducedBy")
    """Work that introduces a concept."""
    metricName: Final = NamedNode("https://linkedpaperswithcode.com/property/metricName")
    """What was measured, in words."""
    metricValue: Final = NamedNode("https://linkedpaperswithcode.com/property/metricValue")
    """Value as written."""
    usesDataset: Final = NamedNode("https://linkedpaperswithcode.com/property/usesDataset")
    """Dataset that a work uses."""


class LPWCC:
    """https://linkedpaperswithcode.com/class/"""

    conference: Final = NamedNode("https://linkedpaperswithcode.com/class/conference")
    """Conference."""
    dataset: Final = NamedNode("https://linkedpaperswithcode.com/class/dataset")
    """Dataset."""
    evaluation: Final = NamedNode("https://linkedpaperswithcode.com/class/evaluation")
    """Evaluation on one dataset."""
    evaluationresult: Final = NamedNode("https://linkedpaperswithcode.com/class/evaluationresult")
    """Result with metric and value."""
    method: Final = NamedNode("https://linkedpaperswithcode.com/class/method")
    """Method."""
    model: Final = NamedNode("https://linkedpaperswithcode.com/class/model")
    """Model."""
    paper: Final = NamedNode("https://linkedpaperswithcode.com/class/paper")
    """Paper in the shape of Linked Papers With Code."""
    repository: Final = NamedNode("https://linkedpaperswithcode.com/class/repository")
    """Code repository."""
    task: Final = NamedNode("https://linkedpaperswithcode.com/class/task")
    """Task."""


class OA:
    """http://www.w3.org/ns/oa#"""

    TextPositionSelector: Final = NamedNode("http://www.w3.org/ns/oa#TextPositionSelector")
    """Range of code points, half open."""
    TextQuoteSelector: Final = NamedNode("http://www.w3.org/ns/oa#TextQuoteSelector")
    """The words themselves."""
    end: Final = NamedNode("http://www.w3.org/ns/oa#end")
    """Code point after the last."""
    exact: Final = NamedNode("http://www.w3.org/ns/oa#exact")
    """The words exactly as they stand."""
    hasSelector: Final = NamedNode("http://www.w3.org/ns/oa#hasSelector")
    """Selector of the place inside the text."""
    hasSource: Final = NamedNode("http://www.w3.org/ns/oa#hasSource")
    """Text in which the evidence stands."""
    hasTarget: Final = NamedNode("http://www.w3.org/ns/oa#hasTarget")
    """Place of the evidence."""
    start: Final = NamedNode("http://www.w3.org/ns/oa#start")
    """First code point, from 0."""


class OWL:
    """http://www.w3.org/2002/07/owl#"""

    Ontology: Final = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
    """Ontology document."""
    deprecated: Final = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
    """True for a term that is no longer used."""
    sameAs: Final = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    """Same person under an ORCID; never used for pages."""
    versionIRI: Final = NamedNode("http://www.w3.org/2002/07/owl#versionIRI")
    """IRI of one version of an ontology."""
    versionInfo: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
    """Version in words."""


class PAPERKIN:
    """https://w3id.org/paperkin/ns#"""

    Claim: Final = NamedNode("https://w3id.org/paperkin/ns#Claim")
    """Statement extracted from a text, with its evidence and the tool that found it."""
    ConceptMention: Final = NamedNode("https://w3id.org/paperkin/ns#ConceptMention")
    """Claim that a work names a concept and does something with it, with every sentence that says
    so."""
    EvidencePart: Final = NamedNode("https://w3id.org/paperkin/ns#EvidencePart")
    """One reason for a recommendation, with its part of the score."""
    Hardware: Final = NamedNode("https://w3id.org/paperkin/ns#Hardware")
    """Concept on which something is run."""
    Link: Final = NamedNode("https://w3id.org/paperkin/ns#Link")
    """Address that a work names for its code, model, data or project."""
    LinkCandidate: Final = NamedNode("https://w3id.org/paperkin/ns#LinkCandidate")
    """A thing of this graph and one of another that may be the same, and what a person decided."""
    MachineSummary: Final = NamedNode("https://w3id.org/paperkin/ns#MachineSummary")
    """Generated text about a work; it may be wrong and is no abstract."""
    Metric: Final = NamedNode("https://w3id.org/paperkin/ns#Metric")
    """Concept by which results are measured."""
    NameCluster: Final = NamedNode("https://w3id.org/paperkin/ns#NameCluster")
    """Name shared by authorships; whether it is one person is not known."""
    Recommendation: Final = NamedNode("https://w3id.org/paperkin/ns#Recommendation")
    """One place in the ranked list of works related to a work."""
    Record: Final = NamedNode("https://w3id.org/paperkin/ns#Record")
    """What one source says of one work."""
    SourceFile: Final = NamedNode("https://w3id.org/paperkin/ns#SourceFile")
    """File or answer of a source as it was read, known by its hash."""
    StatedResult: Final = NamedNode("https://w3id.org/paperkin/ns#StatedResult")
    """Claim of a number that a text states."""
    Summary: Final = NamedNode("https://w3id.org/paperkin/ns#Summary")
    """Text about a work that its authors did not write."""
    algorithm: Final = NamedNode("https://w3id.org/paperkin/ns#algorithm")
    """Name and version of the ranking."""
    ambiguousLabel: Final = NamedNode("https://w3id.org/paperkin/ns#ambiguousLabel")
    """Label that counts only where the context supports it."""
    authorListComplete: Final = NamedNode("https://w3id.org/paperkin/ns#authorListComplete")
    """False when the source cut the list of authors; absent when it does not tell."""
    authorsComment: Final = NamedNode("https://w3id.org/paperkin/ns#authorsComment")
    """Comment of the authors as written."""
    baseline: Final = NamedNode("https://w3id.org/paperkin/ns#baseline")
    """Method or model with which a result is compared."""
    baselineText: Final = NamedNode("https://w3id.org/paperkin/ns#baselineText")
    """Words for a baseline that is no concept."""
    canonicalHash: Final = NamedNode("https://w3id.org/paperkin/ns#canonicalHash")
    """SHA-256 of the sorted canonical N-Quads of a dataset."""
    changeFeed: Final = NamedNode("https://w3id.org/paperkin/ns#changeFeed")
    """Name of the change feed that a mirror of a dataset follows; a feed that begins anew has
    another name."""
    changeNumber: Final = NamedNode("https://w3id.org/paperkin/ns#changeNumber")
    """Position in the change log up to which a dataset is complete."""
    claim: Final = NamedNode("https://w3id.org/paperkin/ns#claim")
    """The claim in words put together from its parts."""
    comparator: Final = NamedNode("https://w3id.org/paperkin/ns#comparator")
    """up to, at least or about."""
    comparesWith: Final = NamedNode("https://w3id.org/paperkin/ns#comparesWith")
    """Method or model with which the work compares its own."""
    confidence: Final = NamedNode("https://w3id.org/paperkin/ns#confidence")
    """Confidence of the tool, between 0 and 1."""
    contribution: Final = NamedNode("https://w3id.org/paperkin/ns#contribution")
    """Part of the score; the parts of a recommendation sum to its score."""
    decision: Final = NamedNode("https://w3id.org/paperkin/ns#decision")
    """What was decided on a proposed link: open, accepted or rejected."""
    derivedIdentifier: Final = NamedNode("https://w3id.org/paperkin/ns#derivedIdentifier")
    """Value of an identifier property that follows from another identifier and that no source
    stated."""
    evidenceKind: Final = NamedNode("https://w3id.org/paperkin/ns#evidenceKind")
    """Signal from which a reason comes: term, concept, author, citation or path."""
    hasEvidence: Final = NamedNode("https://w3id.org/paperkin/ns#hasEvidence")
    """Reason for a recommendation."""
    hasLink: Final = NamedNode("https://w3id.org/paperkin/ns#hasLink")
    """Link of a work."""
    hasRecommendation: Final = NamedNode("https://w3id.org/paperkin/ns#hasRecommendation")
    """Place in the ranked list of related works."""
    hasSummary: Final = NamedNode("https://w3id.org/paperkin/ns#hasSummary")
    """Summary of a work."""
    isStub: Final = NamedNode("https://w3id.org/paperkin/ns#isStub")
    """True for a work that is known only because another cites it."""
    linkKind: Final = NamedNode("https://w3id.org/paperkin/ns#linkKind")
    """What is found behind a link: code, model, dataset, project, demo, video, paper or other."""
    linkStatus: Final = NamedNode("https://w3id.org/paperkin/ns#linkStatus")
    """available, or promised when the text only announces it."""
    listedPosition: Final = NamedNode("https://w3id.org/paperkin/ns#listedPosition")
    """Place in the list as shown, from 1; the list may be shuffled."""
    mappingVersion: Final = NamedNode("https://w3id.org/paperkin/ns#mappingVersion")
    """Version of the mapping that made a dataset."""
    nameAsListed: Final = NamedNode("https://w3id.org/paperkin/ns#nameAsListed")
    """Name as printed on the work or in the list."""
    parameterCount: Final = NamedNode("https://w3id.org/paperkin/ns#parameterCount")
    """Number of parameters of a model that the work states as its own."""
    primaryCategory: Final = NamedNode("https://w3id.org/paperkin/ns#primaryCategory")
    """Subject category that the source names first."""
    rank: Final = NamedNode("https://w3id.org/paperkin/ns#rank")
    """Place in a ranked list, from 1."""
    recommends: Final = NamedNode("https://w3id.org/paperkin/ns#recommends")
    """Work at this place."""
    recordCount: Final = NamedNode("https://w3id.org/paperkin/ns#recordCount")
    """Number of records that a file gave."""
    relatedTo: Final = NamedNode("https://w3id.org/paperkin/ns#relatedTo")
    """In queries only: works related to a constant work, ranked on demand."""
    reportsMetric: Final = NamedNode("https://w3id.org/paperkin/ns#reportsMetric")
    """Metric that the work reports."""
    role: Final = NamedNode("https://w3id.org/paperkin/ns#role")
    """What the work does with the concept: introduces, uses, compares, evaluates, trains, extends
    or mentions."""
    rule: Final = NamedNode("https://w3id.org/paperkin/ns#rule")
    """Name of the rule or model that decided."""
    scope: Final = NamedNode("https://w3id.org/paperkin/ns#scope")
    """Part of the evaluation for which a result holds."""
    score: Final = NamedNode("https://w3id.org/paperkin/ns#score")
    """Fused value that orders a ranked list."""
    sentenceLabel: Final = NamedNode("https://w3id.org/paperkin/ns#sentenceLabel")
    """Bold words before a sentence of a summary."""
    sentenceLevel: Final = NamedNode("https://w3id.org/paperkin/ns#sentenceLevel")
    """Nesting depth of a sentence of a summary, from 0."""
    sha256: Final = NamedNode("https://w3id.org/paperkin/ns#sha256")
    """SHA-256 in lower-case hexadecimal digits of a file, a normalised record or a quoted text."""
    sourceName: Final = NamedNode("https://w3id.org/paperkin/ns#sourceName")
    """Name of the source that gave a record, a text or a file."""
    textMatch: Final = NamedNode("https://w3id.org/paperkin/ns#textMatch")
    """In queries only: works whose texts match a constant text."""
    titleSource: Final = NamedNode("https://w3id.org/paperkin/ns#titleSource")
    """Title exactly as the source wrote it, where that differs from the plain title."""
    toolVersion: Final = NamedNode("https://w3id.org/paperkin/ns#toolVersion")
    """Name and version of the tool that extracted the claim."""
    trainedOn: Final = NamedNode("https://w3id.org/paperkin/ns#trainedOn")
    """Data on which the work trains."""
    usesHardware: Final = NamedNode("https://w3id.org/paperkin/ns#usesHardware")
    """Hardware on which the work ran something."""
    venueText: Final = NamedNode("https://w3id.org/paperkin/ns#venueText")
    """Words of a source that say where a work appeared."""


class PRISM:
    """http://prismstandard.org/namespaces/basic/2.0/"""

    doi: Final = NamedNode("http://prismstandard.org/namespaces/basic/2.0/doi")
    """DOI without resolver."""
    issn: Final = NamedNode("http://prismstandard.org/namespaces/basic/2.0/issn")
    """ISSN of a journal."""


class PROV:
    """http://www.w3.org/ns/prov#"""

    Activity: Final = NamedNode("http://www.w3.org/ns/prov#Activity")
    """Something that was done."""
    Entity: Final = NamedNode("http://www.w3.org/ns/prov#Entity")
    """Thing with a provenance."""
    SoftwareAgent: Final = NamedNode("http://www.w3.org/ns/prov#SoftwareAgent")
    """Program that did it."""
    endedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#endedAtTime")
    """When an activity ended."""
    generatedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#generatedAtTime")
    """When a thing was made."""
    startedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#startedAtTime")
    """When an activity began."""
    used: Final = NamedNode("http://www.w3.org/ns/prov#used")
    """What an activity read."""
    wasAssociatedWith: Final = NamedNode("http://www.w3.org/ns/prov#wasAssociatedWith")
    """Who did an activity."""
    wasDerivedFrom: Final = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    """Source record of an entity, or source file of a graph."""
    wasGeneratedBy: Final = NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")
    """Activity that made a thing."""


class RDF:
    """http://www.w3.org/1999/02/22-rdf-syntax-ns#"""

    Property: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
    """Class of properties."""
    first: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    """First member of a list."""
    langString: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    """Text with language tag."""
    nil: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
    """End of a list."""
    object: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object")
    """Thing that a claim asserts of the work."""
    predicate: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate")
    """Property that a claim asserts."""
    rest: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    """Rest of a list."""
    subject: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject")
    """Work that a claim speaks of."""
    type: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    """Class of a thing."""


class RDFS:
    """http://www.w3.org/2000/01/rdf-schema#"""

    Class: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")
    """Class of classes."""
    comment: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    """Explanation for people."""
    isDefinedBy: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    """Vocabulary that defines a term."""
    label: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    """Name for people."""
    seeAlso: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
    """Page that tells more."""
    subClassOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    """Broader class."""
    subPropertyOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    """Broader property."""


class SCHEMA:
    """https://schema.org/"""

    Event: Final = NamedNode("https://schema.org/Event")
    """One edition of a conference or workshop."""
    EventSeries: Final = NamedNode("https://schema.org/EventSeries")
    """Conference or workshop series."""
    InteractionCounter: Final = NamedNode("https://schema.org/InteractionCounter")
    """Reading of votes."""
    ListItem: Final = NamedNode("https://schema.org/ListItem")
    """Place of a work in an issue."""
    Periodical: Final = NamedNode("https://schema.org/Periodical")
    """Series of daily issues."""
    PublicationIssue: Final = NamedNode("https://schema.org/PublicationIssue")
    """List of works for one day."""
    ScholarlyArticle: Final = NamedNode("https://schema.org/ScholarlyArticle")
    """Research paper, for search engines."""
    VoteAction: Final = NamedNode("https://schema.org/VoteAction")
    """The interaction that is counted."""
    about: Final = NamedNode("https://schema.org/about")
    """Thing that a resource is about."""
    author: Final = NamedNode("https://schema.org/author")
    """Agent of an authorship, in the shape of schema.org."""
    codeRepository: Final = NamedNode("https://schema.org/codeRepository")
    """Address of a code repository."""
    creativeWorkStatus: Final = NamedNode("https://schema.org/creativeWorkStatus")
    """Withdrawn, retracted or superseded; absent when current."""
    datePublished: Final = NamedNode("https://schema.org/datePublished")
    """Day of an issue."""
    domainIncludes: Final = NamedNode("https://schema.org/domainIncludes")
    """Class whose instances may have a property."""
    interactionStatistic: Final = NamedNode("https://schema.org/interactionStatistic")
    """Votes."""
    interactionType: Final = NamedNode("https://schema.org/interactionType")
    """What is counted."""
    isPartOf: Final = NamedNode("https://schema.org/isPartOf")
    """Series of an issue."""
    item: Final = NamedNode("https://schema.org/item")
    """Work at a place of an issue."""
    itemListElement: Final = NamedNode("https://schema.org/itemListElement")
    """Place of an issue."""
    keywords: Final = NamedNode("https://schema.org/keywords")
    """Keyword as printed."""
    name: Final = NamedNode("https://schema.org/name")
    """Name with language tag, in the shape of schema.org."""
    numberOfItems: Final = NamedNode("https://schema.org/numberOfItems")
    """Number of places of an issue."""
    position: Final = NamedNode("https://schema.org/position")
    """Place in a list, from 1."""
    rangeIncludes: Final = NamedNode("https://schema.org/rangeIncludes")
    """Class or datatype of the values of a property."""
    startDate: Final = NamedNode("https://schema.org/startDate")
    """Year of an edition."""
    target: Final = NamedNode("https://schema.org/target")
    """Where an action, such as a query, is carried out."""
    text: Final = NamedNode("https://schema.org/text")
    """Text of a sentence, with language tag."""
    thumbnailUrl: Final = NamedNode("https://schema.org/thumbnailUrl")
    """Picture."""
    unitText: Final = NamedNode("https://schema.org/unitText")
    """Unit of a result."""
    url: Final = NamedNode("https://schema.org/url")
    """Landing page."""
    userInteractionCount: Final = NamedNode("https://schema.org/userInteractionCount")
    """Number of votes."""
    value: Final = NamedNode("https://schema.org/value")
    """Number of a result as a decimal."""
    version: Final = NamedNode("https://schema.org/version")
    """Number of a version."""
    video: Final = NamedNode("https://schema.org/video")
    """Video."""


class SD:
    """http://www.w3.org/ns/sparql-service-description#"""

    BasicFederatedQuery: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery"
    )
    """SERVICE is supported."""
    Dataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Dataset")
    """Dataset of an endpoint."""
    Graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Graph")
    """Graph of a dataset."""
    NamedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#NamedGraph")
    """Named graph of a dataset."""
    SPARQL11Query: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#SPARQL11Query"
    )
    """SPARQL 1.1 Query."""
    SPARQL11Update: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#SPARQL11Update"
    )
    """SPARQL 1.1 Update."""
    Service: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Service")
    """SPARQL endpoint."""
    UnionDefaultGraph: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph"
    )
    """The default graph is the union of the named graphs."""
    defaultDataset: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#defaultDataset"
    )
    """Dataset queried when none is named."""
    defaultGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#defaultGraph")
    """Graph queried when none is named."""
    endpoint: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")
    """Address of the endpoint."""
    extensionFunction: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#extensionFunction"
    )
    """Function beyond the standard."""
    feature: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#feature")
    """Feature of the endpoint."""
    graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#graph")
    """Description of a graph."""
    inputFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#inputFormat")
    """Format of graphs that are taken."""
    name: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#name")
    """IRI of a named graph."""
    namedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#namedGraph")
    """Named graph of a dataset."""
    propertyFeature: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#propertyFeature"
    )
    """Property with a meaning beyond the triples."""
    resultFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#resultFormat")
    """Format of results."""
    supportedLanguage: Final = NamedNode(
        "http://www.w3.org/ns/sparql-service-description#supportedLanguage"
    )
    """Query or update language."""


class SEMAPV:
    """https://w3id.org/semapv/vocab/"""

    LexicalMatching: Final = NamedNode("https://w3id.org/semapv/vocab/LexicalMatching")
    """The names are equal."""
    ManualMappingCuration: Final = NamedNode("https://w3id.org/semapv/vocab/ManualMappingCuration")
    """A person has decided."""


class SH:
    """http://www.w3.org/ns/shacl#"""

    IRI: Final = NamedNode("http://www.w3.org/ns/shacl#IRI")
    """The values are IRIs."""
    NodeShape: Final = NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    """Shape of a node."""
    SPARQLConstructExecutable: Final = NamedNode(
        "http://www.w3.org/ns/shacl#SPARQLConstructExecutable"
    )
    """CONSTRUCT query that can be run."""
    SPARQLExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLExecutable")
    """Query that can be run, such as an example."""
    SPARQLSelectExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLSelectExecutable")
    """SELECT query that can be run."""
    ValidationReport: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationReport")
    """Result of a validation."""
    ValidationResult: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationResult")
    """One finding."""
    class_: Final = NamedNode("http://www.w3.org/ns/shacl#class")
    """Class of the values."""
    construct: Final = NamedNode("http://www.w3.org/ns/shacl#construct")
    """Text of a CONSTRUCT query, without its prefixes."""
    datatype: Final = NamedNode("http://www.w3.org/ns/shacl#datatype")
    """Datatype of the values."""
    declare: Final = NamedNode("http://www.w3.org/ns/shacl#declare")
    """Prefix of a vocabulary."""
    focusNode: Final = NamedNode("http://www.w3.org/ns/shacl#focusNode")
    """Node at fault."""
    hasValue: Final = NamedNode("http://www.w3.org/ns/shacl#hasValue")
    """Value that must be there."""
    in_: Final = NamedNode("http://www.w3.org/ns/shacl#in")
    """The only values allowed."""
    maxCount: Final = NamedNode("http://www.w3.org/ns/shacl#maxCount")
    """Largest number of values."""
    maxInclusive: Final = NamedNode("http://www.w3.org/ns/shacl#maxInclusive")
    """Largest value."""
    message: Final = NamedNode("http://www.w3.org/ns/shacl#message")
    """What is wrong, in words."""
    minCount: Final = NamedNode("http://www.w3.org/ns/shacl#minCount")
    """Smallest number of values."""
    minInclusive: Final = NamedNode("http://www.w3.org/ns/shacl#minInclusive")
    """Smallest value."""
    namespace: Final = NamedNode("http://www.w3.org/ns/shacl#namespace")
    """Namespace of a prefix."""
    nodeKind: Final = NamedNode("http://www.w3.org/ns/shacl#nodeKind")
    """Kind of the values."""
    or_: Final = NamedNode("http://www.w3.org/ns/shacl#or")
    """Alternatives of which one must hold."""
    path: Final = NamedNode("http://www.w3.org/ns/shacl#path")
    """Property that a constraint is about."""
    pattern: Final = NamedNode("http://www.w3.org/ns/shacl#pattern")
    """Regular expression that the values match."""
    prefix: Final = NamedNode("http://www.w3.org/ns/shacl#prefix")
    """Short form of a namespace."""
    prefixes: Final = NamedNode("http://www.w3.org/ns/shacl#prefixes")
    """What declares the prefixes of a query."""
    property: Final = NamedNode("http://www.w3.org/ns/shacl#property")
    """Constraint on a property of a node."""
    result: Final = NamedNode("http://www.w3.org/ns/shacl#result")
    """Finding of a report."""
    resultMessage: Final = NamedNode("http://www.w3.org/ns/shacl#resultMessage")
    """Finding in words."""
    resultPath: Final = NamedNode("http://www.w3.org/ns/shacl#resultPath")
    """Property at fault."""
    resultSeverity: Final = NamedNode("http://www.w3.org/ns/shacl#resultSeverity")
    """Weight of a finding."""
    select: Final = NamedNode("http://www.w3.org/ns/shacl#select")
    """Text of a SELECT query, without its prefixes."""
    sourceShape: Final = NamedNode("http://www.w3.org/ns/shacl#sourceShape")
    """Shape that found it."""
    targetClass: Final = NamedNode("http://www.w3.org/ns/shacl#targetClass")
    """Class whose instances a shape is for."""
    uniqueLang: Final = NamedNode("http://www.w3.org/ns/shacl#uniqueLang")
    """One value in each language."""
    value: Final = NamedNode("http://www.w3.org/ns/shacl#value")
    """Value at fault."""


class SKOS:
    """http://www.w3.org/2004/02/skos/core#"""

    Concept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    """Method, task, dataset, model, metric, hardware, category or general concept."""
    ConceptScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    """Scheme of concepts."""
    altLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    """Other label."""
    broader: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    """More general concept."""
    closeMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
    """Almost the same concept in another graph."""
    definition: Final = NamedNode("http://www.w3.org/2004/02/skos/core#definition")
    """Definition in one sentence."""
    exactMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    """Same concept in another graph."""
    hasTopConcept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hasTopConcept")
    """Entrance of a scheme."""
    inScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    """Scheme to which a concept belongs."""
    notation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    """Code of a category."""
    prefLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    """Preferred label, one a language."""
    related: Final = NamedNode("http://www.w3.org/2004/02/skos/core#related")
    """Associated concept."""
    topConceptOf: Final = NamedNode("http://www.w3.org/2004/02/skos/core#topConceptOf")
    """Scheme of which a concept is an entrance."""


class SOA:
    """https://semopenalex.org/ontology/"""

    Author: Final = NamedNode("https://semopenalex.org/ontology/Author")
    """Author in the shape of SemOpenAlex."""
    Authorship: Final = NamedNode("https://semopenalex.org/ontology/Authorship")
    """One name on one work."""
    Location: Final = NamedNode("https://semopenalex.org/ontology/Location")
    """Place where a work appeared, in the shape of SemOpenAlex."""
    Source: Final = NamedNode("https://semopenalex.org/ontology/Source")
    """Venue: journal, conference series or repository."""
    Work: Final = NamedNode("https://semopenalex.org/ontology/Work")
    """Work in the shape of SemOpenAlex."""
    abbreviatedName: Final = NamedNode("https://semopenalex.org/ontology/abbreviatedName")
    """Acronym of a venue."""
    alternativeName: Final = NamedNode("https://semopenalex.org/ontology/alternativeName")
    """Other form of a name."""
    hasAuthor: Final = NamedNode("https://semopenalex.org/ontology/hasAuthor")
    """Agent of an authorship."""
    hasAuthorship: Final = NamedNode("https://semopenalex.org/ontology/hasAuthorship")
    """Authorship of a work."""
    hasPrimaryLocation: Final = NamedNode("https://semopenalex.org/ontology/hasPrimaryLocation")
    """Place where a work appeared, in the shape of SemOpenAlex."""
    hasRelatedWork: Final = NamedNode("https://semopenalex.org/ontology/hasRelatedWork")
    """Related work, as a plain edge."""
    hasSource: Final = NamedNode("https://semopenalex.org/ontology/hasSource")
    """Venue of a work, or of the place where it appeared."""
    isRetracted: Final = NamedNode("https://semopenalex.org/ontology/isRetracted")
    """True for a retracted work."""
    position: Final = NamedNode("https://semopenalex.org/ontology/position")
    """Place in the byline from 0, only where the byline is known."""
    sourceType: Final = NamedNode("https://semopenalex.org/ontology/sourceType")
    """Kind of a venue."""


class SPDX:
    """http://spdx.org/rdf/terms#"""

    Checksum: Final = NamedNode("http://spdx.org/rdf/terms#Checksum")
    """Checksum of a file."""
    algorithm: Final = NamedNode("http://spdx.org/rdf/terms#algorithm")
    """Algorithm of a checksum."""
    checksum: Final = NamedNode("http://spdx.org/rdf/terms#checksum")
    """Checksum of a file."""
    checksumAlgorithm_sha256: Final = NamedNode(
        "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
    )
    """SHA-256."""
    checksumValue: Final = NamedNode("http://spdx.org/rdf/terms#checksumValue")
    """Checksum in lower-case hexadecimal digits."""


class SSSOM:
    """https://w3id.org/sssom/"""

    mapping_justification: Final = NamedNode("https://w3id.org/sssom/mapping_justification")
    """How a link was found, or that a person decided on it."""


class VOID:
    """http://rdfs.org/ns/void#"""

    Dataset: Final = NamedNode("http://rdfs.org/ns/void#Dataset")
    """Set of triples."""
    DatasetDescription: Final = NamedNode("http://rdfs.org/ns/void#DatasetDescription")
    """Document that describes datasets."""
    Linkset: Final = NamedNode("http://rdfs.org/ns/void#Linkset")
    """Set of links between two datasets."""
    class_: Final = NamedNode("http://rdfs.org/ns/void#class")
    """Class of a class partition."""
    classPartition: Final = NamedNode("http://rdfs.org/ns/void#classPartition")
    """Part of a dataset: the instances of a class."""
    classes: Final = NamedNode("http://rdfs.org/ns/void#classes")
    """Number of distinct classes."""
    dataDump: Final = NamedNode("http://rdfs.org/ns/void#dataDump")
    """Dump of a dataset."""
    distinctSubjects: Final = NamedNode("http://rdfs.org/ns/void#distinctSubjects")
    """Number of distinct subjects."""
    entities: Final = NamedNode("http://rdfs.org/ns/void#entities")
    """Number of entities."""
    exampleResource: Final = NamedNode("http://rdfs.org/ns/void#exampleResource")
    """Typical resource."""
    feature: Final = NamedNode("http://rdfs.org/ns/void#feature")
    """Format in which a dataset is offered."""
    linkPredicate: Final = NamedNode("http://rdfs.org/ns/void#linkPredicate")
    """Predicate of a link set."""
    objectsTarget: Final = NamedNode("http://rdfs.org/ns/void#objectsTarget")
    """Dataset of the objects of a link set."""
    properties: Final = NamedNode("http://rdfs.org/ns/void#properties")
    """Number of distinct properties."""
    property: Final = NamedNode("http://rdfs.org/ns/void#property")
    """Property of a property partition."""
    propertyPartition: Final = NamedNode("http://rdfs.org/ns/void#propertyPartition")
    """Part of a dataset: the triples of a property."""
    sparqlEndpoint: Final = NamedNode("http://rdfs.org/ns/void#sparqlEndpoint")
    """SPARQL endpoint."""
    subjectsTarget: Final = NamedNode("http://rdfs.org/ns/void#subjectsTarget")
    """Dataset of the subjects of a link set."""
    subset: Final = NamedNode("http://rdfs.org/ns/void#subset")
    """Part of a dataset."""
    triples: Final = NamedNode("http://rdfs.org/ns/void#triples")
    """Number of triples."""
    uriSpace: Final = NamedNode("http://rdfs.org/ns/void#uriSpace")
    """Beginning of the IRIs of a dataset."""
    vocabulary: Final = NamedNode("http://rdfs.org/ns/void#vocabulary")
    """Vocabulary that a dataset uses."""


class XSD:
    """http://www.w3.org/2001/XMLSchema#"""

    anyURI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    """Address as text, as the peers write it."""
    boolean: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    """True or false."""
    date: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    """Calendar day."""
    dateTime: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    """Moment in time."""
    decimal: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    """Exact decimal number."""
    double: Final = NamedNode("http://www.w3.org/2001/XMLSchema#double")
    """Floating point number."""
    integer: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    """Whole number of any size."""
    nonNegativeInteger: Final = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    """Whole number from 0."""
    positiveInteger: Final = NamedNode("http://www.w3.org/2001/XMLSchema#positiveInteger")
    """Whole number from 1."""
    string: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
    """Text without language."""


PREFIXES: Final = MappingProxyType(
    {
        "cito": "http://purl.org/spar/cito/",
        "datacite": "http://purl.org/spar/datacite/",
        "dbo": "https://dbpedia.org/ontology/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "doco": "http://purl.org/spar/doco/",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "formats": "http://www.w3.org/ns/formats/",
        "frbr": "http://purl.org/vocab/frbr/core#",
        "lpwc": "https://linkedpaperswithcode.com/property/",
        "lpwcc": "https://linkedpaperswithcode.com/class/",
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "paperkin": "https://w3id.org/paperkin/ns#",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "semapv": "https://w3id.org/semapv/vocab/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "soa": "https://semopenalex.org/ontology/",
        "spdx": "http://spdx.org/rdf/terms#",
        "sssom": "https://w3id.org/sssom/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Namespaces by prefix, for queries and serialisers."""
