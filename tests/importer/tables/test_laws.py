"""Whatever a list holds: each row is a draft or refused, and a value's text stands in its cell."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.fields import BY_NAME
from app.domain.quality import RULES
from app.errors import REJECTIONS, DocumentRejected
from app.importer.tables import TableRow, open_table
from tests.importer.tables.lists import rows_of, to_csv, to_workbook
from tests.importer.tables.test_esf_list import CELLS, HEADINGS

_CELLS = (
    st.sampled_from(sorted(CELLS.values()))
    | st.sampled_from(["", " ", "N.a.", "-2147483648", "=1+1", "'", '"', "1e9", "<p>a", "\ufeff"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
_PLAIN_CELLS = _CELLS.filter(lambda text: "\0" not in text)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = _CELLS) -> list[Sequence[str]]:
    """ESF-rådet's headings above a few rows of anything."""
    width = len(HEADINGS)
    row = st.lists(cells, min_size=width, max_size=width)
    return [HEADINGS, *draw(st.lists(row, min_size=1, max_size=4))]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A list with bytes overwritten, cut out or put in."""
    content = bytearray(to_csv(*draw(tables())))
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, max(len(content) - 1, 0)))
        length = draw(st.integers(0, 20))
        content[place : place + length] = draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b";", b"\n", b"\r", b"\0", b'""'])
        )
    return bytes(content)


def check(row: TableRow) -> None:
    """The laws of one row."""
    assert (row.draft is None) != (row.refusal is None)
    if row.refusal is not None:
        assert row.refusal.code in REJECTIONS
        assert row.refusal.detail
    if row.draft is None:
        return
    cells = {heading.strip(): cell for heading, cell in row.cells.items()}
    for name, one in row.draft.statements.items():
        cell = cells[one.label]
        assert one.raw in cell
        assert one.raw == cell or BY_NAME[name].flags.long
        assert one.line == one.last_line == row.number
        assert set(one.issues) <= RULES.keys()
        assert one.value is not None or one.issues
    assert row.draft.statements["name"].value
    assert row.draft.statements["owner"].value


@given(tables())
def test_each_row_of_cells_is_a_draft_or_refused(table: list[Sequence[str]]) -> None:
    rows = rows_of(to_csv(*table))
    filled = [cells for cells in table[1:] if any(cells) and tuple(cells) != HEADINGS]
    assert len(rows) == len(filled)
    for row, cells in zip(rows, filled, strict=True):
        check(row)
        assert list(row.cells.values()) == list(cells)


@settings(max_examples=40)
@given(tables(_PLAIN_CELLS))
def test_a_workbook_says_what_the_same_csv_says(table: list[Sequence[str]]) -> None:
    shown = [[cell.replace("\r", "").strip("\x1a") for cell in cells] for cells in table]
    rows = rows_of(to_workbook(Lista=shown), "lista.xlsx")
    assert [bool(row.draft) for row in rows] == [bool(row.draft) for row in rows_of(to_csv(*shown))]
    for row in rows:
        check(row)


@settings(max_examples=200)
@given(damaged())
def test_damage_never_breaks_the_reader(content: bytes) -> None:
    for row in _rows_or_none(content):
        check(row)


def _rows_or_none(content: bytes) -> Iterator[TableRow]:
    try:
        table = open_table(content, "lista.csv")
    except DocumentRejected as refused:
        if refused.reason not in REJECTIONS:
            raise
        return
    if table is not None:
        yield from table.rows()


@given(st.lists(st.sampled_from(['{"name": "a", "owner": "b"}', "{", "[1]", "", '{"name":1}'])))
def test_each_line_of_json_is_a_draft_or_refused(lines: list[str]) -> None:
    content = "\n".join(('{"id": "2020-00001", "name": "a", "owner": "b"}', *lines))
    rows = rows_of(content.encode(), "a.ndjson")
    assert len(rows) == 1 + sum(bool(line) for line in lines)
    for row in rows:
        check(row)
