"""Datasette, asked for tables in JSON as fast as its documentation says it can be: no count, no
facets, no column that is not wanted, the file immutable."""

import json
from urllib.parse import urlencode

from benchmarks import columns
from benchmarks.asks import Answer, Ask, Listing, Record, Request, Row

NAME = "peers"
"""The database, as the file is named."""
SETTINGS = {
    "sql_time_limit_ms": "60000",
    "max_returned_rows": "10000",
    "suggest_facets": "off",
    "max_csv_mb": "0",
}
_TABLE = f"/{NAME}/project"
_LIGHT = (("_shape", "objects"), ("_nocount", "1"), ("_nofacet", "1"))
_LONG = ("summary", "summary_en")
CONTACTS = ("contact_name", "contact_email", "contact_phone")
_TRUTHS = ("tackles_child_poverty", "strategic_importance")
_TIMES = ("created_at", "updated_at", "last_seen_at")


def request(ask: Ask) -> Request:
    """The ask as an address of a table or a row."""
    match ask:
        case Record():
            return Request(f"{_TABLE}/{ask.row}.json?_shape=objects")
        case Listing():
            return Request(f"{_TABLE}.json?{_query(ask)}")
        case _:
            raise TypeError(ask)


def read(ask: Ask, body: bytes) -> Answer:
    """The rows, their values as the product writes them."""
    names = columns.RECORD if isinstance(ask, Record) else columns.LIST
    return Answer(tuple(plain(row, names) for row in json.loads(body)["rows"]))


def page_query(size: int, hidden: tuple[str, ...] = ()) -> str:
    """A page of the whole table with every column but these."""
    asked = [*_LIGHT, ("_size", str(size)), *(("_nocol", name) for name in hidden)]
    return f"{_TABLE}.json?{urlencode(asked)}"


def csv_path() -> str:
    """The whole table as CSV, without contacts: what the product's file has."""
    asked = [("_stream", "on"), ("_size", "max"), *(("_nocol", name) for name in CONTACTS)]
    return f"{_TABLE}.csv?{urlencode(asked)}"


def plain(row: Row, names: tuple[str, ...]) -> Row:
    """The row as the product writes it."""
    shown = {name: row[name] for name in names}
    shown |= {name: None if row[name] is None else bool(row[name]) for name in _TRUTHS}
    shown |= {name: f"{row[name][:19].replace(' ', 'T')}Z" for name in _TIMES}
    return shown | {"quality_issues": json.loads(row["quality_issues"])}


def _query(ask: Listing) -> str:
    asked = [*_LIGHT, ("_size", str(ask.limit))]
    asked += [(name if "__" in name else f"{name}__exact", text) for name, text in ask.filters]
    asked += [("_nocol", name) for name in (*_LONG, *CONTACTS)]
    if ask.sort:
        order = "_sort_desc" if ask.sort.startswith("-") else "_sort"
        asked.append((order, ask.sort.removeprefix("-")))
    if ask.words:
        asked.append(("_search", ask.words))
    if ask.after:
        asked.append(("_next", str(ask.after.row)))
    return urlencode(asked)
