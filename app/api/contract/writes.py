"""The operations that write, in an order in which their examples can follow one another."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.api.contract.parameters import WRITE_HEADERS
from app.writing.given import WRITABLE

NEW_PROJECT: dict[str, object] = {
    "number": "24-001-S01",
    "name": "Vägar till arbete",
    "owner": "Exempelkommunen",
    "region": "SE12",
    "specific_objective": "A1",
    "start_date": "2024-03-01",
    "end_date": "2025-02-28",
    "total_budget": 2_000_000,
}
"""An invented project, for the examples of writing; the order of the table is that of its life."""
WHOLE_PROJECT = dict.fromkeys(WRITABLE) | NEW_PROJECT | {"planned_participants": 60}
_NEW_ID = MappingProxyType({"id": "24-001-S01"})

WRITES: Mapping[str, Operation] = MappingProxyType(
    {
        "create_project": Operation(
            schema="Project",
            example="/v1/projects",
            method="POST",
            statuses=(201,),
            scope="write",
            body="NewProject",
            sent=NEW_PROJECT,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 409, 412, 408, 413, 415, 422, 503),
        ),
        "replace_project": Operation(
            schema="Project",
            example="/v1/projects/24-001-S01",
            method="PUT",
            statuses=(200, 201),
            scope="write",
            body="WholeProject",
            sent=WHOLE_PROJECT,
            paths=_NEW_ID,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 409, 412, 408, 413, 415, 422, 503),
        ),
        "change_project": Operation(
            schema="Project",
            example="/v1/projects/24-001-S01",
            method="PATCH",
            scope="write",
            body="ProjectChanges",
            media_types=("application/merge-patch+json", "application/json"),
            sent={"total_budget": 2_500_000, "planned_participants": 80},
            paths=_NEW_ID,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 404, 412, 408, 413, 415, 422, 503),
        ),
        "write_projects": Operation(
            schema="BulkReport",
            example="/v1/projects/bulk?mode=upsert&atomic=false&dry_run=true",
            method="POST",
            scope="write",
            body="BulkRows",
            media_types=("application/json", "application/x-ndjson", "text/csv"),
            sent=[{"id": "24-001-S01", "phase": "Genomförande"}, {"name": "Utan ägare"}],
            controls=("mode", "atomic", "dry_run"),
            headers=("Change-Reason", "Idempotency-Key"),
            errors=(400, 401, 403, 408, 413, 415, 422, 503),
        ),
        "delete_project": Operation(
            schema="",
            example="/v1/projects/24-001-S01",
            method="DELETE",
            statuses=(204,),
            scope="write",
            paths=_NEW_ID,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 404, 412, 422, 503),
        ),
        "revert_project": Operation(
            schema="Project",
            example="/v1/projects/24-001-S01/revert",
            method="POST",
            statuses=(201, 200),
            scope="write",
            body="Reversion",
            sent={"version": 2},
            paths=_NEW_ID,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 404, 412, 408, 413, 415, 422, 503),
        ),
    }
)
