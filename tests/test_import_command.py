"""`projektbank import` and `reread` with all their options, as a civil servant runs them."""

import codecs
import csv
import json
import os
import re
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


def rejected_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_list_reports_its_rows_and_writes_the_refused_ones(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, LIST, "lista.csv")
    done = run("import", "lista.csv", "--rejects", "rader.csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert "rows: 2 created, 0 updated, 0 unchanged, 0 conflict, 1 rejected" in done.stdout
    assert "row 3: no-name: " in done.stdout
    [rejected] = rejected_rows(tmp_path / "rader.csv")
    assert rejected["rejected_row"] == "3"
    assert rejected["rejected_code"] == "no-name"
    assert (rejected["number"], rejected["name"]) == ("2020/00002", "")
    assert len(stored_projects(empty_database)) == 2


def test_refused_rows_that_were_mended_are_taken_in(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, LIST, "lista.csv")
    run("import", "lista.csv", "--rejects", "rader.csv")
    rejects = (tmp_path / "rader.csv").read_bytes()
    assert rejects.startswith(codecs.BOM_UTF8)
    mended = rejects.replace(b"2020/00002;;", "2020/00002;Två;".encode())
    write(tmp_path, mended, "lagade.csv")
    done = run("import", "lagade.csv")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert stored_record(empty_database, "2020-00002")["name"] == "Två"


@pytest.mark.parametrize(
    "headings", ["number,name,owner,summary", "Diarienummer,Namn,Projektägare,Sammanfattning"]
)
def test_no_refused_cell_is_run_or_changed_and_each_comes_back(
    run: Run, tmp_path: Path, empty_database: Database, headings: str
) -> None:
    texts = ["=1+1", "-2,5", "2.1", "2020-01-31", "'Unga' i arbete", "@x"]
    rows = [f'2020/0000{n},,Exempelkommunen,"{said}"' for n, said in enumerate(texts)]
    write(tmp_path, "\n".join((headings, *rows, "")), "lista.csv")
    run("import", "lista.csv", "--rejects", "rader.csv")
    rejected = rejected_rows(tmp_path / "rader.csv")
    for row, said in zip(rejected, texts, strict=True):
        held = row[headings.rpartition(",")[2]]
        assert held in {f"'{said}", f'="{said}"'} or said.startswith("'")
    mended = re.sub(rb"(2020/0000\d);;", rb"\1;X;", (tmp_path / "rader.csv").read_bytes())
    write(tmp_path, mended, "lagade.csv")
    assert run("import", "lagade.csv").returncode == 0
    for n, said in enumerate(texts):
        assert stored_record(empty_database, f"2020-0000{n}")["summary"] == said


@pytest.mark.usefixtures("empty_database")
def test_a_file_of_no_refused_rows_has_its_headings(run: Run, tmp_path: Path) -> None:
    write(tmp_path, make_page(), "a.txt")
    assert run("import", "a.txt", "--rejects", "rader.csv").returncode == 0
    rejects = (tmp_path / "rader.csv").read_text("utf-8-sig")
    assert rejects == "rejected_document;rejected_row;rejected_code;rejected_detail\n"
    assert sorted(path.name for path in tmp_path.glob("*rader*")) == ["rader.csv"]


def test_a_file_that_is_there_is_overwritten_by_force_alone(
    run: Run, tmp_path: Path, empty_database: Database
) -> None:
    write(tmp_path, LIST, "lista.csv")
    write(tmp_path, "annat", "rader.csv")
    order = ("import", "lista.csv", "--rejects", "rader.csv")
    assert "--force overwrites it" in check_plain_error(run(*order), 2)
    assert (tmp_path / "rader.csv").read_text() == "annat"
    assert stored_projects(empty_database) == []
    assert run(*order, "--force").returncode == 1
    assert [row["number"] for row in rejected_rows(tmp_path / "rader.csv")] == ["2020/00002"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("lista.csv", "lista.csv"),
        ("lista.csv", "länk.csv"),
        (".", "lista.csv"),
        ("sidor", "min.toml"),
        ("lista.csv", "sidor"),
        ("lista.csv", "ingen/rader.csv"),
    ],
)
def test_refused_rows_never_go_where_something_is_read(
    run: Run,
    tmp_path: Path,
    empty_database: Database,
    source: str,
    target: str,
) -> None:
    """Not by force either."""
    (tmp_path / "sidor").mkdir()
    (tmp_path / "länk.csv").symlink_to(write(tmp_path, LIST, "lista.csv"))
    write(tmp_path, MAPPING, "min.toml")
    order = ("import", source, "--mapping", "min.toml", "--rejects", target, "--force")
    check_plain_error(run(*order), 2)
    assert (tmp_path / "lista.csv").read_text() == LIST.replace("\r\n", "\n")
    assert (tmp_path / "min.toml").read_text() == MAPPING
    assert stored_projects(empty_database) == []


def test_force_without_a_file_of_refused_rows_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    write(tmp_path, LIST, "lista.csv")
    assert "--rejects" in check_plain_error(run("import", "lista.csv", "--force"), 2)


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
