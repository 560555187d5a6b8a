"""What there is to ask for: the service document and the metadata (CSDL XML 4.0), made from the
field tables. Each set is one flat entity type without navigation, which every tool can read.
"""

import json
from dataclasses import dataclass

from app.domain.edm import edm_attributes
from app.domain.fields import Field
from app.query.resource import ORGANISATIONS, PROJECTS, Resource

NAMESPACE = "Projektbank"
METADATA = "$metadata"
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"


@dataclass(frozen=True, slots=True)
class EntitySet:
    """A list of entities, by its name in addresses, and the name of their type."""

    name: str
    type: str
    resource: Resource


PROJECT_SET = EntitySet("Projects", "Project", PROJECTS)
ORGANISATION_SET = EntitySet("Organisations", "Organisation", ORGANISATIONS)
SETS = (PROJECT_SET, ORGANISATION_SET)


def service_document(root: str, *, annotated: bool) -> bytes:
    """The sets with their addresses (JSON format 4.0, 5), below the absolute address `root`."""
    listed = [{"name": one.name, "kind": "EntitySet", "url": one.name} for one in SETS]
    context = {"@odata.context": f"{root}/{METADATA}"} if annotated else {}
    return json.dumps({**context, "value": listed}).encode()


def metadata() -> bytes:
    """The whole model as XML."""
    types = "".join(map(_entity_type, SETS))
    sets = "".join(
        f'<EntitySet Name="{one.name}" EntityType="{NAMESPACE}.{one.type}"/>' for one in SETS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<edmx:Edmx Version="4.0" xmlns:edmx="{_EDMX}"><edmx:DataServices>'
        f'<Schema Namespace="{NAMESPACE}" xmlns="{_EDM}">{types}'
        f'<EntityContainer Name="Container">{sets}</EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>\n"
    ).encode()


def _entity_type(one: EntitySet) -> str:
    fields = (one.resource.fields[name] for name in one.resource.public)
    properties = "".join(map(_property, fields))
    key = '<Key><PropertyRef Name="id"/></Key>'
    return f'<EntityType Name="{one.type}">{key}{properties}</EntityType>'


def _property(field: Field) -> str:
    return f'<Property Name="{field.name}" {edm_attributes(field)}/>'
