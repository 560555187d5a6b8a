"""The operations on snapshots, and their schemas."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.api.contract.shapes import COUNT, TEXT, Schema, object_of, page_of
from app.snapshots.editions import CSV, KINDS, PARQUET, SQLITE, FileKind
from app.snapshots.shelf import LATEST

_TIME: Schema = {"type": "string", "format": "date-time"}
_FILE = object_of(
    {
        "version": {**COUNT, "description": "Of the dataset."},
        "format": {"type": "string", "enum": list(KINDS)},
        "url": {**TEXT, "description": "Where the file is; its content never changes."},
        "media_type": TEXT,
        "bytes": COUNT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "rows": {**COUNT, "description": "Projects in it."},
        "latest_change": {**COUNT, "description": "Go on with `/v1/changes?since=` this number."},
        "status_as_of": {
            "type": "string",
            "format": "date",
            "description": "The day that decides each project's status.",
        },
        "updated_at": {**_TIME, "description": "When the dataset came to this version."},
        "made_at": _TIME,
        "epoch": TEXT,
    }
)


def _file(kind: FileKind) -> Operation:
    return Operation(
        schema="",
        example=f"/v1/snapshots/{LATEST}/{kind.name}",
        statuses=(200, 206),
        answers=kind.media_type,
        headers=("Range", "If-Range"),
        paths=MappingProxyType({"version": LATEST}),
        errors=(400, 404, 410, 412, 416, 503),
    )


SNAPSHOTS: Mapping[str, Operation] = MappingProxyType(
    {
        "list_snapshots": Operation(
            schema="SnapshotPage", example="/v1/snapshots?limit=3", controls=("limit", "offset")
        ),
        "get_snapshot_parquet": _file(PARQUET),
        "get_snapshot_csv": _file(CSV),
        "get_snapshot_sqlite": _file(SQLITE),
    }
)


def snapshot_schemas() -> dict[str, Schema]:
    """Every schema by the name that operations refer to."""
    return {"SnapshotFile": _FILE, "SnapshotPage": page_of("SnapshotFile")}
