"""Fills the product's database with made-up projects, in big batches.

The rows are those that importing would make (tests/test_benchmark.py holds them against the
store's own `save_reading`); only the documents themselves are left out.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, inspect
from sqlmodel import Session, select

from app.database import Database
from app.domain.collation import fold, sort_key
from app.domain.organisations import organisation_id
from app.domain.provenance import IMPORT, attribute
from app.domain.record import Value, today
from app.migration import migrate
from app.models import Change, Dataset, Organisation, Project, ProjectVersion, Spelling, Table
from app.store.columns import to_columns
from app.store.evidence import Evidence, dump
from app.store.projects import Reading, optional
from app.store.records import key_of, make_record

BATCH = 2_000
_TABLES: tuple[type[Table], ...] = (Organisation, Spelling, Project, ProjectVersion, Change)

Rows = dict[type[Table], list[dict[str, Any]]]


def fill(path: Path, readings: Iterable[Reading], day: date | None = None) -> None:
    """A new database at `path` with a project for each reading."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    bulk = _Bulk(day or today())
    pending = iter(readings)
    while batch := list(islice(pending, BATCH)):
        with database.write() as session:
            _insert(session, bulk.rows(batch))
            dataset = session.exec(select(Dataset)).one()
            dataset.version = dataset.latest_seq = bulk.count
            dataset.updated_at = batch[-1].source.read_at
    database.close()


def _insert(session: Session, rows: Rows) -> None:
    for table in _TABLES:
        if rows[table]:  # into the bare table: the mapper would sort the rows by what they lack
            session.connection().execute(insert(inspect(table).local_table), rows[table])


@dataclass(slots=True)
class _Bulk:
    """What is known of the rows before: how many, and which owners."""

    day: date
    count: int = 0
    owners: set[str] = field(default_factory=set)

    def rows(self, readings: Iterable[Reading]) -> Rows:
        """The rows of these readings by table; no two may state the same project."""
        rows: Rows = {table: [] for table in _TABLES}
        for reading in readings:
            self.count += 1
            record, evidence = _make_record(reading, self.day)
            if record["owner_id"] not in self.owners:
                self.owners.add(str(record["owner_id"]))
                rows[Organisation].append(_organisation(record))
                rows[Spelling].append(_spelling(record))
            rows[Project].append({**to_columns(record), "since": self.count})
            rows[ProjectVersion].append(_version(record, evidence))
            rows[Change].append(_change(record, self.count))
        return rows


def _make_record(reading: Reading, day: date) -> tuple[dict[str, Value], Evidence]:
    statements = attribute(reading.statements, reading.source)
    evidence = Evidence(statements, {reading.source.sha256: ()}, reading.period)
    record = make_record(evidence, day)
    at, owner = reading.source.read_at, str(record["owner"])
    record |= {
        "owner_id": organisation_id(owner, optional(record["owner_organisation_number"])),
        "id": key_of(record),
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "last_seen_at": at,
    }
    return record, evidence


def _organisation(record: dict[str, Value]) -> dict[str, Any]:
    number, name = optional(record["owner_organisation_number"]), str(record["owner"])
    return {
        "id": record["owner_id"],
        "number": number,
        "number_key": sort_key(number) if number else None,
        "name": name,
        "name_key": sort_key(name),
    }


def _spelling(record: dict[str, Value]) -> dict[str, Any]:
    name = str(record["owner"])
    return {"organisation_id": record["owner_id"], "folded": fold(name), "name": name}


def _version(record: dict[str, Value], evidence: Evidence) -> dict[str, Any]:
    return {
        "project_id": record["id"],
        "version": 1,
        "op": "create",
        "at": record["created_at"],
        "by": IMPORT.by,
        "provenance": dump(evidence),
    }


def _change(record: dict[str, Value], dataset_version: int) -> dict[str, Any]:
    stated = [name for name, value in record.items() if value is not None]
    return {
        "seq": dataset_version,
        "project_id": record["id"],
        "version": 1,
        "op": "create",
        "changed_fields": json.dumps(stated),
        "at": record["created_at"],
        "dataset_version": dataset_version,
    }
