"""Codes that the catalogue takes from others' tables, as nodes: of the authority tables of the EU
Publications Office, of ADMS, and of IANA's register of media types.

Each bears the class that DCAT-AP wants where it stands, since no judge has to know these tables.
What confirms each code is told in tests/linked/test_authority.py.
"""

from app.linked.nodes import Node, node

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = {
    "csv": "CSV", "json": "JSON", "xlsx": "XLSX", "parquet": "PARQUET", "geojson": "GEOJSON",
}  # fmt: skip
"""Formats that the Publications Office has a code for; it has none for NDJSON and SQLite."""
_UNREGISTERED = "x-"
"""How the subtype begins of a media type that IANA does not know (RFC 6838, section 3.4)."""

SWEDISH = node("dct:LinguisticSystem", id_=f"{_EU}language/SWE")
ENGLISH = node("dct:LinguisticSystem", id_=f"{_EU}language/ENG")
SWEDEN = node("dct:Location", id_=f"{_EU}country/SWE")
IRREGULAR = node("dct:Frequency", id_=f"{_EU}frequency/IRREG")
PUBLIC = node("dct:RightsStatement", id_=f"{_EU}access-right/PUBLIC")
RESTRICTED = node("dct:RightsStatement", id_=f"{_EU}access-right/RESTRICTED")
SOCIETY = node(
    "skos:Concept",
    id_=f"{_EU}data-theme/SOCI",
    prefLabel={"sv": "Befolkning och samhälle", "en": "Population and society"},
)
NATIONAL_AUTHORITY = node(
    "skos:Concept",
    id_="http://purl.org/adms/publishertype/NationalAuthority",
    prefLabel={"sv": "Nationell myndighet", "en": "National authority"},
)


def file_type(name: str) -> Node | None:
    """A format by its ending; None where there is no code."""
    code = _FILE_TYPES.get(name)
    return None if code is None else node("dct:MediaTypeOrExtent", id_=f"{_EU}file-type/{code}")


def media_type(name: str | None) -> Node | None:
    """A media type without its parameters; None where IANA has none."""
    kind = (name or "").partition(";")[0]
    if not kind or kind.partition("/")[2].startswith(_UNREGISTERED):
        return None
    return node("dct:MediaType", id_=f"{_IANA}{kind}")
