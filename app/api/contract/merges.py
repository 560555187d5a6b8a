"""The operations on merged organisations, in an order in which their examples can follow."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation

_ID = MappingProxyType({"id": "n-c8b56896"})
_ADDRESS = "/v1/organisations/n-c8b56896/merge"
_HEADERS = ("Change-Reason", "Idempotency-Key")

MERGES: Mapping[str, Operation] = MappingProxyType(
    {
        "merge_organisation": Operation(
            schema="Organisation",
            example=_ADDRESS,
            method="POST",
            scope="write",
            body="Merge",
            sent={"into": "7164603867"},
            paths=_ID,
            headers=_HEADERS,
            errors=(400, 401, 403, 404, 409, 408, 413, 415, 422, 503),
        ),
        "undo_merge": Operation(
            schema="Organisation",
            example=_ADDRESS,
            method="DELETE",
            scope="write",
            paths=_ID,
            headers=_HEADERS,
            errors=(400, 401, 403, 404, 422, 503),
        ),
        "list_merges": Operation(
            schema="MergePage",
            example="/v1/organisations/n-c8b56896/history",
            controls=("limit", "offset"),
            paths=_ID,
            errors=(400, 404, 503),
        ),
    }
)
