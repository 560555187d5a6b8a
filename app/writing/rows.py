"""The rows of a bulk body: a JSON array, one JSON object a line (NDJSON), or CSV with a heading.

A row that cannot be read is a row with faults: the others are none the worse for it.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.fields import BY_NAME, Kind
from app.domain.record import Value
from app.errors import BodyMalformed
from app.faults import Fault, RecordRejected, ValueRefused, quoted
from app.json_text import MAX_FAULTS, read_json
from app.query.nearest import nearest
from app.query.values import read_value
from app.writing.given import MAX_MEMBERS, Given, read_given
from app.writing.members import read_member

MAX_ROWS = 2_000
"""Written in some five seconds, in which nobody else can write."""
_LONGEST_CELL = 1_000_000

CSV, NDJSON = "text/csv", "application/x-ndjson"


def read_rows(content: bytes, kind: str) -> list[Given]:
    """The rows of a body of this media type; raises `BodyMalformed`, `RecordRejected`."""
    reader = _READERS.get(kind, _read_array)
    rows: list[Given] = []
    for row in reader(content):
        if len(rows) == MAX_ROWS:
            raise BodyMalformed(f"A body has at most {MAX_ROWS} rows.")
        rows.append(row)
    if not rows:
        raise BodyMalformed("The body has no rows.")
    return rows


def _read_array(content: bytes) -> Iterator[Given]:
    body = read_json(content)
    if not isinstance(body, list):
        raise RecordRejected([Fault("", "wrong-type", "Send an array of records.", place="body")])
    for index, row in enumerate(body):
        yield read_given(row, f"/{index}")


def _read_lines(content: bytes) -> Iterator[Given]:
    lines = [line for line in content.split(b"\n") if line.strip()]
    for index, line in enumerate(lines):
        try:
            yield read_given(read_json(line), f"/{index}")
        except BodyMalformed as error:
            yield _unreadable(index, "malformed-body", str(error))
        except RecordRejected as error:
            faults = [
                Fault(f"/{index}{f.where}", f.code, f.detail, place="body") for f in error.faults
            ]
            yield Given({}, faults, f"/{index}")


def _read_table(content: bytes) -> Iterator[Given]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyMalformed(f"The body is not UTF-8 at byte {error.start}.") from error
    csv.field_size_limit(_LONGEST_CELL)  # what a field allows is told of its row
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        filled = (cells for cells in rows if cells)
        heading = next(filled, [])
        _check_heading(heading)
        for index, cells in enumerate(filled):
            yield _read_cells(heading, cells, index)
    except csv.Error as error:
        raise BodyMalformed(f"The body is no CSV at line {rows.line_num}: {error}.") from error


def _check_heading(heading: list[str]) -> None:
    if len(heading) > MAX_MEMBERS:
        detail = f"The heading names more than {MAX_MEMBERS} fields."
        raise RecordRejected([Fault("", "too-long", detail, place="body")])
    faults = []
    for name in heading:
        if name not in BY_NAME:
            detail = f"There is no field {quoted(name)}."
            hint = "separate cells by commas" if ";" in name else nearest(name, BY_NAME)
            faults.append(Fault("", "unknown-field", detail, hint, place="body"))
    for name, times in Counter(heading).items():
        if times > 1:
            detail = f"The heading names {quoted(name)} twice."
            faults.append(Fault("", "duplicate-key", detail, place="body"))
    if faults:
        raise RecordRejected(faults[:MAX_FAULTS])


def _read_cells(heading: list[str], cells: list[str], index: int) -> Given:
    if len(cells) != len(heading):
        detail = f"The row has {len(cells)} cells, the heading {len(heading)}."
        return _unreadable(index, "bad-value", detail)
    values: dict[str, Value] = {}
    given = Given(values, pointer=f"/{index}")
    for name, cell in zip(heading, cells, strict=True):
        try:
            values[name] = _read_cell(name, cell)
        except ValueRefused as refused:
            given.refuse(name, refused)
    return given


def _read_cell(name: str, cell: str) -> Value:
    """The value that a cell states, as our own CSV writes it; an empty one is missing."""
    field = BY_NAME[name]
    if field.kind is Kind.LIST:
        return tuple(cell.split())
    if not cell:
        return None
    value = read_value(field.kind, cell)
    return read_member(field, value) if isinstance(value, str) else value


def _unreadable(index: int, code: str, detail: str) -> Given:
    return Given({}, [Fault(f"/{index}", code, detail, place="body")], f"/{index}")


_READERS: Mapping[str, Callable[[bytes], Iterator[Given]]] = MappingProxyType(
    {NDJSON: _read_lines, CSV: _read_table}
)
