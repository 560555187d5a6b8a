"""The command line, run as users run it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from app import __version__
from app.cli import cli
from app.commands.serving import SEEDS
from app.database import Database
from app.settings import Settings
from tests.conftest import GOLDEN
from tests.importer.files import write
from tests.importer.pages import make_page
from tests.store.rows import everything

ROOT = Path(__file__).parents[1]
GROUP = typer.main.get_command(cli)
assert isinstance(GROUP, TyperGroup)
GROUPS = ["keys", "bench"]
COMMANDS = [name for name in GROUP.commands if name not in GROUPS]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command in a folder of its own, with these settings."""

    def run(*arguments: str | Path, **settings: str) -> Done:
        named = {f"PROJEKTBANK_{name.upper()}": value for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "COLUMNS": "100", **named},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


def check_plain_error(done: Done, code: int) -> str:
    """One line on standard error and nothing else; the line."""
    assert (done.returncode, done.stdout) == (code, "")
    assert re.fullmatch(r"projektbank: [^\n]+\n", done.stderr), done.stderr
    return done.stderr.removeprefix("projektbank: ").rstrip()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: projektbank {command}" in done.stdout


def test_the_help_lists_every_command(run: Run) -> None:
    done = run("-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^  ([a-z]+) +[A-Z]", done.stdout, re.MULTILINE) == [*COMMANDS, *GROUPS]


def test_without_a_command_the_help_is_shown_as_an_error(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "Commands:\n" in done.stderr


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").stdout == f"projektbank {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["inport"], "No such command 'inport'."),
        (["import"], "Missing argument 'PATH|URL...'."),
        (["import", "borta.txt"], "Path 'borta.txt' does not exist."),
        (["import", "--dryrun", "."], "--dryrun"),
        (["migrate", "nu"], "nu"),
        (["run", "--port", "0"], "--port"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], said: str) -> None:
    assert said in check_plain_error(run(*arguments), 2)


def test_wrong_settings_exit_with_2(run: Run) -> None:
    assert "did you mean PROJEKTBANK_PORT?" in check_plain_error(run("settings", prot="1"), 2)


@pytest.mark.parametrize("command", [["migrate"], ["serve"]])
def test_a_database_that_cannot_be_used_exits_with_3(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "skräp.db").write_bytes(b"skr\xe4p" * 900)
    error = check_plain_error(run(*command, database_url="sqlite:///skräp.db"), 3)
    assert error == "skräp.db cannot be read: file is not a database."


def test_a_newer_database_exits_with_3(run: Run, empty_database: Database) -> None:
    with empty_database.connection() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer Projektbank" in check_plain_error(run("migrate"), 3)


def test_a_foreign_address_exits_with_3(run: Run) -> None:
    done = run("migrate", database_url="postgresql://u:hemligt@h/d")
    assert "hemligt" not in check_plain_error(done, 3)


def test_migrating_says_what_was_done(run: Run) -> None:
    done = [run("migrate") for _ in range(2)]
    assert [one.stdout.split(" ", 1)[1][:21] for one in done] == [
        "migrated to schema 00",
        "is already at schema ",
    ]
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 2


def test_every_setting_is_printed_with_its_value_and_reason(run: Run) -> None:
    done = run("settings", port="9000")
    assert (done.returncode, done.stderr) == (0, "")
    printed = dict(re.findall(r"^PROJEKTBANK_(\w+)=(.*)$", done.stdout, re.MULTILINE))
    assert list(printed) == [name.upper() for name in Settings.model_fields]
    assert printed["PORT"] == "9000"
    for field in Settings.model_fields.values():
        assert f"    {field.description} Default: {field.default}.\n" in done.stdout


@pytest.mark.usefixtures("empty_database")
def test_an_import_of_sound_documents_exits_with_0(run: Run) -> None:
    first, again = run("import", SEEDS), run("import", SEEDS)
    assert (first.returncode, first.stderr) == (0, "")
    assert (again.returncode, again.stderr) == (0, "")
    rows = first.stdout.splitlines()
    assert [row.split()[0] for row in rows[:-1]] == ["created"] * 5
    assert "2020-00713; amount-sentinel" in rows[0]
    assert rows[-1] == "5 created, 0 updated, 0 unchanged, 0 conflict, 0 rejected"
    assert again.stdout.endswith("\n0 created, 0 updated, 5 unchanged, 0 conflict, 0 rejected\n")
    assert "2020-00713; matched by document" in again.stdout


def test_an_import_with_a_refused_document_exits_with_1_and_takes_the_others(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    folder = tmp_path / "sidor"
    folder.mkdir()
    write(folder, make_page(Diarienummer="2020/00001"), "a.txt")
    write(folder, "inget", "b.txt")
    write(folder, make_page(Diarienummer="2020-00001"), "c.txt")
    done = run("import", folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert "b.txt  not-a-project: no block of project labels\n" in done.stdout
    assert "c.txt  record-conflict: number 2020-00001 makes the id 2020-00001" in done.stdout
    assert done.stdout.endswith("1 created, 0 updated, 0 unchanged, 1 conflict, 1 rejected\n")
    assert len(everything(empty_database)["project"]) == 1


@pytest.mark.usefixtures("empty_database")
def test_json_is_one_object_with_a_row_for_each_document(run: Run) -> None:
    pages = GOLDEN / "pages" / "bank-2007-2013-glued-labels-a.txt"
    refused = GOLDEN / "rejected" / "news.txt"
    done = run("import", "--json", pages, refused)
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout) == {
        "dry_run": False,
        "counts": {"created": 1, "updated": 0, "unchanged": 0, "conflict": 0, "rejected": 1},
        "documents": [
            {
                "document": str(pages),
                "outcome": "created",
                "id": "kompetens-nu-1-3-genomforande-055c1c00",
                "reason": None,
                "warnings": ["participants-not-stated"],
                "matched_by": None,
            },
            {
                "document": str(refused),
                "outcome": "rejected",
                "id": None,
                "reason": "not-a-project: no block of project labels",
                "warnings": [],
                "matched_by": None,
            },
        ],
    }


def test_a_dry_run_stores_nothing_and_says_so(run: Run, empty_database: Database) -> None:
    before = everything(empty_database)
    done = run("import", "--dry-run", SEEDS)
    assert "\nDry run, nothing stored: 5 created, 0 updated, " in done.stdout
    assert everything(empty_database) == before


@pytest.mark.usefixtures("empty_database")
def test_a_name_that_is_no_utf8_is_reported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"sk\xe5ne.txt")
    path.write_text(make_page())
    done = run("import", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sk\\xe5ne.txt" in done.stdout


@pytest.mark.usefixtures("empty_database")
def test_a_terminal_shows_progress_and_the_report_stays_clean(tmp_path: Path) -> None:
    reading, writing = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "import", str(SEEDS)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=writing,
    )
    report = process.communicate(timeout=60)[0].decode()
    os.close(writing)
    shown = os.read(reading, 100_000).decode()
    os.close(reading)
    assert "Importing" in shown
    assert "5/5" in shown
    assert "created" not in shown
    assert "Importing" not in report
    assert report.endswith("5 created, 0 updated, 0 unchanged, 0 conflict, 0 rejected\n")


@pytest.mark.usefixtures("empty_database")
def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "import", str(SEEDS)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 1
