"""The field table agrees with the tables of the database and with record.md's rules."""

from sqlalchemy.dialects import sqlite

from app.domain.fields import BY_NAME, FIELDS, HUNDREDTHS, LISTED, PERSONAL_FIELDS, PUBLIC, Kind
from app.domain.organisations import ORGANISATION_FIELDS
from app.models import Organisation, Project
from app.store.columns import STORED, to_columns

EXTRA = {"pk", "owner_personal_number"}
COLUMNS = {column.name: column for column in Project.metadata.tables["project"].columns}
TYPES: dict[Kind, set[str]] = {
    Kind.KEY: {"VARCHAR"},
    Kind.TEXT: {"VARCHAR", "TEXT"},
    Kind.CODE: {"VARCHAR"},
    Kind.LIST: {"VARCHAR"},
    Kind.INTEGER: {"INTEGER", "BIGINT"},
    Kind.MONEY: {"BIGINT"},
    Kind.PERCENT: {"INTEGER"},
    Kind.DATE: {"DATE"},
    Kind.TIME: {"DATETIME"},
    Kind.BOOLEAN: {"BOOLEAN"},
}


def test_the_columns_are_the_fields_in_their_order_and_long_texts_stand_last() -> None:
    columns = [name for name in COLUMNS if not name.endswith("_key") and name not in EXTRA]
    assert [field.name for field in STORED] == [f.name for f in FIELDS if f.name != "status"]
    ordered = sorted(STORED, key=lambda field: field.flags.long)
    assert columns == [*(field.name for field in ordered), "since"]


def test_every_field_has_a_column_of_its_kind() -> None:
    for field in STORED:
        column = COLUMNS[field.name]
        assert column.type.compile(sqlite.dialect()) in TYPES[field.kind], field.name
        assert column.nullable == field.flags.nullable, field.name


def test_every_searchable_text_has_its_key_and_contact_data_has_none() -> None:
    keyed = {field.name for field in STORED if field.kind is Kind.TEXT} - set(PERSONAL_FIELDS)
    assert {name.removesuffix("_key") for name in COLUMNS if name.endswith("_key")} == keyed


def test_no_personal_column_is_indexed() -> None:
    table = Project.metadata.tables["project"]
    indexed = {column.name for index in table.indexes for column in index.columns}
    assert indexed.isdisjoint({*PERSONAL_FIELDS, "owner_personal_number"})


def test_contact_data_can_be_neither_filtered_nor_sorted_nor_listed() -> None:
    assert PERSONAL_FIELDS == ("contact_name", "contact_email", "contact_phone")
    for name in PERSONAL_FIELDS:
        assert BY_NAME[name].flags.personal
        assert not BY_NAME[name].flags.sortable
        assert name not in LISTED
        assert name not in PUBLIC


def test_names_are_unique_and_every_field_is_explained_in_both_languages() -> None:
    assert len(BY_NAME) == len(FIELDS)
    for field in (*FIELDS, *ORGANISATION_FIELDS):
        assert field.label_sv, field.name
        assert field.label_en, field.name
        assert field.definition.endswith("."), field.name


def test_money_and_rates_have_units() -> None:
    assert {field.unit for field in FIELDS if field.kind in HUNDREDTHS} == {"SEK", "%"}
    assert {field.unit for field in FIELDS if field.kind not in HUNDREDTHS} == {""}


def test_a_row_of_columns_is_made_for_every_field() -> None:
    columns = to_columns({field.name: None for field in FIELDS})
    assert set(columns) | {"pk", "since"} == set(COLUMNS)


def test_an_organisation_has_its_columns() -> None:
    stored = {column.name for column in Organisation.metadata.tables["organisation"].columns}
    named = {field.name for field in ORGANISATION_FIELDS}
    assert {name.removesuffix("_key") for name in stored} - {"merged_into"} <= named
