"""Which record a page speaks of; where that is not clear, nothing is written."""

from pathlib import Path

import pytest

from app.database import Database
from app.errors import RecordConflict
from app.importer.report import Result
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.rows import everything, stored_projects

SPAN = "2020-01-01 - 2020-12-31"


def matched(results: list[Result]) -> list[tuple[str, str | None]]:
    return [(result.outcome, result.matched_by) for result in results]


def test_a_page_and_another_page_of_one_number_make_one_record(
    empty_database: Database, tmp_path: Path
) -> None:
    first = make_page(Diarienummer="2020/00001", Utlysning="7")
    second = make_page(name="Nytt namn", Projektnummer="2020/00001", Antal_deltagare="5")
    results = import_contents(empty_database, tmp_path, first, second)
    assert matched(results) == [("created", None), ("updated", "number")]
    (project,) = stored_projects(empty_database)
    assert (project.name, project.call_number, project.planned_participants) == (
        "Nytt namn",
        "7",
        5,
    )


def test_a_numberless_page_is_known_by_its_id(empty_database: Database, tmp_path: Path) -> None:
    pages = (make_page(Projektperiod=SPAN), make_page(Projektperiod=SPAN, Antal_deltagare="5"))
    results = import_contents(empty_database, tmp_path, *pages)
    assert matched(results) == [("created", None), ("updated", "id")]


@pytest.mark.parametrize(
    ("span", "known"),
    [
        ("2020-12-31 - 2022-01-01", "name-owner-period"),
        ("2019-01-01 - 2020-01-01", "name-owner-period"),
        ("2021-01-01 - 2022-01-01", None),
        ("2019-01-01 - 2019-12-31", None),
        ("2021-01-01 -", None),
    ],
)
def test_a_numberless_page_is_known_by_name_owner_and_overlapping_period(
    empty_database: Database, tmp_path: Path, span: str, known: str | None
) -> None:
    first = make_page(Projektperiod=SPAN)
    second = make_page(name="NYA  vägar", owner="EXEMPELKOMMUNEN", Projektperiod=span)
    results = import_contents(empty_database, tmp_path, first, second)
    assert results[1].matched_by == known
    assert len(stored_projects(empty_database)) == (1 if known else 2)


@pytest.mark.parametrize(
    "other", [{"name": "Annat namn"}, {"owner": "Annan ägare"}], ids=["name", "owner"]
)
def test_another_name_or_owner_is_another_project(
    empty_database: Database, tmp_path: Path, other: dict[str, str]
) -> None:
    pages = (make_page(Projektperiod=SPAN), make_page(Projektperiod=SPAN, **other))
    results = import_contents(empty_database, tmp_path, *pages)
    assert matched(results) == [("created", None)] * 2


def test_a_record_that_gets_its_number_later_keeps_its_id(
    empty_database: Database, tmp_path: Path
) -> None:
    plain = make_page(Projektperiod=SPAN)
    numbered = make_page(Projektperiod=SPAN, Diarienummer="2020/00001")
    again = make_page(Projektperiod=SPAN, Utlysning="7")
    results = import_contents(empty_database, tmp_path, plain, numbered, again)
    assert matched(results) == [
        ("created", None),
        ("updated", "name-owner-period"),
        ("updated", "id"),
    ]
    (project,) = stored_projects(empty_database)
    assert (project.id, project.number) == (results[0].id, "2020/00001")


def test_a_numbered_page_never_takes_over_a_record_of_another_number(
    empty_database: Database, tmp_path: Path
) -> None:
    pages = (make_page(Projektperiod=SPAN, Diarienummer=f"2020/0000{n}") for n in (1, 2))
    results = import_contents(empty_database, tmp_path, *pages)
    assert matched(results) == [("created", None)] * 2


@pytest.mark.parametrize("numbers", [("2020/00001", "2020-00001"), ("2020-00001", "2020/00001")])
def test_two_numbers_that_make_one_id_are_a_conflict(
    empty_database: Database, tmp_path: Path, numbers: tuple[str, str]
) -> None:
    first, second = (make_page(Diarienummer=number) for number in numbers)
    (created,) = import_contents(empty_database, tmp_path, first)
    before = everything(empty_database)
    (result,) = import_contents(empty_database, tmp_path, second)
    assert (result.outcome, result.id) == ("conflict", None)
    assert result.reason == (
        f"{RecordConflict.code}: number {numbers[1]} makes the id 2020-00001,"
        f" which {numbers[0]} bears"
    )
    check_only_quarantine_grew(empty_database, before)
    assert created.outcome == "created"


def test_a_page_that_fits_two_records_is_a_conflict(
    empty_database: Database, tmp_path: Path
) -> None:
    pages = [make_page(Projektperiod=SPAN, Diarienummer=f"2020/0000{n}") for n in (1, 2)]
    import_contents(empty_database, tmp_path, *pages)
    before = everything(empty_database)
    (result,) = import_contents(empty_database, tmp_path, make_page(Projektperiod=SPAN))
    assert result.reason == (
        f"{RecordConflict.code}: name, owner and period fit more than one record:"
        " 2020-00001, 2020-00002"
    )
    check_only_quarantine_grew(empty_database, before)


def check_only_quarantine_grew(
    database: Database, before: dict[str, list[tuple[object, ...]]]
) -> None:
    after = everything(database)
    grown = {name for name, rows in after.items() if rows != before[name]}
    assert grown == {"document", "quarantine"}
    assert len(after["quarantine"]) == len(before["quarantine"]) + 1
