"""Figures as files: rows that are all in memory, as JSON, CSV, a workbook, or points on a map."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from app.domain.fields import HUNDREDTHS, Field, Kind
from app.exports.about import describe
from app.exports.csv import write_lines
from app.exports.geojson import feature, write_features
from app.exports.style import DIALECT, LABELS, PLAIN, Style
from app.query.model import Query, Value
from app.query.resource import PROJECTS, Resource
from app.query.values import write_hundredths, write_value
from app.store.view import View

Cells = Sequence[Value | None]
_encode = json.JSONEncoder(ensure_ascii=False).encode
_SHEET = "Sammanställning"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows of figures, and what they are about; `regions` has the region of each row, for maps."""

    fields: tuple[Field, ...]
    rows: Sequence[Cells]
    asked: Query
    view: View
    source: str
    style: Style = PLAIN
    regions: Sequence[str | None] = ()

    @property
    def resource(self) -> Resource:
        """What the question is about."""
        return PROJECTS

    @property
    def total(self) -> int:
        """Rows."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class FigureFormat:
    """One kind of file."""

    media_type: str
    write: Callable[[FigureTable], Iterator[bytes]]
    options: frozenset[str] = frozenset()


def json_rows(fields: Sequence[Field], rows: Sequence[Cells]) -> Iterator[bytes]:
    """Each row as a JSON object; amounts of any size are exact."""
    if not rows:
        return
    cells = ", ".join(f"{json.dumps(field.name)}: %s" for field in fields)
    row = f"{{{cells}}}"
    columns = zip(fields, zip(*rows, strict=True), strict=True)
    for each in zip(*(_json_cells(field, values) for field, values in columns), strict=True):
        yield (row % each).encode()


def _json_cells(field: Field, values: Sequence[Value | None]) -> list[str]:
    """A column; each of its different values is written once."""
    write = _json_cell(field.kind)
    texts = {value: "null" if value is None else write(value) for value in set(values)}
    return [texts[value] for value in values]


def _json_cell(kind: Kind) -> Callable[[Any], str]:
    if kind in HUNDREDTHS:
        return write_hundredths
    if kind is Kind.BOOLEAN:
        return partial(write_value, kind)
    if kind is Kind.TEXT:
        return _encode
    return str if kind is Kind.INTEGER else lambda value: _encode(write_value(kind, value))


def _write_json(table: FigureTable) -> Iterator[bytes]:
    yield b"[" + b",\n".join(json_rows(table.fields, table.rows)) + b"]\n"


def _write_csv(table: FigureTable) -> Iterator[bytes]:
    return write_lines(table.fields, table.style, _blocks(table))


def _write_xlsx(table: FigureTable) -> Iterator[bytes]:
    from app.exports.xlsx import Sheet, write_sheet  # noqa: PLC0415 - felt at every start

    sheet = Sheet(_SHEET, table.fields, table.style, table.total, _blocks(table))
    return write_sheet(sheet, partial(describe, table))


def _write_geojson(table: FigureTable) -> Iterator[bytes]:
    rows = zip(json_rows(table.fields, table.rows), table.regions, strict=True)
    return write_features(filter(None, [[feature(row, region) for row, region in rows]]))


def _blocks(table: FigureTable) -> Iterator[Sequence[Cells]]:
    return (table.rows[i : i + _AT_ONCE] for i in range(0, table.total, _AT_ONCE))


FIGURE_FORMATS: Mapping[str, FigureFormat] = MappingProxyType(
    {
        "json": FigureFormat("application/json", _write_json),
        "csv": FigureFormat("text/csv; charset=utf-8", _write_csv, frozenset({DIALECT, LABELS})),
        "xlsx": FigureFormat(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _write_xlsx,
            frozenset({LABELS}),
        ),
        "geojson": FigureFormat("application/geo+json", _write_geojson),
    }
)
