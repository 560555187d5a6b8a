"""The client's records are those of the field table: every field, with its type."""

from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from app.api.contract.schemas import schemas
from app.domain.fields import FIELDS, Field, Kind
from app.domain.organisations import ORGANISATION_FIELDS
from projektbank_client import (
    BulkReport,
    Change,
    Code,
    Coverage,
    Facet,
    Import,
    ImportedDocument,
    MergeEvent,
    Organisation,
    Project,
    Quarantined,
    RefusedRow,
    SimilarProject,
    SnapshotFile,
    StoredDocument,
    Suggestion,
    Version,
)

TYPES: dict[Kind, object] = {
    Kind.KEY: str,
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.LIST: list[str],
    Kind.INTEGER: int,
    Kind.MONEY: Decimal,
    Kind.PERCENT: Decimal,
    Kind.DATE: date,
    Kind.TIME: datetime,
    Kind.BOOLEAN: bool,
}
ONLY_SEARCHES = {"matched_in", "highlight"}


@pytest.mark.parametrize(
    ("kind", "fields"), [(Project, FIELDS), (Organisation, ORGANISATION_FIELDS)]
)
def test_a_record_has_every_field_with_its_type(kind: type, fields: tuple[Field, ...]) -> None:
    hints = get_type_hints(kind)
    assert [name for name in hints if name not in ONLY_SEARCHES] == [one.name for one in fields]
    for field in fields:
        parts = get_args(hints[field.name])
        missing = NoneType in parts
        given = parts[0] if missing else hints[field.name]
        assert (given, missing) == (TYPES[field.kind], field.flags.nullable), field.name


FORMATS = {"date": date, "date-time": datetime}
ROWS = (
    *(BulkReport, Change, Code, Coverage, Facet, Import, ImportedDocument, MergeEvent),
    *(Quarantined, RefusedRow, SimilarProject, SnapshotFile, StoredDocument, Suggestion, Version),
)


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_has_what_the_description_says(kind: type) -> None:
    described = schemas()[kind.__name__]["properties"]
    hints = get_type_hints(kind)
    assert sorted(hints) == sorted(described)
    for name, schema in described.items():
        told = schema.get("anyOf", [schema])[0]
        wanted = FORMATS.get(told.get("format", ""))
        given = {*(get_args(hints[name]) or [hints[name]])} - {NoneType}
        assert (given & {*FORMATS.values()} or {None}) == {wanted}, name
        if "number" in told.get("type", ()):
            assert given == {Decimal}, name
