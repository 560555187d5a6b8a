"""Making, changing, deleting and putting back one project over HTTP, as laws of the contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.contract.writes import NEW_PROJECT, WHOLE_PROJECT
from app.database import Database
from app.domain import quality, vocabulary
from app.domain.fields import BY_NAME, FIELDS
from app.domain.record import today
from app.domain.representation import from_json
from app.writing.given import WRITABLE
from tests.api.writers import NEW, PROJECTS, Writer, contents, faults, open_writer, writer_of
from tests.store.rows import stored_projects, versions_of
from tests.writing.bodies import DERIVABLE, EDITABLE, legal_values

CHECKED = {code for code, rule in quality.RULES.items() if rule.check}
COMPUTED = {field.name for field in FIELDS if field.flags.computed}
OTHER = f"{PROJECTS}/2020-00713"


@dataclass(frozen=True)
class Twins:
    """Two services on equal databases, and the ids of their records."""

    one: Writer
    other: Writer
    ids: tuple[str, ...]


@pytest.fixture(scope="module")
def twins(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
    with open_writer(golden_file, folders[0]) as one, open_writer(golden_file, folders[1]) as other:
        yield Twins(one, other, tuple(row.id for row in stored_projects(one.database)))


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


def values_of(record: dict[str, Any]) -> dict[str, Any]:
    return {name: from_json(BY_NAME[name], value) for name, value in record.items()}


def check_what_follows(record: dict[str, Any]) -> None:
    """Names and quality issues are those of the values beside them."""
    assert record["region_name"] == vocabulary.shown_label("region", record["region"])
    for name in ("programme_area", "specific_objective", "intervention_type"):
        label = vocabulary.shown_label(name, record[name], record["programme_period"])
        assert record[f"{name}_name"] == label
    expected = quality.check(values_of(record), today())
    assert set(record["quality_issues"]) & CHECKED == expected


@pytest.mark.slow
@settings(max_examples=80)
@given(data=st.data())
def test_get_edit_put_works_for_every_record_and_field(twins: Twins, data: st.DataObject) -> None:
    address = f"{PROJECTS}/{data.draw(st.sampled_from(twins.ids))}"
    before, tag = twins.one.record(address)
    name = data.draw(st.sampled_from(EDITABLE))
    value = data.draw(legal_values(name, before))
    answer = twins.one.ask("PUT", address, before | {name: value}, If_Match=tag)
    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert (after, answer.headers["ETag"]) == twins.one.record(address)
    assert after[name] == value
    assert after["version"] == before["version"] + (value != before[name])
    kept = set(BY_NAME) - {name, *DERIVABLE} - COMPUTED
    assert {field: after[field] for field in kept} == {field: before[field] for field in kept}
    check_what_follows(after)
    patched = twins.other.ask("PATCH", address, {name: value}).json()
    for field in ("created_at", "updated_at", "last_seen_at"):
        assert patched.pop(field) is not None
        del after[field]
    assert patched == after


def test_an_unedited_put_makes_no_version(writer: Writer) -> None:
    before = contents(writer.database)
    for project in stored_projects(writer.database):
        record, tag = writer.record(f"{PROJECTS}/{project.id}")
        answer = writer.ask("PUT", f"{PROJECTS}/{project.id}", record, If_Match=tag)
        assert (answer.status_code, answer.json(), answer.headers["ETag"]) == (200, record, tag)
    assert contents(writer.database) == before


def test_a_put_makes_what_is_not_there_and_names_every_key(writer: Writer) -> None:
    made = writer.ask("PUT", NEW, WHOLE_PROJECT)
    assert (made.status_code, made.headers["Location"]) == (201, f"http://testserver{NEW}")
    assert (made.json(), made.headers["ETag"]) == writer.record(NEW)
    writer.ask("DELETE", NEW)
    for address, whole in ((NEW, WHOLE_PROJECT), (OTHER, writer.record(OTHER)[0])):
        for name in WRITABLE:
            less = {key: value for key, value in whole.items() if key != name}
            answer = writer.ask("PUT", address, less)
            assert answer.status_code == 422
            assert (f"/{name}", "missing-key") in faults(answer)


def test_the_number_in_the_body_makes_the_id_of_the_address(writer: Writer) -> None:
    answer = writer.ask("PUT", f"{PROJECTS}/24-002-S01", WHOLE_PROJECT)
    assert faults(answer) == [("/number", "id-mismatch")]
    answer = writer.ask("PATCH", OTHER, {"number": "2020/99999"})
    assert faults(answer) == [("/number", "id-mismatch")]
    answer = writer.ask("PATCH", OTHER, {"number": "2020-00713"})
    assert (answer.status_code, answer.json()["id"]) == (200, "2020-00713")
    answer = writer.ask("PATCH", OTHER, {"id": "2020-99999"})
    assert faults(answer) == [("/id", "read-only")]


def test_a_record_is_found_by_its_printed_number_too(writer: Writer) -> None:
    for number in ("2020/00713", "2020%2F00713"):
        answer = writer.ask("PATCH", f"{PROJECTS}/{number}", {"phase": number})
        assert answer.json()["phase"] == number
        assert answer.headers["Content-Location"] == f"http://testserver{OTHER}"
    assert writer.ask("DELETE", f"{PROJECTS}/2020/00713").status_code == 204


def test_null_takes_a_value_away_and_what_followed_from_it(writer: Writer) -> None:
    writer.make()
    answer = writer.ask("PATCH", NEW, {"specific_objective": None, "total_budget": None}).json()
    gone = ("specific_objective", "specific_objective_name", "programme_area", "total_budget")
    assert [answer[name] for name in gone] == [None] * 4
    assert "budget-not-stated" in answer["quality_issues"]


def test_siblings_follow_an_edit_in_the_same_write(writer: Writer) -> None:
    record = writer.make()
    edited = record | {"region": "SE11", "specific_objective": "D1"}
    after = writer.ask("PUT", NEW, edited).json()
    assert (after["region_name"], after["programme_area"]) == ("Stockholm", "D")
    assert after["version"] == 2


def test_a_made_project_has_what_can_be_worked_out_and_no_more(writer: Writer) -> None:
    record = writer.make()
    assert record["programme_period"] == "2021-2027"
    assert (record["fund"], record["programme_area"]) == ("ESF+", "A")
    assert {name: record[name] for name in NEW_PROJECT} == NEW_PROJECT
    check_what_follows(record)
    again = writer.ask("POST", PROJECTS, NEW_PROJECT)
    assert (again.status_code, again.json()["code"]) == (409, "already-exists")


def test_a_project_without_number_gets_the_id_of_its_name(writer: Writer) -> None:
    body = {name: value for name, value in NEW_PROJECT.items() if name != "number"}
    answer = writer.ask("POST", PROJECTS, body)
    assert answer.status_code == 201
    assert answer.json()["id"].startswith("vagar-till-arbete-")
    assert writer.ask("POST", PROJECTS, body).status_code == 409


def test_delete_then_post_counts_the_version_on(writer: Writer) -> None:
    writer.make()
    gone = writer.ask("DELETE", NEW)
    assert (gone.status_code, gone.content) == (204, b"")
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", {})):
        answer = writer.ask(method, NEW, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "project-not-found")
    assert writer.make()["version"] == 3
    assert [one.op for one in versions_of(writer.database, "24-001-S01")] == [
        "create", "delete", "create",
    ]  # fmt: skip


def test_what_get_showed_of_a_deleted_record_is_made_again_without_its_clerical_fields(
    writer: Writer,
) -> None:
    record, _ = writer.record(OTHER)
    writer.ask("DELETE", OTHER)
    answer = writer.ask("POST", PROJECTS, record)
    assert answer.status_code == 422
    assert ("/version", "read-only") in faults(answer)
    assert {code for _, code in faults(answer)} == {"read-only"}
    mine = {name: record[name] for name in (*WRITABLE, "id", "owner_id", "status")}
    made = writer.ask("POST", PROJECTS, mine)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in mine} == mine
    assert made.json()["version"] == 3


def test_revert_puts_a_version_back_as_a_new_one(writer: Writer) -> None:
    first = writer.make()
    writer.ask("PATCH", NEW, {"region": "SE33", "phase": "Genomförande", "start_date": None})
    answer = writer.ask("POST", f"{NEW}/revert", {"version": 1}, Change_Reason="Fel projekt")
    assert (answer.status_code, answer.json()) == (200, writer.record(NEW)[0])
    after = answer.json()
    changed = {"version", "updated_at"}
    assert {n: after[n] for n in after if n not in changed} == {
        n: first[n] for n in first if n not in changed
    }
    assert after["version"] == 3
    again = writer.ask("POST", f"{NEW}/revert", {"version": 1}).json()
    assert again["version"] == 3


def test_revert_brings_a_deleted_record_back(writer: Writer) -> None:
    before, _ = writer.record(OTHER)
    writer.ask("DELETE", OTHER)
    refused = writer.ask("POST", f"{OTHER}/revert", {"version": 2})
    assert faults(refused) == [("/version", "bad-value")]
    assert refused.json()["errors"][0]["hint"] == "1"
    answer = writer.ask("POST", f"{OTHER}/revert", {"version": 1})
    assert (answer.status_code, answer.json()["version"]) == (201, 3)
    assert answer.headers["Location"] == f"http://testserver{OTHER}"
    clerical = {"version", "created_at", "updated_at", "last_seen_at"}
    assert {n: v for n, v in answer.json().items() if n not in clerical} == {
        n: v for n, v in before.items() if n not in clerical
    }


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"version": 3}, ("/version", "out-of-range")),
        ({"version": 0}, ("/version", "out-of-range")),
        ({"version": 2**31}, ("/version", "out-of-range")),
        ({"version": 10**50}, ("/version", "out-of-range")),
        ({"version": 1.5}, ("/version", "bad-value")),
        ({"version": True}, ("/version", "wrong-type")),
        ({"version": "1"}, ("/version", "wrong-type")),
        ({"version": None}, ("/version", "missing-key")),
        ({}, ("/version", "missing-key")),
        ({"version": 1, "till": 2}, ("/till", "unknown-field")),
        ([1], ("", "wrong-type")),
    ],
)
def test_a_revert_names_one_version_that_there_is(
    writer: Writer, body: object, fault: tuple[str, str]
) -> None:
    assert faults(writer.ask("POST", f"{OTHER}/revert", body)) == [fault]
    nobody = writer.ask("POST", f"{PROJECTS}/2020-99999/revert", {"version": 1})
    assert nobody.status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_an_unknown_parameter_is_refused(writer: Writer, method: str) -> None:
    address = PROJECTS if method == "POST" else OTHER
    answer = writer.ask(method, f"{address}?dry_run=true", NEW_PROJECT)
    assert (answer.status_code, faults(answer)) == (400, [("dry_run", "unknown-parameter")])
