"""Programs of others that read our files: each gives the rows back as the API says them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.domain.fields import BY_NAME, Kind
from app.query.resource import PROJECTS

Rows = list[dict[str, Any]]
TEXTS = [
    name
    for name in PROJECTS.public
    if BY_NAME[name].kind in {Kind.KEY, Kind.TEXT, Kind.CODE, Kind.LIST}
]
DUCK_TYPES = {
    **dict.fromkeys((Kind.KEY, Kind.TEXT, Kind.CODE), "VARCHAR"),
    **dict.fromkeys((Kind.MONEY, Kind.PERCENT), "DOUBLE"),
    Kind.LIST: "VARCHAR[]",
    Kind.INTEGER: "BIGINT",
    Kind.DATE: "DATE",
    Kind.TIME: "TIMESTAMP WITH TIME ZONE",
    Kind.BOOLEAN: "BOOLEAN",
}
_TIMES = [name for name in PROJECTS.public if BY_NAME[name].kind is Kind.TIME]
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Judge:
    """A reader of one format; `flat` where a list is one text."""

    format: str
    read: Callable[[Path], Rows]
    flat: bool = False


def connect() -> duckdb.DuckDBPyConnection:
    """DuckDB, which shows times in UTC."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _by_duckdb(function: str, options: str, path: Path) -> Rows:
    times = ", ".join(f"strftime({name}, '{_TIME}') AS {name}" for name in _TIMES)
    asked = f"SELECT * REPLACE ({times}) FROM {function}('{path}'{options})"
    found = connect().execute(asked)
    names = [column[0] for column in found.description or ()]
    return [_canonical(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _by_pyarrow(path: Path) -> Rows:
    return list(map(_canonical, pq.read_table(path).to_pylist()))


def _by_pandas(read: Callable[[Path], Any], path: Path) -> Rows:
    return list(map(_canonical, read(path).to_dict("records")))


def _csv(path: Path) -> Any:  # noqa: ANN401 - the reader has no types
    """CSV knows no types: codes of figures alone stay texts only where they are said to be."""
    return pd.read_csv(path, dtype=dict.fromkeys(TEXTS, str), keep_default_na=False, na_values=[""])


def _ndjson(path: Path) -> Any:  # noqa: ANN401
    return pd.read_json(path, lines=True, dtype=False, precise_float=True)


def _by_openpyxl(path: Path) -> Rows:
    names, *rows = load_workbook(path)["Projekt"].values
    return [_sheet_row(names, row) for row in rows]


def _by_calamine(path: Path) -> Rows:
    sheet = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())).get_sheet_by_name("Projekt")
    names, *rows = sheet.to_python()
    return [_sheet_row(names, [None if cell == "" else cell for cell in row]) for row in rows]


def _sheet_row(names: Any, row: Any) -> dict[str, Any]:  # noqa: ANN401
    released = (cell.removeprefix("'") if isinstance(cell, str) else cell for cell in row)
    return _canonical(dict(zip(names, released, strict=True)))


def _by_gdal(path: Path) -> Rows:
    """As QGIS and R have it, too."""
    _, table = pyogrio.read_arrow(path)
    return [
        {name: value for name, value in _canonical(row).items() if name in BY_NAME}
        for row in table.to_pylist()
    ]


def _canonical(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "tolist"):  # of NumPy
        value = value.tolist()
    if value is pd.NaT or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, date) and BY_NAME[name].kind is Kind.TIME:
        return value.strftime(_TIME)
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    return value


_TYPES = {name: DUCK_TYPES[BY_NAME[name].kind] for name in PROJECTS.public}
_CSV = f""", header = true, skip = 0, delim = ',', quote = '"', escape = '"', types = {
    dict.fromkeys(TEXTS, "VARCHAR")
}"""
"""Of a few lines that are full of marks, a reader cannot tell by itself which one parts them."""

JUDGES: Mapping[str, Judge] = {
    "parquet by pyarrow": Judge("parquet", _by_pyarrow),
    "parquet by duckdb": Judge("parquet", partial(_by_duckdb, "read_parquet", "")),
    "parquet by pandas": Judge("parquet", partial(_by_pandas, pd.read_parquet)),
    "xlsx by openpyxl": Judge("xlsx", _by_openpyxl, flat=True),
    "xlsx by calamine": Judge("xlsx", _by_calamine, flat=True),
    "csv by pandas": Judge("csv", partial(_by_pandas, _csv), flat=True),
    "csv by duckdb": Judge("csv", partial(_by_duckdb, "read_csv", _CSV), flat=True),
    "ndjson by pandas": Judge("ndjson", partial(_by_pandas, _ndjson)),
    "ndjson by duckdb": Judge("ndjson", partial(_by_duckdb, "read_json", f", columns = {_TYPES}")),
    "geojson by gdal": Judge("geojson", _by_gdal),
}
