"""`projektbank export`, run as users run it."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from io import FileIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.commands.exporting import Wish, export_records
from app.database import Database
from app.errors import ExportRefused, FormatLimit
from app.exports import xlsx
from app.exports.formats import FORMATS
from tests.store.rows import everything

ROOT = Path(__file__).parents[1]
HOLDER = "kompetens-nu-1-3-genomforande-055c1c00"
KNOWN = "csv, ndjson, json, xlsx, parquet, geojson"
CONTACT = "kontakt06@example.se"
Done = subprocess.CompletedProcess[bytes]
Run = Callable[..., Done]
Output = int | FileIO


@pytest.fixture
def run(golden_database: Database, tmp_path: Path) -> Run:
    """Exports from twelve projects, in the folder that holds their database."""
    golden_database.close()

    def run(*arguments: str, stdout: Output = subprocess.PIPE, **settings: str) -> Done:
        named = {f"PROJEKTBANK_{name.upper()}": value for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "app", "export", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), **named},
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )

    return run


def refusal(done: Done, code: int) -> str:
    """The one line on standard error; nothing else was said."""
    assert (done.returncode, done.stdout) == (code, b"")
    [line] = done.stderr.decode().splitlines()
    return line.removeprefix("projektbank: ")


def files(folder: Path) -> set[str]:
    """What an export has left beside the database."""
    return {path.name for path in folder.iterdir() if not path.name.startswith("projektbank.db")}


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_written_and_told_of(run: Run, tmp_path: Path, format: str) -> None:
    done = run(f"alla.{format}")
    assert done.stdout.decode() == f"alla.{format}: 12 rows, dataset version 12\n"
    assert (done.returncode, done.stderr) == (0, b"")
    assert files(tmp_path) == {f"alla.{format}"}
    assert (tmp_path / f"alla.{format}").stat().st_size > 1_000


def test_a_question_chooses_rows_columns_and_order(run: Run, tmp_path: Path) -> None:
    run("urval.csv", "--query", "region=SE12&sort=-total_budget&fields=name,total_budget&limit=2")
    with (tmp_path / "urval.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["id", "name", "total_budget"]
    budgets = [float(row[2]) for row in rows]
    assert budgets == sorted(budgets, reverse=True)
    assert len(rows) == 2


def test_a_hyphen_is_standard_output_and_nothing_else_stands_there(
    run: Run, tmp_path: Path
) -> None:
    done = run("-", "--format", "ndjson", "--query", "fields=name&limit=3")
    assert [sorted(json.loads(line)) for line in done.stdout.splitlines()] == [["id", "name"]] * 3
    assert (done.returncode, done.stderr) == (0, b"")
    assert files(tmp_path) == set()


def test_dialect_and_labels_are_options(run: Run) -> None:
    done = run("-", "--format", "csv", "--dialect", "excel-sv", "--query", "fields=name&limit=1")
    assert done.stdout.startswith("\ufeffId;Namn\r\n".encode())
    done = run("-", "--format", "csv", "--labels", "en", "--query", "fields=name&limit=1")
    assert done.stdout.startswith(b"Id,Name\r\n")


def test_the_name_tells_the_format_in_any_case_and_an_option_wins(run: Run, tmp_path: Path) -> None:
    run("a.JSON")
    run("b.txt", "--format", "json")
    assert (tmp_path / "a.JSON").read_bytes() == (tmp_path / "b.txt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["a.txt"],
            f"“a.txt” does not tell the format: let it end in one of {KNOWN}, or say it",
        ),
        (["-"], "say it with --format"),
        (
            ["a.csv", "--format", "pdf"],
            f"“pdf” is no format; there are {KNOWN}.",
        ),
        (["a.csv", "--query", "regin=SE12"], 'There is no parameter "regin" here. Try region.'),
        (
            ["a.csv", "--query", "fields=nam&region=XX"],
            'fields: There is no field "nam". Try name.',
        ),
        (["a.csv", "--query", "fields=contact_email"], "contact_email is contact data"),
        (["a.csv", "--dialect", "excel"], 'dialect: "excel" is not known: it must be excel-sv.'),
        (["a.csv", "--labels", "a&b=1"], 'labels: "a&b=1" is not known: it must be sv or en.'),
        (["a.xlsx", "--dialect", "excel-sv"], 'There is no parameter "dialect" here.'),
        (["a.csv", "--query", "as_of=900"], "The newest version of the dataset is 12."),
    ],
)
def test_wrong_usage_exits_with_2_and_leaves_no_file(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert said in refusal(run(*arguments), 2)
    assert files(tmp_path) == set()


def test_a_file_that_is_there_is_overwritten_only_by_force(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "alla.csv"
    kept.write_text("mitt eget", encoding="utf-8")
    assert refusal(run("alla.csv"), 1) == "alla.csv is there already; --force overwrites it."
    assert kept.read_text(encoding="utf-8") == "mitt eget"
    assert run("alla.csv", "--force").returncode == 0
    assert kept.read_bytes().startswith(b"id,number,")


def test_what_is_no_file_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mapp.csv").mkdir()
    assert "is no file" in refusal(run("mapp.csv", "--force"), 1)
    assert "No such file" in refusal(run("borta/alla.csv"), 1)
    assert files(tmp_path) == {"mapp.csv"}


def test_standard_output_that_takes_nothing_is_told(run: Run) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        done = run("-", "--format", "csv", stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode() == "projektbank: - cannot be written: No space left on device.\n"


def test_contact_persons_stand_in_a_file_only_when_asked_for(run: Run) -> None:
    asked = ["-", "--format", "json", "--query", f"id={HOLDER}"]
    assert CONTACT not in run(*asked).stdout.decode()
    [record] = json.loads(run(*asked, "--contacts").stdout)
    assert record["contact_email"] == CONTACT
    assert "keeps contact persons out" in refusal(run(*asked, "--contacts", contacts="hidden"), 2)


def test_a_file_tells_the_public_address_where_one_is_set(run: Run, tmp_path: Path) -> None:
    run("alla.xlsx", "--query", "limit=1", public_url="https://projekt.example.se/")
    book = xlsx_texts(tmp_path / "alla.xlsx")
    assert "https://projekt.example.se/v1/projects?limit=1" in book


def xlsx_texts(path: Path) -> list[object]:
    return [cell for row in load_workbook(path)["Om data"].values for cell in row]


def test_a_missing_database_is_no_empty_file(run: Run, tmp_path: Path) -> None:
    assert "needs a migration" in refusal(run("a.csv", database_url="sqlite:///annan.db"), 3)
    assert files(tmp_path) == set()


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_export_writes_nothing_to_the_database(
    golden_database: Database, in_folder: Path
) -> None:
    before = everything(golden_database)
    with closing(Database(golden_database.url)) as database:
        export_records(database, Wish(target="alla.csv"))
    assert everything(golden_database) == before
    assert (in_folder / "alla.csv").exists()


def test_a_file_that_cannot_be_completed_does_not_exist(
    golden_database: Database, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    kept = in_folder / "alla.xlsx"
    kept.write_bytes(b"the old one")
    with pytest.raises(FormatLimit):
        export_records(golden_database, Wish(target="alla.xlsx", force=True))
    assert files(in_folder) == {"alla.xlsx"}
    assert kept.read_bytes() == b"the old one"


def test_a_file_that_comes_up_meanwhile_is_kept(
    golden_database: Database, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program takes the name while the rows are written."""
    taken = in_folder / "alla.csv"
    monkeypatch.setattr("app.commands.exporting.sync", lambda _: taken.write_text("en annans"))
    with pytest.raises(ExportRefused, match="there already"):
        export_records(golden_database, Wish(target="alla.csv"))
    assert files(in_folder) == {"alla.csv"}
    assert taken.read_text(encoding="utf-8") == "en annans"
