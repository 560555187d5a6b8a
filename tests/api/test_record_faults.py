"""A readable record that breaks a rule: every fault is told, where it stands, and nothing is
written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.api.contract.writes import NEW_PROJECT, WHOLE_PROJECT
from app.database import Database
from tests.api.writers import NEW, PROJECTS, Writer, contents, faults, open_writer, writer_of

OTHER = f"{PROJECTS}/2020-00713"


@pytest.fixture(scope="module")
def steady(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A writer of the invented project, to whom nothing is ever allowed."""
    with open_writer(golden_file, tmp_path_factory.mktemp("rules")) as writer:
        writer.make()
        yield writer


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


RULES: tuple[tuple[str, Any, str], ...] = (
    ("name", None, "required"),
    ("owner", None, "required"),
    ("region", None, "required"),
    ("name", "", "empty-value"),
    ("name", " \u00a0", "empty-value"),
    ("name", " Namn", "bad-value"),
    ("name", "a\nb", "bad-value"),
    ("name", "a\0b", "bad-value"),
    ("name", "\ud83d", "bad-value"),
    ("name", "x" * 1_001, "too-long"),
    ("name", 1, "wrong-type"),
    ("name", ["Namn"], "wrong-type"),
    ("name", {"sv": "Namn"}, "wrong-type"),
    ("name", True, "wrong-type"),
    ("summary", "x" * 100_001, "too-long"),
    ("summary", "a\rb", "bad-value"),
    ("number", "//", "bad-value"),
    ("region", "SE99", "unknown-code"),
    ("region", "se11", "unknown-code"),
    ("region", 11, "wrong-type"),
    ("country", "XX", "unknown-code"),
    ("fund", "ERUF", "unknown-code"),
    ("programme_period", "2028-2034", "unknown-code"),
    ("programme_area", "2", "unknown-code"),
    ("specific_objective", "2.1", "unknown-code"),
    ("intervention_type", "109", "unknown-code"),
    ("owner_organisation_number", "212000-3005", "bad-value"),
    ("owner_organisation_number", "12", "bad-value"),
    ("source_url", "javascript:alert(1)", "bad-value"),
    ("start_date", "2024-02-30", "bad-value"),
    ("start_date", "2024-3-1", "bad-value"),
    ("start_date", "20240301", "bad-value"),
    ("start_date", 20240301, "wrong-type"),
    ("start_date", "2025-03-01", "end-before-start"),
    ("end_date", "2024-02-29", "end-before-start"),
    ("planned_participants", -1, "out-of-range"),
    ("planned_participants", 1.5, "bad-value"),
    ("planned_participants", "80", "wrong-type"),
    ("planned_participants", False, "wrong-type"),
    ("planned_participants", 2**63, "out-of-range"),
    ("planned_participants", 10**18, "out-of-range"),
    ("total_budget", 0.001, "bad-value"),
    ("total_budget", 1e-300, "bad-value"),
    ("total_budget", -0.01, "out-of-range"),
    ("total_budget", 10**13 + 1, "out-of-range"),
    ("total_budget", 1e300, "out-of-range"),
    ("total_budget", 10**500, "out-of-range"),
    ("total_budget", "2 000 000 kr", "wrong-type"),
    ("eu_cofinancing_rate", 100.01, "out-of-range"),
    ("tackles_child_poverty", "Ja", "wrong-type"),
    ("tackles_child_poverty", 1, "wrong-type"),
    ("quality_issues", "none", "wrong-type"),
    ("quality_issues", [1], "wrong-type"),
    ("status", "planned", "read-only"),
    ("region_name", "Stockholm", "read-only"),
    ("version", 7, "read-only"),
    ("updated_at", "2020-01-01T00:00:00Z", "read-only"),
    ("updated_at", "i går", "bad-value"),
    ("owner_id", "n-00000000", "read-only"),
    ("projekt", 1, "unknown-field"),
    ("a/b~c", 1, "unknown-field"),
)
"""Field, value, and the code of the fault that it is in the invented project."""


