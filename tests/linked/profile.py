"""What DCAT-AP 3.0.1 demands of the classes that the catalogue has: how often a property may stand
and what its value is. Facts of its SHACL shapes (SEMICeu/DCAT-AP, releases/3.0.1/shacl/
dcat-ap-SHACL.ttl, commit 07617929), all properties of these classes that DCAT, Dublin Core and FOAF
have; told here in our own way.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
TEXT, RESOURCE = URIRef("urn:text"), URIRef("urn:resource")
"""Any literal, and whatever is none (`sh:nodeKind`)."""
DATATYPES = {XSD.nonNegativeInteger, XSD.duration, XSD.decimal}


class Rule(NamedTuple):
    """A value's class, datatype or kind, and how many values there are at least and at most."""

    value: URIRef
    least: int = 0
    most: int | None = None


_DATED = {DCTERMS.issued: Rule(TEXT, most=1), DCTERMS.modified: Rule(TEXT, most=1)}
_NAMED = {DCTERMS.title: Rule(TEXT, 1), DCTERMS.description: Rule(TEXT, 1)}
_OFFERED = {
    DCTERMS.publisher: Rule(FOAF.Agent, most=1),
    DCTERMS.accessRights: Rule(DCTERMS.RightsStatement, most=1),
    DCTERMS.conformsTo: Rule(DCTERMS.Standard),
    DCAT.contactPoint: Rule(VCARD.Kind),
    DCAT.keyword: Rule(TEXT),
    DCAT.landingPage: Rule(FOAF.Document),
    DCAT.theme: Rule(SKOS.Concept),
    FOAF.page: Rule(FOAF.Document),
}
_LICENSED = {DCTERMS.license: Rule(DCTERMS.LicenseDocument, most=1)}
PROFILE: Mapping[URIRef, Mapping[URIRef, Rule]] = {
    DCAT.Catalog: {
        **_NAMED,
        **_DATED,
        **_LICENSED,
        DCTERMS.publisher: Rule(FOAF.Agent, 1, 1),
        DCTERMS.creator: Rule(FOAF.Agent, most=1),
        DCTERMS.language: Rule(DCTERMS.LinguisticSystem),
        DCTERMS.spatial: Rule(DCTERMS.Location),
        DCTERMS.temporal: Rule(DCTERMS.PeriodOfTime),
        DCTERMS.rights: Rule(DCTERMS.RightsStatement),
        DCTERMS.hasPart: Rule(DCAT.Catalog),
        DCAT.catalog: Rule(DCAT.Catalog),
        DCAT.dataset: Rule(DCAT.Dataset),
        DCAT.record: Rule(DCAT.CatalogRecord),
        DCAT.service: Rule(DCAT.DataService),
        DCAT.themeTaxonomy: Rule(SKOS.ConceptScheme),
        FOAF.homepage: Rule(FOAF.Document, most=1),
    },
    DCAT.Dataset: {
        **_NAMED,
        **_DATED,
        **_OFFERED,
        DCTERMS.accrualPeriodicity: Rule(DCTERMS.Frequency, most=1),
        DCTERMS.creator: Rule(FOAF.Agent),
        DCTERMS.identifier: Rule(TEXT),
        DCTERMS.isReferencedBy: Rule(RESOURCE),
        DCTERMS.language: Rule(DCTERMS.LinguisticSystem),
        DCTERMS.provenance: Rule(DCTERMS.ProvenanceStatement),
        DCTERMS.relation: Rule(RESOURCE),
        DCTERMS.source: Rule(DCAT.Dataset),
        DCTERMS.spatial: Rule(DCTERMS.Location),
        DCTERMS.temporal: Rule(DCTERMS.PeriodOfTime),
        DCTERMS.type: Rule(SKOS.Concept),
        DCAT.distribution: Rule(DCAT.Distribution),
        DCAT.qualifiedRelation: Rule(DCAT.Relationship),
        DCAT.spatialResolutionInMeters: Rule(XSD.decimal),
        DCAT.temporalResolution: Rule(XSD.duration, most=1),
        URIRef(f"{DCAT}version"): Rule(TEXT, most=1),
        PROV.qualifiedAttribution: Rule(PROV.Attribution),
        PROV.wasGeneratedBy: Rule(PROV.Activity),
    },
    DCAT.DataService: {
        **_OFFERED,
        **_LICENSED,
        DCTERMS.title: Rule(TEXT, 1),
        DCTERMS.description: Rule(TEXT),
        DCTERMS.format: Rule(DCTERMS.MediaTypeOrExtent),
        DCAT.endpointDescription: Rule(RESOURCE),
        DCAT.endpointURL: Rule(RESOURCE, 1),
        DCAT.servesDataset: Rule(DCAT.Dataset),
    },
    DCAT.Distribution: {
        **_DATED,
        **_LICENSED,
        DCTERMS.title: Rule(TEXT),
        DCTERMS.description: Rule(TEXT),
        DCTERMS.conformsTo: Rule(DCTERMS.Standard),
        DCTERMS.format: Rule(DCTERMS.MediaTypeOrExtent, most=1),
        DCTERMS.language: Rule(DCTERMS.LinguisticSystem),
        DCTERMS.rights: Rule(DCTERMS.RightsStatement),
        DCAT.accessService: Rule(DCAT.DataService),
        DCAT.accessURL: Rule(RESOURCE, 1),
        DCAT.byteSize: Rule(XSD.nonNegativeInteger, most=1),
        DCAT.compressFormat: Rule(DCTERMS.MediaType, most=1),
        DCAT.downloadURL: Rule(RESOURCE),
        DCAT.mediaType: Rule(DCTERMS.MediaType, most=1),
        DCAT.packageFormat: Rule(DCTERMS.MediaType, most=1),
        DCAT.spatialResolutionInMeters: Rule(XSD.decimal, most=1),
        DCAT.temporalResolution: Rule(XSD.duration, most=1),
        FOAF.page: Rule(FOAF.Document),
    },
    FOAF.Agent: {FOAF.name: Rule(TEXT, 1), DCTERMS.type: Rule(SKOS.Concept, most=1)},
    DCTERMS.PeriodOfTime: {
        DCAT.startDate: Rule(TEXT, most=1),
        DCAT.endDate: Rule(TEXT, most=1),
    },
    SKOS.Concept: {SKOS.prefLabel: Rule(TEXT, 1)},
}
Complaint = tuple[URIRef, URIRef, str]


def judge(graph: Graph) -> list[Complaint]:
    """What a graph lacks of the profile: class, property and what is wrong. Nothing but the graph
    itself tells the class of a node, as where a judge knows no vocabulary."""
    return [
        (kind, name, fault)
        for kind, rules in PROFILE.items()
        for subject in graph.subjects(RDF.type, kind, unique=True)
        for name, rule in rules.items()
        for fault in _faults(graph, list(graph.objects(subject, name)), rule)
    ]


def _faults(graph: Graph, values: list[Node], rule: Rule) -> Iterator[str]:
    if len(values) < rule.least:
        yield "missing"
    if rule.most is not None and len(values) > rule.most:
        yield "too many"
    if not all(_fits(graph, value, rule.value) for value in values):
        yield "of another kind"


def _fits(graph: Graph, value: Node, wanted: URIRef) -> bool:
    if isinstance(value, Literal):
        return wanted == TEXT or (wanted in DATATYPES and value.datatype == wanted)
    return wanted == RESOURCE or (value, RDF.type, wanted) in graph
