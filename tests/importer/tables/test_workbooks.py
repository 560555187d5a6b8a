"""XLSX: typed cells, title rows above the heading, sheets that hold something else, and traps."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter import Workbook

from app.errors import DocumentRejected
from app.importer.tables import open_table
from app.importer.tables.workbook_area import MAX_CHARACTERS
from app.importer.tables.workbook_size import MAX_CELLS, check_size
from tests.importer.tables.lists import (
    HEADINGS,
    TYPED,
    drafts_of,
    open_list,
    refusal_of,
    rows_of,
    statements_of,
    to_workbook,
    values_of,
)

SHEET = "xl/worksheets/sheet1.xml"


def with_part(content: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    """A workbook with something replaced in one of its parts."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            assert member != name or change[0] in part
            new.writestr(member, part.replace(*change) if member == name else part)
    return made.getvalue()


def test_cells_are_read_by_their_types() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    assert values_of(content) == {
        "number": "2020/00001",
        "name": "Nya vägar",
        "owner": "Exempelkommunen",
        "total_budget": 1234_50,
        "start_date": date(2020, 1, 31),
    }


@pytest.mark.parametrize(
    ("cell", "value", "raw", "issues"),
    [
        (1234567, 1234567_00, "1234567", ()),
        (0.1 + 0.2, 30, "0.3", ()),
        (1234.5600000001, 1234_56, "1234.5600000001", ()),
        (1234.567, None, "1234.567", ("amount-unreadable",)),
        (234.567, None, "234.567", ("amount-unreadable",)),
        (-5, None, "-5", ("amount-unreadable",)),
        (1e14, None, "100000000000000", ("amount-unreadable",)),
        (1e30, None, "1e+30", ("amount-unreadable",)),
        (-2147483648, None, "-2147483648", ("amount-sentinel",)),
        ("1 234,50 kr", 1234_50, "1 234,50 kr", ()),
        ("234.567", 234567_00, "234.567", ()),
        (True, None, "true", ("amount-unreadable",)),
    ],
)
def test_an_amount_is_a_figure_or_a_text_as_people_write_it(
    cell: object, value: int | None, raw: str, issues: tuple[str, ...]
) -> None:
    one = statements_of(to_workbook(Blad=[HEADINGS, (*TYPED[:3], cell)]))["total_budget"]
    assert (one.value, one.raw, one.issues) == (value, raw, issues)


@pytest.mark.parametrize(
    ("heading", "cell", "name", "value"),
    [
        ("Planerat antal deltagare", 3.0, "planned_participants", 3),
        ("Planerat antal deltagare", 3.5, "planned_participants", None),
        ("Interventionstyp", 117.0, "intervention_type", "117"),
        ("Specifikt mål", 2.1, "specific_objective", "2.1"),
        ("Unionens medfinansieringsgrad", 0.665, "eu_cofinancing_rate", 66_50),
        ("Insats av strategisk betydelse", True, "strategic_importance", True),
        ("Stödmottagare postnr", 60230, "owner_postal_code", "60230"),
        ("Startdatum", datetime(2020, 1, 31, 12, 30), "start_date", None),  # noqa: DTZ001
        ("Startdatum", 43861, "start_date", None),
    ],
)
def test_any_other_field_takes_what_a_sheet_makes_of_it(
    heading: str, cell: object, name: str, value: object
) -> None:
    content = to_workbook(Blad=[(*HEADINGS[:3], heading), (*TYPED[:3], cell)])
    assert values_of(content)[name] == value


def test_rows_above_the_heading_are_passed_by_and_counted() -> None:
    above = [("Beviljade projekt i länet",), (), ("Uppdaterad", date(2024, 1, 1))]
    content = to_workbook(Blad=[*above, HEADINGS, TYPED, (), TYPED])
    assert [row.number for row in rows_of(content)] == [5, 7]


def test_columns_before_the_first_heading_may_be_empty() -> None:
    content = to_workbook(Blad=[(), (None, None, *HEADINGS), (None, None, *TYPED)])
    assert values_of(content)["name"] == "Nya vägar"
    assert [row.number for row in rows_of(content)] == [3]


def test_a_column_without_heading_is_kept_as_unknown() -> None:
    content = to_workbook(Blad=[HEADINGS, (*TYPED, "anteckning")])
    [draft] = drafts_of(content)
    assert [(one.label, one.raw) for one in draft.unknown_labels] == [("column 6", "anteckning")]


def test_other_sheets_are_passed_by() -> None:
    about = [("Om data",), HEADINGS, TYPED]
    content = to_workbook(Försättsblad=[("Välkommen",)], Projekt=[HEADINGS, TYPED], Om_data=about)
    assert len(rows_of(content)) == 1


def test_two_sheets_with_projects_are_too_many_to_choose_from() -> None:
    content = to_workbook(A=[HEADINGS, TYPED], B=[HEADINGS, TYPED])
    assert refusal_of(content) == "unreadable-list"


def test_a_sheet_is_chosen_by_a_mapping() -> None:
    content = to_workbook(A=[HEADINGS, TYPED], B=[HEADINGS, TYPED, TYPED])
    mapping = 'sheet = "B"\n[columns]\n"Namn" = "name"\n"Projektägare" = "owner"\n'
    assert len(rows_of(content, "bok.xlsx", mapping)) == 2
    with pytest.raises(DocumentRejected, match='there is no sheet "C", but "A", "B"'):
        open_list(content, "bok.xlsx", mapping.replace('"B"', '"C"'))