@pytest.mark.parametrize(("name", "value", "code"), RULES, ids=lambda part: repr(part)[:30])
def test_a_value_against_the_rules_is_told_where_it_stands(
    steady: Writer, name: str, value: object, code: str
) -> None:
    pointer = f"/{name.replace('~', '~0').replace('/', '~1')}"
    before = contents(steady.database)
    for method, address, body in (
        ("POST", PROJECTS, NEW_PROJECT | {"number": "24-002-S01", name: value}),
        ("PUT", NEW, WHOLE_PROJECT | {name: value}),
        ("PATCH", NEW, {name: value}),
    ):
        answer = steady.ask(method, address, content=json.dumps(body).encode())
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert (pointer, code) in faults(answer)
    assert contents(steady.database) == before


@pytest.mark.parametrize(
    "number", ["1e9999999999999999999", "1e-9999999999999999999", "1e-2000000"]
)
def test_no_number_is_too_odd_to_be_refused(writer: Writer, number: str) -> None:
    body = f'{{"total_budget": {number}}}'.encode()
    answer = writer.ask("PATCH", OTHER, content=body)
    assert answer.status_code == 422
    assert [where for where, _ in faults(answer)] == ["/total_budget"]


def test_numbers_are_exact_to_the_last_digit(writer: Writer) -> None:
    writer.make()
    for text, shown in (("2073781.25", 2073781.25), ("1.10", 1.1), ("1e3", 1000), ("-0.0", 0)):
        answer = writer.ask("PATCH", NEW, content=f'{{"total_budget": {text}}}'.encode())
        assert answer.json()["total_budget"] == shown


def test_everything_wrong_is_told_at_once(writer: Writer) -> None:
    body = {
        "owner": 5, "projekt": 1, "region": "SE99", "start_date": "2024-02-02",
        "end_date": "2023-01-01", "total_budget": 0.001, "specific_objective": "2.1",
        "number": "24-001-S01",
    }  # fmt: skip
    answer = writer.ask("POST", PROJECTS, body)
    assert answer.json()["code"] == "record-rejected"
    assert set(faults(answer)) == {
        ("/owner", "wrong-type"),
        ("/projekt", "unknown-field"),
        ("/region", "unknown-code"),
        ("/total_budget", "bad-value"),
        ("/specific_objective", "unknown-code"),
        ("/name", "required"),
        ("/start_date", "end-before-start"),
        ("/end_date", "end-before-start"),
    }
    assert all(error["in"] == "body" for error in answer.json()["errors"])


def test_a_key_that_stands_twice_is_told_at_any_depth(writer: Writer) -> None:
    body = b'{"name": "a", "name": "a", "x": [{"b/c": 1, "b/c": 2}]}'
    answer = writer.ask("PATCH", OTHER, content=body)
    assert answer.status_code == 422
    assert faults(answer) == [("/name", "duplicate-key"), ("/x/0/b~1c", "duplicate-key")]


def test_a_change_of_period_takes_the_codes_of_the_other_period_along(writer: Writer) -> None:
    answer = writer.ask("PATCH", OTHER, {"programme_period": "2021-2027", "programme_area": None})
    assert ("/specific_objective", "unknown-code") in faults(answer)
    change = {"programme_period": "2021-2027", "programme_area": "A", "specific_objective": "A1"}
    answer = writer.ask("PATCH", OTHER, {**change, "intervention_type": None})
    assert (answer.status_code, answer.json()["programme_period"]) == (200, "2021-2027")


def test_the_period_that_nothing_else_tells_cannot_be_taken_away(writer: Writer) -> None:
    told = {"number": "A 1", "specific_objective": None, "start_date": None, "end_date": None}
    answer = writer.ask("POST", PROJECTS, NEW_PROJECT | told)
    assert faults(answer) == [("/programme_period", "required")]
    record = writer.make(**told, programme_period="2021-2027")
    answer = writer.ask("PATCH", f"{PROJECTS}/{record['id']}", {"programme_period": None})
    assert faults(answer) == [("/programme_period", "required")]


def test_an_object_of_many_unknown_keys_is_one_fault(writer: Writer) -> None:
    many = {f"fält {n}": 1 for n in range(50_000)}
    answer = writer.ask("PATCH", OTHER, many)
    assert (answer.status_code, faults(answer)) == (422, [("", "too-long")])
