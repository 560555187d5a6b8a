"""What became of what was sent, as Python values: imports, documents, quarantine, bulk writes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from projektbank_client.errors import Fault, read_fault
from projektbank_client.records import read_changes
from projektbank_client.rows import each, reader_of


class BulkRow(TypedDict):
    """What became of a row; `errors` has everything that is wrong with it."""

    index: int
    id: str | None
    status: str
    version: int | None
    changed_fields: list[str]
    errors: list[Fault]


class BulkReport(TypedDict):
    """What became of many rows; `counts` by status."""

    mode: str
    atomic: bool
    dry_run: bool
    counts: dict[str, int]
    data: list[BulkRow]
    dataset_version: int | None


class Import(TypedDict):
    """How far an import is; `counts` has its documents by outcome, `rate` documents a second."""

    id: int
    state: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    by: str | None
    options: dict[str, Any]
    total: int | None
    done: int
    rows: int
    counts: dict[str, int]
    rate: Decimal | None
    seconds_left: int | None
    detail: str | None


class ImportedDocument(TypedDict):
    """What became of a document; `changes`, and `changed` of a list's rows, are those that a dry
    run would make."""

    document: str
    outcome: str
    id: str | None
    reason: str | None
    warnings: list[str]
    matched_by: str | None
    changes: dict[str, dict[str, Any]]
    rows: dict[str, int] | None
    rejects: list[dict[str, Any]]
    changed: list[dict[str, Any]]


class Quarantined(TypedDict):
    """A document that was refused, or has rows that were."""

    sha256: str
    name: str
    url: str | None
    size: int
    kept: bool
    code: str | None
    detail: str | None
    at: datetime
    rows: int


class RefusedRow(TypedDict):
    """A row of a list that was refused; its cells by heading."""

    row: int
    code: str
    detail: str | None
    cells: dict[str, str] | None


class StoredDocument(TypedDict):
    """A document as it is kept, under the SHA-256 of its bytes."""

    sha256: str
    name: str
    url: str | None
    dated: date | None
    size: int
    layout: str | None
    reader_version: int | None
    project_id: str | None
    imported_at: datetime
    redacted_at: datetime | None
    kept: bool
    refused: str | None
    refused_rows: int


class _Differing(TypedDict):
    changes: dict[str, dict[str, Any]]


_read_differing = reader_of(_Differing, changes=read_changes)
_read_bulk_row = reader_of(BulkRow, errors=each(read_fault))
read_bulk_rows = each(_read_bulk_row)
read_bulk = reader_of(BulkReport, data=read_bulk_rows)
read_import = reader_of(Import)
read_imported = reader_of(ImportedDocument, changes=read_changes, changed=each(_read_differing))
read_quarantined = reader_of(Quarantined)
read_refused_row = reader_of(RefusedRow)
read_document = reader_of(StoredDocument)
