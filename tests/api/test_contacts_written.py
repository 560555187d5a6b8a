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


def test_what_is_taken_away_outright_goes_though_it_is_not_shown(writer: Writer) -> None:
    answer = writer.ask("PATCH", NEW, {"contact_phone": None})
    assert answer.status_code == 200
    assert kept(writer) == PLANTED | {"contact_phone": None}


@pytest.mark.parametrize("name", [*PLANTED])
def test_nobody_finds_out_by_guessing_what_is_hidden(writer: Writer, name: str) -> None:
    record, _ = writer.record(NEW)
    for guess in (PLANTED[name], "8001011234"):
        asked = {name: guess}
        answers = [
            writer.ask("PATCH", NEW, asked),
            writer.ask("PUT", NEW, record | asked),
            writer.ask("POST", PROJECTS, NEW_PROJECT | {"number": "24-002-S01"} | asked),
        ]
        bulk = f"{PROJECTS}/bulk?mode=update&atomic=false&dry_run=true"
        row = writer.ask("POST", bulk, [{"id": "24-001-S01", **asked}]).json()["data"][0]
        faults = [*(answer.json()["errors"] for answer in answers), row["errors"]]
        assert {answer.status_code for answer in answers} == {422}
        assert {fault["code"] for told in faults for fault in told} == {"personal-field"}
    assert kept(writer) == PLANTED


def test_a_tag_given_out_without_contacts_keeps_them(empty_database: Database) -> None:
    writer = writer_of(empty_database, contacts="key")
    assert writer.ask("POST", PROJECTS, NEW_PROJECT | PLANTED).status_code == 201
    seen = writer.client.get(NEW)
    assert seen.json()["contact_name"] is None
    changed = seen.json() | {"total_budget": 5}
    answer = writer.ask("PUT", NEW, changed, If_Match=seen.headers["ETag"])
    assert answer.status_code == 200
    assert kept(writer) == PLANTED
    record, tag = writer.record(NEW)
    emptied = record | {"contact_name": None}
    assert writer.ask("PUT", NEW, emptied, If_Match=tag).status_code == 200
    assert kept(writer) == PLANTED | {"contact_name": None}


def test_a_row_of_a_list_does_not_take_a_persons_number_away(empty_database: Database) -> None:
    writer = writer_of(empty_database)
    assert writer.ask("POST", PROJECTS, NEW_PROJECT | PLANTED).status_code == 201
    [row] = writer.ask("GET", PROJECTS).json()["data"]
    assert row["owner_organisation_number"] is None
    changed = row | {"total_budget": 5}
    answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=upsert", [changed])
    assert answer.json()["counts"]["updated"] == 1, answer.text
    assert kept(writer) == PLANTED


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
