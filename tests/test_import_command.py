"""`projektbank import` and `reread` with all their options, as a civil servant runs them."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.database import Database
from tests.importer.archives import make_archive
from tests.importer.files import write
from tests.importer.pages import make_page
from tests.store.rows import everything, stored_projects, stored_record
from tests.test_cli import ROOT, Run, check_plain_error, run

__all__ = ["run"]

LIST = (
    "number,name,owner,region\r\n"
    "2020/00001,Ett,Exempelkommunen,SE11\r\n"
    "2020/00002,,Exempelkommunen,SE11\r\n"
    '2020/00003,"Tre, ""3""",Exempelkommunen,SE12\r\n'
)
MAPPING = """
[columns]
"Dnr" = "number"
"Projekt" = "name"
"Sökande" = "owner"
"""


def test_a_list_reports_its_rows_and_writes_the_refused_ones(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, LIST, "lista.csv")
    done = run("import", "lista.csv", "--rejects", "rader.csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert "rows: 2 created, 0 updated, 0 unchanged, 0 conflict, 1 rejected" in done.stdout
    assert "row 3: no-name: " in done.stdout
    with (tmp_path / "rader.csv").open(encoding="utf-8", newline="") as file:
        [rejected] = csv.DictReader(file)
    assert rejected["rejected_row"] == "3"
    assert rejected["rejected_code"] == "no-name"
    assert (rejected["number"], rejected["name"]) == ("2020/00002", "")
    assert len(stored_projects(empty_database)) == 2


def test_refused_rows_that_were_mended_are_taken_in(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, LIST, "lista.csv")
    run("import", "lista.csv", "--rejects", "rader.csv")
    rejects = (tmp_path / "rader.csv").read_text("utf-8")
    write(tmp_path, rejects.replace("2020/00002,,", "2020/00002,Två,"), "lagade.csv")
    done = run("import", "lagade.csv")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert stored_record(empty_database, "2020-00002")["name"] == "Två"


@pytest.mark.usefixtures("empty_database")
def test_json_tells_the_rows_of_a_list(run: Run, tmp_path: Path) -> None:
    write(tmp_path, LIST, "lista.csv")
    report = json.loads(run("import", "--json", "lista.csv").stdout)
    [row] = report["documents"]
    assert row["rows"] == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "conflict": 0,
        "rejected": 1,
    }
    assert [(one["row"], one["code"]) for one in row["rejects"]] == [(3, "no-name")]
    assert report["counts"]["created"] == 1


def test_anybodys_list_comes_in_by_a_mapping_file(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, "Dnr;Projekt;Sökande\n2020/00001;Ett;Exempelkommunen\n", "min.csv")
    write(tmp_path, MAPPING, "min.toml")
    done = run("import", "min.csv", "--mapping", "min.toml")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert stored_record(empty_database, "2020-00001")["owner"] == "Exempelkommunen"


def test_a_mapping_file_with_faults_is_wrong_usage_and_all_are_told(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path, '[columns]\n"Dnr" = "numer"\n"X" = "ägare"\n', "fel.toml")
    write(tmp_path, "Dnr\n1\n", "min.csv")
    said = check_plain_error(run("import", "min.csv", "--mapping", "fel.toml"), 2)
    assert "numer" in said
    assert "ägare" in said


@pytest.mark.usefixtures("empty_database")
def test_a_complete_dump_names_what_is_missing(run: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        page = make_page(name=f"Projekt {number}", Diarienummer=f"2020/0000{number}")
        write(tmp_path, page, f"{number}.txt")
    run("import", "1.txt", "2.txt")
    done = run("import", "1.txt", "--complete")
    assert "missing    2020-00002  Projekt 2\n" in done.stdout
    assert done.stdout.endswith("; 1 missing in the dump\n")
    report = json.loads(run("import", "1.txt", "--complete", "--json").stdout)
    assert report["missing"] == [{"id": "2020-00002", "name": "Projekt 2"}]


def test_a_dry_run_tells_field_by_field_what_would_change(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    page = make_page(Diarienummer="2020/00001", Antal_deltagare="10")
    write(tmp_path, page, "a.txt")
    write(tmp_path, page.replace("\n10\n", "\n20\n"), "b.txt")
    run("import", "a.txt")
    before = everything(empty_database)
    done = run("import", "--dry-run", "b.txt")
    assert "           planned_participants: 10 → 20\n" in done.stdout
    assert everything(empty_database) == before
    assert list(tmp_path.glob("*rehearsal*")) == []


def test_an_archive_is_as_good_as_its_files(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    pages = {f"sidor/{n}.txt": make_page(name=f"Projekt {n}") for n in range(3)}
    (tmp_path / "a.zip").write_bytes(make_archive(pages))
    done = run("import", "a.zip")
    assert (done.returncode, done.stderr) == (0, "")
    assert "created    a.zip/sidor/0.txt" in done.stdout
    assert len(stored_projects(empty_database)) == 3


def test_many_processes_read_and_the_report_keeps_the_order(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    (tmp_path / "sidor").mkdir()
    for number in range(120):
        write(tmp_path / "sidor", make_page(name=f"Projekt {number}"), f"{number:03}.txt")
    write(tmp_path / "sidor", LIST, "050-lista.csv")
    write(tmp_path / "sidor", "inget", "060-inget.txt")
    done = run("import", "sidor", "--processes", "2")
    assert (done.returncode, done.stderr) == (1, "")
    named = [line.split()[1] for line in done.stdout.splitlines() if "sidor/" in line]
    assert named == sorted(named)
    assert len(named) == 122
    assert len(stored_projects(empty_database)) == 122


@pytest.mark.usefixtures("empty_database")
def test_reading_again_says_what_it_did(run: Run, tmp_path: Path) -> None:
    write(tmp_path, make_page(), "a.txt")
    run("import", "a.txt")
    done = run("reread")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("0 created, 0 updated, 1 unchanged, 0 conflict, 0 rejected\n")
    assert "known: " in check_plain_error(run("reread", "--layout", "ingen"), 2)


@pytest.mark.slow
def test_an_import_that_is_interrupted_tells_what_it_stored(
    tmp_path: Path, empty_database: Database
) -> None:
    rows = "".join(f"2020/{n:05},Projekt {n},Exempelkommunen,SE11\r\n" for n in range(20_000))
    write(tmp_path, make_page(), "a.txt")
    write(tmp_path, f"number,name,owner,region\r\n{rows}", "b.csv")
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "import", "a.txt", "b.csv"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while len(everything(empty_database)["project"]) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    told, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "projektbank: interrupted\n")
    assert told.endswith("1 created, 0 updated, 0 unchanged, 0 conflict, 0 rejected\n")
