"""XLSX, read back by two readers of others: typed cells, the second sheet, the limits."""

import errno
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.database import Database
from app.errors import FormatLimit
from app.exports import xlsx
from app.exports.cells import guard
from app.exports.export import Export, open_export
from app.exports.formats import FORMATS
from app.query.resource import PROJECTS
from tests.conftest import open_copy
from tests.exports.files import export, fill
from tests.query.records import make_record

LONGEST = 32_767
ASKED = (
    "fields=number,name,specific_objective,start_date,status,planned_participants,total_budget,"
    "eu_cofinancing_rate,strategic_importance,quality_issues,updated_at"
)
RECORD = make_record(
    "2020-00713",
    number="2020/00713",
    name="=1+1",
    specific_objective="2.1",
    start_date=date(2021, 2, 1),
    planned_participants=0,
    total_budget=Decimal("2073781.25"),
    eu_cofinancing_rate=Decimal("66.5"),
    strategic_importance=False,
    quality_issues=("heading-mismatch", "unknown-label"),
    updated_at=datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001 - as SQLite keeps it
)
CELLS = [
    "2020-00713",
    "2020/00713",
    "'=1+1",
    "2.1",
    datetime(2021, 2, 1),  # noqa: DTZ001 - a sheet knows no time zone
    "unknown",
    0,
    2073781.25,
    66.5,
    False,
    "heading-mismatch unknown-label",
    datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001
]