def test_a_workbook_without_known_headings_is_no_list() -> None:
    assert refusal_of(to_workbook(Blad=[("a", "b"), (1, 2)])) == "not-a-list"
    assert refusal_of(to_workbook(Blad=[])) == "not-a-list"


def test_a_workbook_is_known_by_what_it_holds_and_not_by_its_name() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    assert open_list(content, "lista.txt").layout == "labelled-list"
    assert open_table(b"PK\x03\x04 and no more", "lista.xlsx") is None


def test_a_damaged_workbook_is_refused() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    damaged = with_part(content, SHEET, (b"<sheetData>", b"<sheetData"))
    assert refusal_of(damaged) == "unreadable-list"
    assert refusal_of(content[:200] + b"\xff" * 200 + content[400:]) == "unreadable-list"


def test_a_sheet_that_spans_too_many_cells_is_refused_before_it_is_read() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    far = with_part(content, SHEET, (b'r="E2"', b'r="XFD1048576"'))
    assert MAX_CELLS < 16384 * 1048576
    assert refusal_of(far) == "too-large"


FAR_CELLS = [
    '<c r ="XFD1048576"><v>1</v></c>',
    "<c r='XFD1048576'><v>1</v></c>",
    '<c\nr="xfd1048576"><v>1</v></c>',
    '<c r="XFD00000001"><v>1</v></c>',
    '<c r="F2147483648"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="A1048577"><v>1</v></c>',
    '<c r="XFD104857&#54;"><v>1</v></c>',
    '<c s="&gt;>" r="XFD1048576"><v>1</v></c>',
    '<c r="A9" r="XFD1048576"><v>1</v></c>',
    '<row r="4294967295"><c><v>1</v></c></row>',
    '<row r="1048576"></row><row><c><v>1</v></c></row>',
    '<row r="1048576"><c><v>1</v></c></row><c r="XFD9"><v>1</v></c>',
    '<!--><c r="XFD1048576"><v>1</v></c><!-- -->',
    '<![CDATA[><c r="XFD1048576"><v>1</v></c>]]>',
    '<?a ><c r="XFD1048576"><v>1</v></c>?>',
]


@pytest.mark.parametrize("cell", FAR_CELLS)
def test_a_cell_far_off_is_found_however_it_is_written(cell: str) -> None:
    change = (b"</sheetData>", f'<row r="9">{cell}</row></sheetData><x r="A1"/>'.encode())
    content = with_part(to_workbook(Blad=[HEADINGS, TYPED]), SHEET, change)
    assert refusal_of(content) in {"too-large", "unreadable-list"}


def test_a_cell_far_off_is_found_under_another_prefix() -> None:
    cell = b'<x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c></row></sheetData>'
    far = with_part(to_workbook(Blad=[HEADINGS, TYPED]), SHEET, (b"</row></sheetData>", cell))
    assert refusal_of(far) == "too-large"


@pytest.mark.parametrize(
    "change",
    [(b"<worksheet", b"<!DOCTYPE a><worksheet"), (b'"UTF-8"', b'"UTF-16"')],
)
def test_a_sheet_that_may_be_read_in_two_ways_is_refused(change: tuple[bytes, bytes]) -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    assert refusal_of(with_part(content, SHEET, change)) == "unreadable-list"


def test_a_sheet_in_utf_16_is_refused() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
    foreign = with_part(content, SHEET, (sheet, sheet.decode().encode("utf-16")))
    assert refusal_of(foreign) == "unreadable-list"


def test_cells_without_a_place_follow_the_last_one() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    assert values_of(with_part(content, SHEET, (b'r="E2"', b""))) == values_of(content)


def test_a_workbook_that_announces_more_texts_than_there_may_be_is_refused() -> None:
    content = to_workbook(Blad=[HEADINGS, TYPED])
    change = (b'uniqueCount="8"', b'uniqueCount="100000000000"')
    assert refusal_of(with_part(content, "xl/sharedStrings.xml", change)) == "unreadable-list"


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml"])
def test_a_workbook_that_is_one_of_another_kind_as_well_is_refused(name: str) -> None:
    made = BytesIO(to_workbook(Blad=[HEADINGS, TYPED]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, b"")
    assert refusal_of(made.getvalue()) == "unreadable-list"


def test_a_time_beyond_all_calendars_costs_its_row_alone() -> None:
    made = BytesIO()
    with Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate([HEADINGS[:4], *[TYPED[:4]] * 3]):
            sheet.write_row(row, 0, cells)
        sheet.write_number(2, 3, 1e300, workbook.add_format({"num_format": "[h]:mm:ss"}))
    refusals = [(row.number, row.refusal is None) for row in rows_of(made.getvalue())]
    assert refusals == [(2, True), (3, False), (4, True)]


def test_formulas_show_what_they_came_to() -> None:
    made = BytesIO()
    with Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, TYPED[:3])
        sheet.write_formula(1, 3, "=1000+234.5", None, 1234.5)
    assert values_of(made.getvalue())["total_budget"] == 1234_50


def test_a_text_that_many_cells_share_counts_for_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "liten.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number in range(MAX_CHARACTERS // 32_000 + 1):
            sheet.write_string(number, 0, "x" * 32_000)
    assert path.stat().st_size < 500_000
    with pytest.raises(DocumentRejected) as caught:
        check_size(path)
    assert caught.value.reason == "too-large"
