"""One project in the words of schema.org (version 29): a grant, and the project that it funds.

Says nothing of contact persons, whoever asks.
"""

from collections.abc import Mapping
from typing import Any

from app.domain.vocabulary import NATIONAL
from app.linked.nodes import Node, node

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "startDate": {"@type": "https://schema.org/Date"},
    "endDate": {"@type": "https://schema.org/Date"},
    "url": {"@type": "@id"},
    "isBasedOn": {"@type": "@id"},
}
"""Stands in every answer: nobody has to fetch one."""
_FUNDER = node(
    "GovernmentOrganization", name="Svenska ESF-rådet", alternateName="The Swedish ESF Council"
)


def describe_project(record: Mapping[str, Any], address: str) -> Node:
    """The grant of a record as its JSON has it; a column that it lacks is left out, as is a missing
    value. The amount is the support that the authority granted."""
    support = record.get("granted_support")
    amount = None if support is None else node("MonetaryAmount", currency="SEK", value=support)
    grant = node(
        "MonetaryGrant",
        id_=f"{address}#grant",
        identifier=record.get("number"),
        name=record.get("name"),
        url=address,
        funder=_FUNDER,
        sponsor=_fund(record.get("fund")),
        amount=amount,
        fundedItem=_project(record, address),
    )
    return {"@context": _CONTEXT, **grant}


def _project(record: Mapping[str, Any], address: str) -> Node:
    source = str(record.get("source_url") or "")
    return node(
        "Project",
        id_=f"{address}#project",
        identifier=record.get("id"),
        name=record.get("name"),
        description=record.get("summary"),
        startDate=record.get("start_date"),
        endDate=record.get("end_date"),
        spatialCoverage=_place(record.get("region"), record.get("region_name")),
        parentOrganization=_owner(record),
        isBasedOn=source if source.startswith(("https://", "http://")) else None,
    )


def _owner(record: Mapping[str, Any]) -> Node | None:
    """The organisation that owns the project."""
    if "owner" not in record:
        return None
    number = record.get("owner_organisation_number")
    return node("Organization", name=record["owner"], taxID=number)


def _place(code: str | None, name: str | None) -> Node | None:
    if code is None:
        return None
    if code == NATIONAL:
        return node("Country", name="Sverige", identifier="SE")
    return node("AdministrativeArea", name=name, identifier=code)


def _fund(code: str | None) -> Node | None:
    names = {"ESF": "European Social Fund", "ESF+": "European Social Fund Plus"}
    return None if code is None else node("Organization", name=names.get(code, code))