@pytest.fixture(scope="module")
def database(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Filled anew by each example."""
    with open_copy(empty_file, tmp_path_factory.mktemp("sheets")) as database:
        yield database


def open_book(made: bytes) -> Any:  # noqa: ANN401 - the reader has no types
    return load_workbook(BytesIO(made))


def rows_of(made: bytes, sheet: str = "Projekt") -> list[list[Any]]:
    return [list(row) for row in open_book(made)[sheet].iter_rows(values_only=True)]


def calamine_rows(made: bytes) -> list[list[Any]]:
    """The same as the other reader sees them, escapes undone."""
    return CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Projekt").to_python()


def texts_of(made: bytes) -> str:
    """Everything that stands in a workbook."""
    rows = (row for sheet in open_book(made).sheetnames for row in rows_of(made, sheet))
    return "\n".join(str(cell) for row in rows for cell in row)


def about(made: bytes) -> dict[str, list[Any]]:
    """What the second sheet says, by its first column."""
    said: dict[str, list[Any]] = {}
    for row in rows_of(made, "Om data"):
        said.setdefault(str(row[0]), []).append(row[1])
    return said


def test_cells_are_real_numbers_dates_and_truth_values(empty_database: Database) -> None:
    made = export(fill(empty_database, [RECORD]), "xlsx", ASKED)
    heading, cells = rows_of(made)
    assert heading == ["id", *ASKED.removeprefix("fields=").split(",")]
    assert cells == CELLS
    sheet = open_book(made)["Projekt"]
    assert [cell.data_type for cell in sheet[2]] == list("ssssd") + list("snnnbsd")
    assert sheet["E2"].number_format == "yyyy-mm-dd"
    days = [date(2021, 2, 1) if cell == CELLS[4] else cell for cell in CELLS]
    assert calamine_rows(made)[1] == days


def test_the_heading_is_frozen_and_filters(empty_database: Database) -> None:
    sheet = open_book(export(fill(empty_database, [RECORD]), "xlsx", ASKED))["Projekt"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:L2"


def test_labels_are_headings_and_words(empty_database: Database) -> None:
    fill(empty_database, [RECORD])
    asked = "fields=status,strategic_importance,total_budget&labels=sv"
    assert rows_of(export(empty_database, "xlsx", asked)) == [
        ["Id", "Status", "Total projektbudget", "Insats av strategisk betydelse"],
        ["2020-00713", "okänt", 2073781.25, "Nej"],
    ]


def test_the_second_sheet_tells_of_the_data(golden_database: Database) -> None:
    asked = "region=SE12&sort=-total_budget&fields=name,total_budget"
    with time_machine.travel("2026-11-22T12:00Z"):
        made = export(golden_database, "xlsx", asked)
    rows = len(rows_of(made)) - 1
    said = about(made)
    assert said["Fråga"] == [
        "NUTS-2 kod är SE12 (Östra Mellansverige)",
        "sorterat efter Total projektbudget (fallande)",
    ]
    assert said["Adress"] == [
        "/v1/projects?region=SE12&sort=-total_budget&fields=id,name,total_budget"
    ]
    assert said["Antal rader"] == [rows]
    assert said["Dataversion"] == [12]
    assert said["Status gäller"] == ["2026-11-22"]
    assert said["Källa"] == ["Svenska ESF-rådet, Projektbanken"]
    assert said["total_budget"] == ["Total projektbudget"]
    [stated] = [row for row in rows_of(made, "Om data") if row[0] == "total_budget"]
    given = [row for row in rows_of(made)[1:] if row[2] is not None]
    assert stated[2:5] == ["SEK", len(given), round(100 * len(given) / rows, 1)]
    assert str(stated[5]).startswith("Total budget of the project.")


def test_the_second_sheet_speaks_english_where_the_labels_do(golden_database: Database) -> None:
    said = about(export(golden_database, "xlsx", "labels=en"))
    assert said["Question"] == ["everything, no filter"]
    assert said["name"] == ["Name"]


def test_an_empty_result_is_a_workbook_with_headings(empty_database: Database) -> None:
    made = export(empty_database, "xlsx")
    assert rows_of(made) == [list(PROJECTS.public)]
    assert about(made)["Antal rader"] == [0]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1
)
"""Without what is no character in any XML."""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS | st.from_regex(r"<r>.{0,9}</r>|['=+@-].{0,9}|_x0041_"), max_size=5))
def test_every_text_comes_back_from_its_cell(database: Database, texts: list[str]) -> None:
    fill(database, [make_record(f"r{place}", name=text) for place, text in enumerate(texts)])
    made = export(database, "xlsx", "fields=name")
    found = calamine_rows(made)[1:]
    assert [release(str(text)) for _, text in found] == texts


def release(text: str) -> str:
    return text.removeprefix("'")


def test_figures_and_days_that_a_sheet_cannot_hold_come_as_texts(empty_database: Database) -> None:
    record = make_record(
        "a", planned_participants=10**17 + 1, start_date=date(1899, 12, 31), total_budget=Decimal(1)
    )
    asked = "fields=planned_participants,start_date"
    made = export(fill(empty_database, [record]), "xlsx", asked)
    assert rows_of(made)[1] == ["a", "1899-12-31", "100000000000000001"]


def test_a_text_of_the_longest_kind_fits(empty_database: Database) -> None:
    fill(empty_database, [make_record("a", summary="å" * LONGEST)])
    assert rows_of(export(empty_database, "xlsx", "fields=summary"))[1][1] == "å" * LONGEST
    with open_export(empty_database, PROJECTS, "", FORMATS["xlsx"]) as made:
        made.check()


@pytest.mark.parametrize("text", ["å" * (LONGEST + 1), "=" * LONGEST, "😀" * (LONGEST // 2 + 1)])
def test_a_text_too_long_for_a_cell_is_refused_before_the_first_byte(
    empty_database: Database, text: str
) -> None:
    fill(empty_database, [make_record("a"), make_record("b", summary=text)])
    for make in (lambda made: next(made.blocks()), Export.check):
        refused = pytest.raises(FormatLimit, match="summary of b has more")
        with open_export(empty_database, PROJECTS, "", FORMATS["xlsx"]) as made, refused:
            make(made)
    assert len(rows_of(export(empty_database, "xlsx", "fields=name"))) == 3


def test_more_rows_than_a_sheet_has_are_refused_before_the_first_byte(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert xlsx.MAX_ROWS == 2**20 - 1
    monkeypatch.setattr(xlsx, "MAX_ROWS", 11)
    refused = pytest.raises(FormatLimit, match="at most 11 rows and these are 12")
    with open_export(golden_database, PROJECTS, "", FORMATS["xlsx"]) as made, refused:
        next(made.blocks())
    assert len(rows_of(export(golden_database, "xlsx", "limit=11"))) == 12


def test_a_guarded_text_is_no_formula(empty_database: Database) -> None:
    fill(empty_database, [make_record("a", name="=HYPERLINK(1)", owner_unit="-1")])
    [cells] = rows_of(export(empty_database, "xlsx", "fields=name,owner_unit"))[1:]
    assert cells == ["a", guard("=HYPERLINK(1)"), "'-1"]


def test_a_file_that_cannot_be_had_is_told_and_nothing_stays_open(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    sheets: list[Any] = []

    def write() -> None:
        with xlsx._workbook(taken) as workbook:
            sheets.append(workbook.add_worksheet("Projekt"))

    with pytest.raises(IsADirectoryError) as failed:
        write()
    assert failed.value.errno == errno.EISDIR
    assert [sheet.row_data_fh for sheet in sheets if not sheet.row_data_fh.closed] == []
