"""What is a list and what is a page; where the headings of a list stand."""

import re
from pathlib import Path

import pytest

from app.errors import DocumentRejected
from app.importer.tables import open_table
from app.importer.tables.row import MAX_COLUMNS
from tests.conftest import GOLDEN
from tests.importer.tables.lists import (
    HEADINGS,
    ROW,
    open_list,
    refusals_of,
    rows_of,
    to_csv,
    to_workbook,
)

PAGES = sorted(
    path
    for path in GOLDEN.rglob("*")
    if path.suffix in (".txt", ".html") and not path.read_bytes().startswith(b"{")
)


def refusal_of(content: bytes, name: str) -> str:
    return refused_with(content, name)[0]


def refused_with(content: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(DocumentRejected) as refused:
        open_table(content, name)
    return refused.value.reason, str(refused.value)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_no_list(path: Path) -> None:
    assert open_table(path.read_bytes(), path.name) is None


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    assert len(rows_of(to_csv(HEADINGS, ROW, delimiter=delimiter), "utan ändelse")) == 1


@pytest.mark.parametrize("above", [1, 20, 49])
def test_the_heading_may_stand_below_title_rows(above: int) -> None:
    titles = [("Beviljade projekt; Namn",), ()] * 25
    content = to_csv(*titles[:above], HEADINGS, ROW, delimiter=",")
    assert [row.number for row in rows_of(content)] == [above + 2]


def test_the_row_with_most_known_headings_is_the_heading() -> None:
    content = to_csv(("Namn", "Projektägare", "Region"), HEADINGS, ROW)
    assert [row.number for row in rows_of(content)] == [3]


def test_prose_that_speaks_of_labels_is_no_heading() -> None:
    page = b"Om oss\n\nSidan visar Namn, Region, budget och annat.\nNamn, Region\n"
    assert open_table(page, "sida.txt") is None


@pytest.mark.parametrize("name", ["lista.csv", "LISTA.CSV", "lista.tsv"])
def test_a_table_without_known_headings_is_refused_as_such(name: str) -> None:
    assert refusal_of(b"a;b;c\n1;2;3\n", name) == "not-a-list"
    assert open_table(b"a;b;c\n1;2;3\n", "sida.txt") is None


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (
            b"Lista\na;b;c\n1;2;3\n",
            "a.csv",
            'no row of the first 50 has .*: found are "a", "b", "c"',
        ),
        (b"Dnr,Titel\n1,2\n", "a.csv", 'found are "Dnr", "Titel"'),
        (b'[{"Dnr": 1, "Titel": "x"}]', "a.json", 'no object .*: found are "Dnr", "Titel"'),
        (to_workbook(Blad=[["Dnr", "Titel"]]), "a.xlsx", 'no sheet .*: found are "Dnr", "Titel"'),
        (to_csv([str(n) for n in range(20)]), "a.csv", 'found are "0", .*"7" and 12 more'),
        (to_csv(["x" * 500, "y\nz"]), "a.csv", 'found are "x{80}…", "y.z"'),
        (b"", "a.csv", "there are none"),
        (to_csv(HEADINGS[:2] + HEADINGS[3:]), "a.csv", 'no column for the owner: found are "Diari'),
    ],
)
def test_a_refused_list_tells_which_headings_were_found_and_what_helps(
    content: bytes, name: str, told: str
) -> None:
    _, detail = refused_with(content, name)
    assert re.search(told, detail), detail
    assert detail.endswith("; a mapping file (--mapping) says what headings mean")
    assert detail.isprintable()


@pytest.mark.parametrize(("missing", "code"), [("Namn", "no-name"), ("Projektägare", "no-owner")])
def test_a_list_that_cannot_name_its_projects_or_their_owners_is_refused(
    missing: str, code: str
) -> None:
    headings = [heading for heading in HEADINGS if heading != missing]
    assert refusal_of(to_csv(headings, headings), "lista.csv") == code


def test_a_list_of_ten_thousand_columns_is_refused() -> None:
    headings = (*HEADINGS, *(f"kolumn {number}" for number in range(10_000)))
    assert len(headings) > MAX_COLUMNS
    assert refusal_of(to_csv(headings), "lista.csv") == "unreadable-list"


def test_noise_is_no_list() -> None:
    for noise in (b"", b"\0" * 5000, b"%PDF-1.7\n" + bytes(range(256)) * 20, b";" * 100_000):
        assert open_table(noise, "fil") is None


def test_headings_of_the_pages_make_a_list_of_their_own_kind() -> None:
    assert open_list(to_csv(HEADINGS, ROW)).layout == "labelled-list"


def test_a_heading_bears_its_unit_or_a_colon_without_harm() -> None:
    headings = ("Namn:", "PROJEKTÄGARE", "Total  projektbudget (SEK)", "EU-stöd, kr")
    [row] = rows_of(to_csv(headings, ("Bron", "Exempel", "1", "2")))
    assert row.draft
    assert row.draft.statements.keys() == {"name", "owner", "total_budget", "eu_contribution"}


def test_two_columns_of_one_field_are_flagged_where_they_differ() -> None:
    headings = ("Diarienummer", "Projektnummer", "Namn", "Namn", "Projektägare")
    content = to_csv(headings, ("1/1", "1/2", "Bron", "Bron", "Exempel"))
    [row] = rows_of(content)
    assert row.draft
    assert row.draft.statements["number"].value == "1/1"
    assert row.draft.statements["number"].issues == ("duplicate-label",)
    assert row.draft.statements["name"].issues == ()
    assert list(row.cells) == [*headings[:3], "Projektägare", "Namn (4)"]


def test_rows_are_read_anew_each_time() -> None:
    table = open_list(to_csv(HEADINGS, ROW))
    assert list(table.rows()) == list(table.rows())


def test_a_file_is_read_from_its_place(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(to_csv(HEADINGS, ROW))
    table = open_table(path, path.name)
    assert table
    assert len(list(table.rows())) == 1
    assert refusals_of(path.read_bytes()) == []
