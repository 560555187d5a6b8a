"""The whole set of data as a catalogue of DCAT-AP 3.0, with what DCAT-AP-SE asks for beside. Every
node says of which class it is, so that nobody has to look one up.

No licence is named where none is confirmed (app/data/NOTICE.md): the statement of rights says what
is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.origin import RIGHTS, SOURCE
from app.linked.authority import (
    ENGLISH,
    IRREGULAR,
    NATIONAL_AUTHORITY,
    PUBLIC,
    RESTRICTED,
    SOCIETY,
    SWEDEN,
    SWEDISH,
    file_type,
    media_type,
)
from app.linked.nodes import Node, node

_XSD = "http://www.w3.org/2001/XMLSchema#"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    **{
        name: {"@id": f"dct:{name}", "@container": "@language"} for name in ("title", "description")
    },
    "keyword": {"@id": "dcat:keyword", "@container": "@language"},
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "modified": {"@id": "dct:modified", "@type": f"{_XSD}dateTime"},
    "startDate": {"@id": "dcat:startDate", "@type": f"{_XSD}date"},
    "endDate": {"@id": "dcat:endDate", "@type": f"{_XSD}date"},
    **{
        f"{prefix}:{name}": {"@type": "@id"}
        for prefix, names in {
            "dcat": "accessURL downloadURL endpointURL endpointDescription",
            "vcard": "hasEmail hasURL",
        }.items()
        for name in names.split()
    },
}
"""Stands in the answer: nobody has to fetch one."""

TITLE = {
    "sv": "Projekt med stöd från Europeiska socialfonden i Sverige",
    "en": "Projects funded by the European Social Fund in Sweden",
}
_DESCRIPTION = {
    "sv": "Projekt som Svenska ESF-rådet har beviljat stöd, ett register gjort av myndighetens"
    " öppna projektbank: belopp, tider, regioner, projektägare, programområden och mål. Ett värde"
    " som källan inte anger är tomt.",
    "en": "Projects to which the Swedish ESF Council has granted support, a registry made from the"
    " authority's public project bank: amounts, periods, regions, beneficiaries, programme areas"
    " and objectives. A value that the source does not state is empty.",
}
_KEYWORDS = {
    "sv": ["Europeiska socialfonden", "ESF", "projekt", "EU-stöd", "arbetsmarknad"],
    "en": ["European Social Fund", "ESF", "projects", "EU funding", "labour market"],
}
_CATALOGUE = {
    "sv": ("Projektbank", "Vad den här tjänsten ger ut som öppna data."),
    "en": ("Projektbank", "What this service gives out as open data."),
}
_SERVICES = (
    ("api", "/v1/projects", "/openapi.json", "Projektbank, REST API"),
    ("odata", "/odata/v4/", "/odata/v4/$metadata", "Projektbank, OData v4"),
)


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the data: a word for its address here, its path, its media type and format as they
    are once it is unpacked, and the media type that it is packed as."""

    name: str
    path: str
    media_type: str
    format: str
    packed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What differs from one service and one day to the next; days are ISO."""

    base: str  # the address that paths stand behind
    version: int
    modified: str | None
    begins: str | None
    ends: str | None
    is_open: bool
    operator: str | None
    contact: str | None  # a mail address, or one of the web


def describe_catalogue(facts: Facts, downloads: Sequence[Download]) -> Node:
    """The catalogue with its one set of data, files and services."""
    base, operator = facts.base, _operator(facts)
    files = [_file(facts, download) for download in downloads]
    services = list(_services(facts))
    catalogue = node(
        "dcat:Catalog",
        id_=f"{base}/v1/catalogue",
        title={language: title for language, (title, _) in _CATALOGUE.items()},
        description={language: text for language, (_, text) in _CATALOGUE.items()},
        modified=facts.modified,
        **{
            "dct:publisher": operator,
            "dct:language": [SWEDISH, ENGLISH],
            "foaf:homepage": _page(f"{base}/"),
            "dcat:dataset": _dataset(facts, operator, [*files, *map(_door, services)]),
            "dcat:service": services,
        },
    )
    return {"@context": _CONTEXT, **catalogue}


def _dataset(facts: Facts, operator: Node, distributions: Sequence[Node]) -> Node:
    period = node("dct:PeriodOfTime", startDate=facts.begins, endDate=facts.ends)
    return node(
        "dcat:Dataset",
        id_=_dataset_id(facts),
        title=TITLE,
        description=_DESCRIPTION,
        keyword=_KEYWORDS,
        modified=facts.modified,
        **{
            "dct:identifier": _dataset_id(facts),
            "dct:publisher": {"@id": operator["@id"]},
            "dct:creator": node(
                "foaf:Agent",
                **{"foaf:name": "Svenska ESF-rådet", "dct:type": NATIONAL_AUTHORITY},
            ),
            "dct:provenance": node("dct:ProvenanceStatement", **{"rdfs:label": f"Källa: {SOURCE}"}),
            "dcat:contactPoint": _contact(facts),
            "dcat:theme": SOCIETY,
            "dct:spatial": SWEDEN,
            "dct:temporal": period if facts.begins or facts.ends else None,
            "dct:accrualPeriodicity": IRREGULAR,
            "dct:language": SWEDISH,
            "dct:accessRights": _access(facts),
            "dcat:version": str(facts.version),
            "dcat:landingPage": _page(f"{facts.base}/docs"),
            "dcat:distribution": list(distributions),
        },
    )


def _dataset_id(facts: Facts) -> str:
    return f"{facts.base}/v1/catalogue#projects"


def _page(address: str) -> Node:
    return node("foaf:Document", id_=address)


def _access(facts: Facts) -> Node:
    return PUBLIC if facts.is_open else RESTRICTED


def _operator(facts: Facts) -> Node:
    """Who runs the service, else the service itself: it alone is known."""
    name = facts.operator or f"Projektbank, {facts.base}"
    return node("foaf:Agent", id_=f"{facts.base}/v1/catalogue#publisher", **{"foaf:name": name})


def _contact(facts: Facts) -> Node | None:
    if facts.contact is None:
        return None
    of_web = facts.contact.startswith(("https://", "http://"))
    way = (
        {"vcard:hasURL": facts.contact} if of_web else {"vcard:hasEmail": f"mailto:{facts.contact}"}
    )
    return node(
        "vcard:Kind", "vcard:Organization", **{"vcard:fn": facts.operator or "Projektbank", **way}
    )


def _file(facts: Facts, download: Download) -> Node:
    address = f"{facts.base}{download.path}"
    return node(
        "dcat:Distribution",
        id_=f"{facts.base}/v1/catalogue#{download.name}",
        title={"sv": f"Alla projekt, {download.name}", "en": f"All projects, {download.name}"},
        **{
            "dcat:accessURL": address,
            "dcat:downloadURL": address,
            "dcat:mediaType": media_type(download.media_type),
            "dcat:compressFormat": media_type(download.packed),
            "dct:format": file_type(download.format),
            "dct:rights": node("dct:RightsStatement", **{"rdfs:label": RIGHTS}),
        },
    )


def _services(facts: Facts) -> Iterable[Node]:
    for name, path, described, title in _SERVICES:
        yield node(
            "dcat:DataService",
            id_=f"{facts.base}/v1/catalogue#{name}",
            title={"sv": title, "en": title},
            **{
                "dcat:endpointURL": f"{facts.base}{path}",
                "dcat:endpointDescription": f"{facts.base}{described}",
                "dcat:servesDataset": {"@id": _dataset_id(facts)},
                "dct:accessRights": _access(facts),
                "dct:rights": node("dct:RightsStatement", **{"rdfs:label": RIGHTS}),
            },
        )


def _door(service: Node) -> Node:
    """The distribution that a service is."""
    return node(
        "dcat:Distribution",
        id_=f"{service['@id']}-door",
        title=service["title"],
        **{
            "dcat:accessURL": service["dcat:endpointURL"],
            "dcat:accessService": {"@id": service["@id"]},
            "dct:rights": service["dct:rights"],
        },
    )
