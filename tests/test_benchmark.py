"""The benchmark: its made-up data, its refusal of unequal answers, and a short run of it."""

import os
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.database import Database
from app.migration import migrate
from app.store.projects import Visit, save_reading
from benchmarks import load, wrk
from benchmarks.__main__ import main
from benchmarks.equality import Answer, AnswersDiffer, compare
from benchmarks.outcome import SHORT
from benchmarks.run import measure
from benchmarks.synthetic import make_readings

TODAY = date(2026, 11, 22)
TABLES = ("organisation", "spelling", "project", "project_version", "change")
LEAST_RATIO = 2
"""Far below what is aimed for (5): other tests run beside this one."""


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything but the epoch, which is another in every database."""
    with closing(sqlite3.connect(path)) as connection:
        rows = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in TABLES
        }
        dataset = connection.execute("SELECT version, updated_at FROM dataset").fetchall()
    return rows | {"dataset": dataset}


def test_the_same_seed_makes_the_same_readings_and_another_seed_others() -> None:
    assert list(make_readings(20)) == list(make_readings(20))
    assert list(make_readings(20)) != list(make_readings(20, seed=1))


def test_about_one_value_in_twenty_is_missing() -> None:
    readings = list(make_readings(500))
    dated = sum("end_date" in reading.statements for reading in readings)
    assert 0.9 < dated / len(readings) < 0.99


def test_filling_in_bulk_leaves_the_rows_that_importing_would(tmp_path: Path) -> None:
    readings = list(make_readings(60))
    load.fill(tmp_path / "bulk.db", readings, TODAY)
    database = Database(f"sqlite:///{tmp_path / 'imported.db'}")
    migrate(database)
    with database.write() as session:
        visit = Visit(readings[-1].source.read_at, TODAY)
        for reading in readings:
            save_reading(session, reading, visit)
    database.close()
    bulk, imported = rows_of(tmp_path / "bulk.db"), rows_of(tmp_path / "imported.db")
    assert len(bulk["project"]) == 60
    assert bulk == imported


def test_filling_with_the_same_project_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is there already"):
        load.fill(tmp_path / "bulk.db", [*make_readings(1), *make_readings(1)], TODAY)


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (Answer(3, ({"id": "a", "total_budget": 5},)), "total 2 and 3"),
        (Answer(2, ({"id": "b", "total_budget": 5},)), "ids"),
        (Answer(2, ({"id": "a", "total_budget": 5.01},)), "total_budget of a: 5 and 5.01"),
        (Answer(2, ({"id": "a"},)), "fields"),
    ],
)
def test_unequal_answers_are_refused(other: Answer, difference: str) -> None:
    one = Answer(2, ({"id": "a", "total_budget": 5},))
    with pytest.raises(AnswersDiffer, match=difference):
        compare("region=SE12", {"product": one, "tutorial": other})


def test_a_whole_sum_and_a_time_may_be_written_in_either_way() -> None:
    one = Answer(1, ({"id": "a", "sum": 5, "at": "2026-01-01T00:00:00Z"},))
    other = Answer(1, ({"id": "a", "sum": 5.0, "at": "2026-01-01T00:00:00"},))
    assert compare("", {"product": one, "tutorial": other}) == 1


def test_without_wrk_one_line_tells_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wrk, "is_installed", lambda: False)
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    assert main() == 1
    assert capsys.readouterr().err == f"{wrk.MISSING}\n"


@pytest.mark.slow
def test_the_list_is_several_times_as_fast_as_the_tutorial_way() -> None:
    if not wrk.is_installed():
        if os.environ.get("CI"):
            pytest.fail(wrk.MISSING)
        pytest.skip(wrk.MISSING)
    outcome = measure(SHORT, print)
    ratio = outcome.ratio("tutorial", 8)
    print(f"{ratio:.2f} times the tutorial way, {outcome.ratio('bare', 8):.2f} of bare")  # noqa: T201
    assert outcome.compared_rows > 1_000
    assert ratio >= LEAST_RATIO
