"""Contact persons and the numbers of natural persons stand in a file only where they were asked
for by somebody who may."""

from collections.abc import Callable, Mapping

import pytest

from app.database import Database
from app.domain.fields import PERSONAL_FIELDS
from app.exports.export import Contacts
from app.exports.formats import FORMATS
from app.faults import QueryRejected
from tests.exports.files import export, fill
from tests.exports.test_parquet import opened
from tests.exports.test_xlsx import texts_of
from tests.query.records import make_record

PLANTED = ("Kim Exempel 06", "kontakt06@example.se", "070-174 06 06", "9001019802")
NAMED = f"fields={','.join(PERSONAL_FIELDS)},owner_organisation_number"


@pytest.fixture
def planted(empty_database: Database) -> Database:
    """One record of a natural person, with a contact person."""
    name, email, phone, number = PLANTED
    record = make_record("a", contact_name=name, contact_email=email, contact_phone=phone)
    fill(empty_database, [record])
    with empty_database.connection() as connection:
        connection.exec_driver_sql("UPDATE project SET owner_personal_number = ?", (number,))
    return empty_database


def parquet_texts(made: bytes) -> str:
    return str(opened(made).read().to_pylist())


READ: Mapping[str, Callable[[bytes], str]] = {"xlsx": texts_of, "parquet": parquet_texts}
"""What has all that stands in a file, where it is no text itself."""


def shown(database: Database, format: str, raw: str, contacts: Contacts) -> list[str]:
    made = export(database, format, raw, contacts)
    text = READ.get(format, bytes.decode)(made)
    return [value for value in PLANTED if value in text]


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_shows_nobody_unless_asked(planted: Database, format: str) -> None:
    assert shown(planted, format, "", Contacts.NEVER) == []
    assert shown(planted, format, "fields=*", Contacts.NEVER) == []
    assert shown(planted, format, "fields=owner_organisation_number", Contacts.NEVER) == []
    with pytest.raises(QueryRejected, match="contact_name is contact data"):
        export(planted, format, NAMED)


@pytest.mark.parametrize("format", FORMATS)
def test_columns_named_by_who_may_are_shown(planted: Database, format: str) -> None:
    assert shown(planted, format, "", Contacts.NAMED) == []
    assert shown(planted, format, "fields=*", Contacts.NAMED) == []
    assert shown(planted, format, NAMED, Contacts.NAMED) == list(PLANTED)
    assert shown(planted, format, "fields=contact_email", Contacts.NAMED) == [PLANTED[1]]


@pytest.mark.parametrize("format", FORMATS)
def test_all_columns_are_shown_to_who_asks_for_contacts(planted: Database, format: str) -> None:
    assert shown(planted, format, "", Contacts.ALWAYS) == list(PLANTED)
    assert shown(planted, format, "fields=name", Contacts.ALWAYS) == []
    assert shown(planted, format, "fields=*", Contacts.ALWAYS) == []


@pytest.mark.parametrize("asked", ["contact_name=Kim", "sort=contact_name"])
def test_nobody_is_found_or_sorted_by_contact_data(planted: Database, asked: str) -> None:
    with pytest.raises(QueryRejected) as refused:
        export(planted, "csv", asked, Contacts.ALWAYS)
    assert [fault.code for fault in refused.value.faults] == ["personal-field"]
