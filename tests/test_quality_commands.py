"""`projektbank check` and `projektbank accept`, run as users run them."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.store.tallies import COUNTED
from tests.api.conftest import open_client
from tests.store.rows import everything
from tests.test_cli import ROOT, Run, check_plain_error, run

__all__ = ["run"]  # the fixture

KEY, CODE = "23-032-S01", "budget-not-stated"


def accept(run: Run, *more: str) -> str:
    done = run("accept", KEY, CODE, *more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_check_counts_issues_and_fields_and_is_no_failure(
    run: Run, seeded_database: Database
) -> None:
    before = everything(seeded_database)
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "5 projects, dataset version 5"
    assert lines[2].split() == [
        "ISSUE",
        "SEVERITY",
        "RECORDS",
        "ACCEPTED",
        "FOR",
        "INSTANCE",
        "MEANING",
    ]
    assert lines[3].split()[:5] == ["amount-sentinel", "warning", "1", "0", "2020-00713"]
    told = {line.split()[0]: line.split()[1:] for line in lines[3:] if line}
    assert told[CODE][:4] == ["info", "1", "0", KEY]
    assert set(COUNTED) <= told.keys()
    assert told["total_budget"] == ["4", "80.0", "%"]
    assert all(line == line.rstrip() for line in lines)
    assert everything(seeded_database) == before


def test_json_tells_the_same_figures_as_the_service(run: Run, seeded_database: Database) -> None:
    done = run("check", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    page = open_client(seeded_database).get("/v1/quality").json()
    assert (told["count"], told["dataset_version"]) == (5, 5)
    for name, rows in (("fields", page["data"]), ("issues", page["issues"])):
        kept = [name for name in told[name][0] if name != "examples"]
        assert [{key: row[key] for key in kept} for row in rows] == [
            {key: row[key] for key in kept} for row in told[name]
        ]
    assert [row["examples"] for row in told["issues"] if row["code"] == CODE] == [[KEY]]


def test_the_records_of_an_issue_are_listed(run: Run, seeded_database: Database) -> None:
    done = run("check", "--issue", CODE)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"{CODE} (info): The total budget is not stated. 1 record"
    assert lines[2].split() == ["ID", "NAME", "OWNER"]
    assert lines[3].startswith(KEY)
    assert len(lines) == 4
    assert seeded_database.path.exists()


@pytest.mark.usefixtures("seeded_database")
def test_accepted_records_are_listed_with_their_reasons(run: Run) -> None:
    assert accept(run, "--reason", "Känt sedan 2024.") == (
        f"{KEY}: {CODE} is accepted; now version 2\n"
    )
    listed = run("check", "--issue", CODE).stdout
    assert "0 records" in listed
    assert listed.endswith(f"ACCEPTED    REASON\n{KEY}  Känt sedan 2024.\n")
    told = json.loads(run("check", "--issue", CODE, "--json").stdout)
    assert told == {
        "code": CODE,
        "records": [],
        "accepted": [{"id": KEY, "reason": "Känt sedan 2024."}],
    }


def test_an_acceptance_is_a_version_by_the_command_line(
    run: Run, seeded_database: Database
) -> None:
    accept(run, "--reason", "Känt.")
    assert "unchanged, still version 2" in accept(run, "--reason", "Känt.")
    assert (
        accept(run, "--undo", "--reason", "Fel.") == f"{KEY}: {CODE} counts again; now version 3\n"
    )
    client: TestClient = open_client(seeded_database)
    rows = client.get(f"/v1/projects/{KEY}/history").json()["data"]
    assert [row["reason"] for row in rows] == ["Fel.", "Känt.", None]
    versions = everything(seeded_database)["project_version"]
    assert "command line" in str(versions)


@pytest.mark.usefixtures("seeded_database")
@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["accept", KEY, CODE], "say why", 2),
        (["accept", KEY, CODE, "--reason", " "], "The reason is empty", 2),
        (["accept", KEY, "zero-budget", "--reason", "x"], "does not show zero-budget", 1),
        (["accept", KEY, "zero-buget", "--reason", "x"], "did you mean zero-budget?", 1),
        (["accept", "1999-1", CODE, "--reason", "x"], "No project has the id", 1),
        (["accept", KEY, CODE, "--undo"], "has no accepted issue", 1),
        (["check", "--issue", "zero-buget"], "did you mean zero-budget?", 2),
        (["check", "--issue", CODE, "--integrity"], "exclude each other", 2),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(
    run: Run, arguments: list[str], said: str, code: int
) -> None:
    assert said in check_plain_error(run(*arguments), code)


def test_a_check_migrates_nothing(run: Run, tmp_path: Path) -> None:
    assert "migrat" in check_plain_error(run("check"), 3)
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.usefixtures("seeded_database")
def test_a_terminal_shows_a_drawn_table(tmp_path: Path) -> None:
    reading, writing = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "app", "check", "--issue", CODE],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        stdout=writing,
    ) as process:
        assert process.wait(timeout=60) == 0
    os.close(writing)
    shown = os.read(reading, 100_000).decode()
    os.close(reading)
    assert "━" in shown
    assert KEY in shown
