"""Contact data under the hands of writers who may not see it: it stays, and is not shown."""

from typing import Any

import pytest

from app.api.contract.writes import NEW_PROJECT, WHOLE_PROJECT
from app.database import Database
from app.domain.fields import PERSONAL_FIELDS
from tests.api.writers import NEW, PROJECTS, Writer, faults, writer_of
from tests.store.rows import stored_record

PLANTED = {
    "contact_name": "Kim Exempel",
    "contact_email": "kim@example.se",
    "contact_phone": "070-174 06 06",
    "owner_organisation_number": "8001011234",
}
HIDDEN = ("contact_name", "contact_email", "contact_phone", "owner_organisation_number")


@pytest.fixture
def writer(empty_database: Database) -> Writer:
    """A writer from whom contact data is hidden, in a database with some."""
    writer_of(empty_database).make(**PLANTED)
    return writer_of(empty_database, contacts="hidden")


def kept(writer: Writer) -> dict[str, Any]:
    record = stored_record(writer.database, "24-001-S01")
    return {name: record[name] for name in PLANTED}


def test_get_edit_put_keeps_what_was_not_shown(writer: Writer) -> None:
    record, tag = writer.record(NEW)
    assert [record[name] for name in HIDDEN] == [None] * 4
    unedited = writer.ask("PUT", NEW, record, If_Match=tag)
    assert (unedited.json(), unedited.headers["ETag"]) == (record, tag)
    answer = writer.ask("PUT", NEW, record | {"phase": "Genomförande"})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert (answer.json(), answer.headers["ETag"]) == writer.record(NEW)
    assert kept(writer) == PLANTED


def test_a_whole_record_may_leave_out_what_is_not_shown(writer: Writer) -> None:
    record, _ = writer.record(NEW)
    less = {name: value for name, value in record.items() if name not in HIDDEN}
    answer = writer.ask("PUT", NEW, less | {"phase": "Genomförande"})
    assert answer.status_code == 200, answer.text
    assert kept(writer) == PLANTED
    made = {name: value for name, value in WHOLE_PROJECT.items() if name not in PERSONAL_FIELDS}
    answer = writer.ask("PUT", f"{PROJECTS}/24-002-S01", made | {"number": "24-002-S01"})
    assert answer.status_code == 201, answer.text


def test_an_ordinary_organisation_number_is_shown_and_must_be_named(writer: Writer) -> None:
    company = {"number": "24-002-S01", "owner_organisation_number": "2120003005"}
    record = writer.make(**company)
    assert record["owner_organisation_number"] == "2120003005"
    del record["owner_organisation_number"]
    answer = writer.ask("PUT", f"{PROJECTS}/24-002-S01", record)
    assert faults(answer) == [("/owner_organisation_number", "missing-key")]


def test_what_is_said_outright_is_done_though_it_is_not_shown(writer: Writer) -> None:
    answer = writer.ask("PATCH", NEW, {"contact_name": "Robin Påhittad", "contact_phone": None})
    assert answer.json()["contact_name"] is None
    assert "Robin" not in answer.text
    expected = PLANTED | {"contact_name": "Robin Påhittad", "contact_phone": None}
    assert kept(writer) == expected
    record, _ = writer.record(NEW)
    writer.ask("PUT", NEW, record | {"contact_email": "robin@example.se"})
    assert kept(writer) == expected | {"contact_email": "robin@example.se"}


def test_no_answer_to_a_write_shows_what_is_hidden(writer: Writer) -> None:
    answers = [
        writer.ask("PATCH", NEW, {"phase": "a"}),
        writer.ask("POST", f"{NEW}/revert", {"version": 1}),
        writer.ask("PATCH", NEW, {"contact_name": 5}),
        writer.ask("PUT", NEW, NEW_PROJECT),
        writer.ask("POST", f"{PROJECTS}/bulk?mode=update", [{"id": "24-001-S01", "phase": "b"}]),
        writer.ask("POST", PROJECTS, NEW_PROJECT),
        writer.ask("DELETE", NEW),
        writer.ask("POST", f"{NEW}/revert", {"version": 1}),
    ]
    for answer in answers:
        for value in PLANTED.values():
            assert value not in answer.text
    assert kept(writer) == PLANTED
