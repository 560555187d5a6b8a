"""`backup`, `restore`, `check` and `redact` as users run them."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from app.database import Database
from tests.backup.states import dataset_of
from tests.conftest import GOLDEN
from tests.old_schema import make_0001
from tests.restoring.keeping import go_on, query
from tests.store.redaction.people import EMAIL, page, traces
from tests.store.rows import everything
from tests.test_cli import ROOT, Run, check_plain_error, run

__all__ = ["run"]


def test_a_backup_is_restored(run: Run, golden_database: Database, tmp_path: Path) -> None:
    done = run("backup", "kopia.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("kopia.db: schema 0006, dataset version ")
    go_on(golden_database, tmp_path, 1)
    done = run("restore", "kopia.db", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    epoch, version, seq = dataset_of(golden_database.path)
    assert done.stdout.splitlines()[-1] == (
        f"Dataset version {version}; changes go on after {seq}; epoch {epoch}"
    )
    assert "projektbank.db is backed up as projektbank.2" in done.stdout
    assert query(golden_database, "SELECT count(*) FROM project") == [(12,)]


def test_a_backup_overwrites_nothing(run: Run, golden_database: Database) -> None:
    assert golden_database.path.exists()
    assert run("backup", "kopia.db").returncode == 0
    assert check_plain_error(run("backup", "kopia.db"), 1) == "kopia.db is there already."


def test_nothing_to_back_up_exits_with_3(run: Run, tmp_path: Path) -> None:
    said = check_plain_error(run("backup"), 3)
    assert said == "projektbank.db holds nothing to back up."
    assert list(tmp_path.iterdir()) == []


def test_a_restore_that_nobody_agreed_to_is_refused(run: Run, golden_database: Database) -> None:
    run("backup", "kopia.db")
    before = everything(golden_database)
    said = check_plain_error(run("restore", "kopia.db"), 1)
    assert said == "projektbank.db would be replaced: say so with --yes."
    assert everything(golden_database) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 130)])
def test_whoever_sits_there_is_asked(
    run: Run, golden_database: Database, answer: str, code: int
) -> None:
    run("backup", "kopia.db")
    epoch = dataset_of(golden_database.path)[0]
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "restore", "kopia.db"],
        cwd=golden_database.path.parent,
        env={"PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.write(mine, answer.encode())
    process.communicate(timeout=60)
    os.close(mine)
    os.close(theirs)
    assert process.returncode == code
    assert (dataset_of(golden_database.path)[0] != epoch) == (code == 0)


def test_a_restore_needs_no_answer_where_nothing_is(run: Run, golden_database: Database) -> None:
    run("backup", "kopia.db")
    done = run("restore", "kopia.db", database_url="sqlite:///ny.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("check", "--integrity", database_url="sqlite:///ny.db").returncode == 0
    assert golden_database.path.exists()


def test_a_check_tells_every_law(run: Run, golden_database: Database) -> None:
    done = run("check", "--integrity", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(row["kept"] and row["breaches"] == [] for row in json.loads(done.stdout))
    query(golden_database, "UPDATE dataset SET latest_seq = 99")
    done = run("check", "--integrity")
    assert done.returncode == 1
    assert "BROKEN  feed" in done.stdout
    assert "        the newest change is 12, the dataset says 99\n" in done.stdout


def test_a_check_makes_and_migrates_nothing(run: Run, tmp_path: Path) -> None:
    assert "needs a migration" in check_plain_error(run("check", "--integrity"), 3)
    assert list(tmp_path.iterdir()) == []


def test_a_redaction_lists_places_and_a_dry_run_the_same(
    run: Run, empty_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "sida.txt").write_text(page())
    run("import", "sida.txt")
    dry = run("redact", "--email", EMAIL, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "Dry run, nothing changed: 1 provenance, 1 record, 1 document" in dry.stdout
    assert traces(empty_database)
    done = run("redact", "--email", EMAIL)
    assert done.stdout.splitlines()[:3] == dry.stdout.splitlines()[:3]
    assert "planterad" not in done.stdout
    (tmp_path / "sida.txt").unlink()
    assert traces(empty_database) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["redact"], "--email, --name or --ended-before"),
        (["redact", "--in-text"], "--email, --name or --ended-before"),
        (["redact", "--ended-before", "2015"], "2015-01-31"),
        (["restore", "borta.db"], "'borta.db' does not exist"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], said: str) -> None:
    assert said in check_plain_error(run(*arguments), 2)


def test_a_migration_tells_of_its_backup(
    run: Run, golden_database: Database, tmp_path: Path
) -> None:
    make_0001(golden_database, tmp_path / "gammal.db").close()
    done = run("migrate", database_url="sqlite:///gammal.db")
    [backup] = tmp_path.glob("gammal.schema-0001.*.db")
    assert done.stdout == (
        f"gammal.db is backed up as {backup.name} before its migration.\n"
        "gammal.db migrated to schema 0006\n"
    )
    backup.unlink()
    make_0001(golden_database, tmp_path / "annan.db").close()
    news = GOLDEN / "rejected" / "news.txt"
    done = run("import", news, database_url="sqlite:///annan.db")
    assert "annan.db is backed up as annan.schema-0001." in done.stderr
