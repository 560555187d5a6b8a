"""What differs between database engines: placeholders, text and JSON functions, stored forms.

A second engine is a second `Dialect` value; nothing else in query/ knows which engine answers.
Texts must compare by their bytes (in PostgreSQL: COLLATE "C").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from app.domain.fields import Kind
from app.query.fragment import Parameter
from app.query.model import Value


@dataclass(frozen=True, eq=False, kw_only=True)
class Dialect:
    """Templates of one engine; compared by identity, so that compiled SQL can be kept by it."""

    name: str
    placeholder: str
    position: str  # of {part} in {text}, from 1; 0 where it is not
    tail: str  # of {key}: its folded part with the separator in front
    row: str  # one JSON text of {pairs}, encoded
    json: Mapping[Kind, str]  # a {column} as a JSON value, where it is not simply itself
    json_texts: str  # a list {column} of texts as a JSON value
    line: str  # one line of CSV of {values}, encoded; {marks} stand for them, with commas between
    csv: Mapping[Kind, str]  # a {column} as it stands in a line, where it is not simply itself
    texts: str  # a JSON list {column} of texts as one text
    in_words: str  # whether the state of a record is found in the word index by {match}
    in_order: str  # {row} and {values} of the {table}, by the list of {keys}, in its order
    unlimited: str  # a LIMIT that leaves nothing out: with one, a subquery keeps its order
    holds: str  # whether the JSON list {column} holds one of {values}
    stored: Callable[[Value], Parameter]  # a literal as the engine keeps it


def _stored_in_sqlite(value: Value) -> Parameter:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


_HUNDREDTHS = "CASE WHEN {column} % 100 = 0 THEN {column} / 100 ELSE {column} / 100.0 END"

_TIME = "replace(substr({column}, 1, 19), ' ', 'T') || 'Z'"
_BOOLEAN = "CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
_QUOTED = (
    "CASE WHEN instr({column}, ',') OR instr({column}, '\"') OR instr({column}, char(10))"
    " OR instr({column}, char(13))"
    " THEN '\"' || replace({column}, '\"', '\"\"') || '\"' ELSE {column} END"
)
_CODES = """replace(replace(replace(json({column}), '["', ''), '"]', ''), '","', ' ')"""
_TEXTS = "(SELECT group_concat(value, '; ') FROM json_each({column}))"

SQLITE = Dialect(
    name="sqlite",
    placeholder="?",
    position="instr({text}, {part})",
    tail="substr({key}, instr({key}, char(1)))",
    row="CAST(json_object({pairs}) AS BLOB)",
    json=MappingProxyType(
        {
            Kind.MONEY: _HUNDREDTHS,
            Kind.PERCENT: _HUNDREDTHS,
            Kind.BOOLEAN: f"json({_BOOLEAN})",
            Kind.TIME: _TIME,
            Kind.LIST: "json({column})",
        }
    ),
    json_texts="json({column})",
    line="CAST(printf('{marks}', {values}) AS BLOB)",
    csv=MappingProxyType(
        {
            Kind.KEY: _QUOTED,
            Kind.TEXT: _QUOTED,
            Kind.CODE: _QUOTED,
            Kind.MONEY: _HUNDREDTHS,
            Kind.PERCENT: _HUNDREDTHS,
            Kind.BOOLEAN: _BOOLEAN,
            Kind.TIME: _TIME,
            Kind.LIST: f"CASE WHEN {{column}} <> '[]' THEN {_CODES} END",
        }
    ),
    texts=_TEXTS,
    in_words="since IN (SELECT rowid FROM project_words WHERE project_words MATCH {match})",
    in_order=(
        "SELECT {row}, {values} FROM (SELECT value AS chosen FROM json_each({keys}))"
        " CROSS JOIN {table} ON since = chosen"
    ),
    unlimited=" LIMIT -1",
    holds="EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({values}))",
    stored=_stored_in_sqlite,
)

SQLITE_FLAT = replace(
    SQLITE,
    json=MappingProxyType(
        {**SQLITE.json, Kind.LIST: f"CASE {{column}} WHEN '[]' THEN '' ELSE {_CODES} END"}
    ),
    json_texts=f"coalesce({_TEXTS}, '')",
)
"""The same, with lists as one text, empty where nothing is listed."""
