"""A SQLite file of several results of one moment: typed tables, code lists, and what each column
means. It is a file for other programs, and no database of ours."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from app.domain.fields import HUNDREDTHS, Field, Kind
from app.domain.quality import RULES
from app.domain.vocabulary import CODES
from app.exports.extract import Extract
from app.query.files import RowForm
from app.query.resource import ORGANISATIONS, PROJECTS, Resource

Fact = tuple[str, str | int | float]
"""What is told of the file: a name and its value."""

_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.INTEGER: "INTEGER",
        Kind.MONEY: "REAL",  # a whole number of another type would divide as one
        Kind.PERCENT: "REAL",
        Kind.DATE: "DATE",
        Kind.TIME: "TIMESTAMP",
        Kind.BOOLEAN: "BOOLEAN",
    }
)
"""Declared types; all others are TEXT, lists as JSON. SQLite keeps days and times as text."""
_REFERENCES: Mapping[str, str] = MappingProxyType(
    {"owner_id": f" REFERENCES {ORGANISATIONS.name} (id)"}
)
_INDEXED: Mapping[Resource, tuple[str, ...]] = MappingProxyType(
    {
        PROJECTS: (
            "number", "programme_period", "programme_area", "specific_objective", "region",
            "owner_id", "start_date", "end_date", "status", "total_budget",
        ),
        ORGANISATIONS: ("number", "name"),
    }
)  # fmt: skip
"""What dashboards filter and join by."""
_CODES = ("list", "programme_period", "code", "label_sv", "label_en", "note")
_DEFINITIONS = ("table_name", "column_name", "label_sv", "label_en", "unit", "definition", "caveat")
_UNSAFE = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")
"""Whoever asks for the file gives it its name once it is on the disk; half of one is thrown off."""


def write_sqlite(path: Path, extracts: Sequence[Extract], about: Iterable[Fact]) -> None:
    """Writes a new file of a table for each extract; raises `sqlite3.Error` where it cannot."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for statement in (*_UNSAFE, "BEGIN"):
            file.execute(statement)
        for extract in extracts:
            _fill(file, extract)
        _write_texts(file, "code_lists", _CODES, _codes())
        _write_texts(file, "definitions", _DEFINITIONS, _definitions(extracts))
        _write_texts(file, "about", ("name", "value"), about)
        file.execute("COMMIT")


def _fill(file: sqlite3.Connection, extract: Extract) -> None:
    """The rows of an extract as a table of its name, with its indexes."""
    name, fields = extract.resource.name, extract.fields
    file.execute(f"CREATE TABLE {name} ({', '.join(map(_column, fields))})")
    values = ", ".join(_value(place, field) for place, field in enumerate(fields, start=1))
    for rows in extract.blocks(RowForm.CELLS):
        file.executemany(f"INSERT INTO {name} VALUES ({values})", rows)  # noqa: S608 - our names
    for column in _INDEXED[extract.resource]:
        file.execute(f"CREATE INDEX {name}_{column} ON {name} ({column})")


def _column(field: Field) -> str:
    key = " PRIMARY KEY" if field.name == "id" else ""
    stated = "" if field.flags.nullable else " NOT NULL"
    reference = _REFERENCES.get(field.name, "")
    return f"{field.name} {_TYPES.get(field.kind, 'TEXT')}{key}{stated}{reference}"


def _value(place: int, field: Field) -> str:
    """What makes of a stored value, the parameter of this number, what stands in the file."""
    if field.kind in HUNDREDTHS:
        return f"?{place} / 100.0"
    if field.kind is Kind.TIME:
        return f"substr(?{place}, 1, 10) || 'T' || substr(?{place}, 12, 8) || 'Z'"
    return f"?{place}"


def _write_texts(
    file: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    file.execute(f"CREATE TABLE {name} ({', '.join(f'{column} TEXT' for column in columns)})")
    places = ", ".join("?" * len(columns))
    file.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608 - our own names


def _codes() -> Iterator[tuple[str | None, ...]]:
    """Every code of every list; a code may mean another thing in another programme period."""
    for name, codes in CODES.items():
        for code in codes:
            told = code.period, code.code, code.label, code.label_en, code.note
            yield name, *(text or None for text in told)
    for rule in RULES.values():
        yield "quality_issues", None, rule.code, rule.sentence_sv, rule.sentence_en, rule.rule


def _definitions(extracts: Iterable[Extract]) -> Iterator[tuple[str, ...]]:
    for extract in extracts:
        for field in extract.fields:
            labels = field.label_sv, field.label_en
            said = field.unit, field.definition, field.caveat
            yield extract.resource.name, field.name, *labels, *said
