"""Rows in disorder: each is refused by its number, and none takes another with it."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from app.database import Database
from app.importer.cells.headings import REASONS
from app.importer.tables.row import MAX_ROW
from tests.importer.files import import_files, write
from tests.importer.tables.lists import HEADINGS, ROW, refusals_of, rows_of, to_csv

HEADING = ";".join(HEADINGS)
GOOD = ";".join(ROW)


def read(*lines: str) -> tuple[list[int], list[tuple[int, str, str]]]:
    """Numbers of the rows that are drafts; number, code and detail of those refused."""
    content = "\n".join((HEADING, *lines)).encode(errors="surrogateescape")
    rows = rows_of(content)
    refused = [(row.number, row.refusal.code, row.refusal.detail) for row in rows if row.refusal]
    return [row.number for row in rows if row.draft], refused


@pytest.mark.parametrize(
    ("line", "code", "detail"),
    [
        ("2020/00002;Bron;Exempel", "bad-row", "it has 3 cells, the heading 5"),
        ("2020/00002", "bad-row", "it has 1 cell, the heading 5"),
        (f"{GOOD};mer", "bad-row", "it has 6 cells, the heading 5"),
        ("2020/00002;;Exempel;1;2020-01-01", "no-name", "the row states no name"),
        ("2020/00002;Bron;N.a.;1;2020-01-01", "no-owner", "the row states no owner"),
        ("2020/00002;Br\0on;Exempel;1;", "bad-row", "it holds NUL bytes"),
        ('2020/00002;"Bro"n;Exempel;1;', "bad-row", "a quote within it is neither doubled nor at"),
        (f"2020/00002;{'a' * MAX_ROW};Exempel;1;", "bad-row", "it has more than 1000000 char"),
    ],
)
def test_a_row_in_disorder_is_refused_alone(line: str, code: str, detail: str) -> None:
    drafts, [(number, refused_as, told)] = read(GOOD, line, GOOD)
    assert drafts == [2, 4]
    assert (number, refused_as) == (3, code)
    assert told.startswith(detail)


def test_a_row_that_is_cut_short_is_refused_and_not_half_read() -> None:
    drafts, refused = read(GOOD, '2020/00002;Bron;"Exempel')
    assert drafts == [2]
    assert refused == [(3, "bad-row", "it is cut short: a quote is opened and never closed")]


@pytest.mark.parametrize("after", [1, 3000])
def test_a_quote_that_is_never_closed_takes_no_other_row_with_it(after: int) -> None:
    drafts, refused = read('2020/00002;"Bron;Exempel;1;', *[GOOD] * after)
    assert drafts == list(range(3, 3 + after))
    assert [number for number, _, _ in refused] == [2]


def test_lines_within_an_open_quote_are_no_rows_unless_they_are_whole() -> None:
    drafts, refused = read('2020/00002;"Bron', "en rad; till", "och en", GOOD)
    assert drafts == [3]
    assert [number for number, _, _ in refused] == [2]


def test_a_refused_row_shows_all_its_cells() -> None:
    [row] = rows_of(to_csv(HEADINGS, ("2020/00002", "", "Exempel", "1", "")))
    assert row.cells == dict(zip(HEADINGS, ("2020/00002", "", "Exempel", "1", ""), strict=True))
    [row] = rows_of(to_csv(HEADINGS, ("2020/00002", "Bron")))
    assert row.cells == {"Diarienummer": "2020/00002", "Namn": "Bron"}
    [row] = rows_of(f'{HEADING}\n2020/00002;"Bron'.encode())
    assert row.cells == {"": '2020/00002;"Bron'}


def test_blank_rows_are_no_rows_but_are_counted() -> None:
    assert read(GOOD, "", ";;;;", GOOD) == ([2, 5], [])


def test_empty_cells_beyond_the_heading_are_no_disorder() -> None:
    assert read(f"{GOOD};;") == ([2], [])


def test_a_heading_that_stands_again_is_no_row() -> None:
    assert read(GOOD, HEADING, GOOD, f"\ufeff{HEADING}", GOOD) == ([2, 4, 6], [])


def test_two_rows_of_one_project_are_two_rows() -> None:
    assert read(GOOD, GOOD) == ([2, 3], [])


def test_damage_to_one_row_does_not_change_the_encoding_of_the_others() -> None:
    drafts, refused = read(GOOD, GOOD.replace("ä", "\udce4"), GOOD)
    assert drafts == [2, 4]
    assert refused == [(3, "bad-row", "it holds bytes that are no text")]


def test_bytes_that_are_no_text_are_shown_as_such_and_can_be_stored() -> None:
    heading = HEADING.replace("Startdatum", "Bör\udcf6jan")
    content = "\n".join((heading, GOOD, GOOD.replace("ä", "\udce4"))).encode(
        errors="surrogateescape"
    )
    good, bad = rows_of(content)
    assert good.draft is not None
    assert [label.label for label in good.draft.unknown_labels] == ["Bör\ufffdjan"]
    assert bad.cells["Namn"] == "Nya v\ufffdgar"
    assert list(good.cells) == list(bad.cells)


def test_a_row_of_bytes_that_are_no_text_is_kept_and_stops_no_import(
    empty_database: Database, tmp_path: Path
) -> None:
    rows = (HEADING, GOOD, GOOD.replace("ä", "\udce4"), GOOD.replace("00001", "00002"))
    content = "\n".join(rows).encode(errors="surrogateescape")
    (result,) = import_files(empty_database, [write(tmp_path, content, "lista.csv")])
    assert result.rows is not None
    assert (result.rows.counts["created"], result.rows.counts["rejected"]) == (2, 1)
    with closing(empty_database.reader()) as reader:
        ((cells,),) = reader.rows("SELECT cells FROM refused_row WHERE row = 3")
    assert json.loads(cells)["Namn"] == "Nya v\ufffdgar"


def test_a_list_in_windows_1252_with_a_byte_that_it_lacks_loses_that_row_only() -> None:
    content = "\n".join((HEADING, GOOD, GOOD)).encode("cp1252")
    assert refusals_of(content) == []
    content = content.replace(b"kommunen", b"kommun\x81n", 1)
    assert [number for number, _ in refusals_of(content)] == [2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_row(end: str) -> None:
    content = end.join((HEADING, GOOD, '2020/00002;"Nya', 'vägar";Exempel;1;', "")).encode()
    assert [row.number for row in rows_of(content) if row.draft] == [2, 3]


def test_a_file_of_refused_rows_is_read_as_the_list_that_they_are_of() -> None:
    headings, cells = (*REASONS, *HEADINGS), ("lista.csv", "3", "no-name", "…", *ROW)
    [row] = rows_of(to_csv(headings, cells, delimiter=","))
    assert row.draft
    assert row.draft.layout == "labelled-list"
    assert row.draft.unknown_labels == ()
    ours = to_csv((*REASONS, "id", "name", "owner"), (*cells[:4], "2020-00001", "Bron", "Exempel"))
    assert [row.draft.layout for row in rows_of(ours) if row.draft] == ["projektbank"]
