"""The operations on imports, quarantine and documents, in an order in which their examples can
follow one another."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.api.uploads import FORM, KINDS

REFUSED = "Nyheter\n\nDen här sidan handlar inte om något projekt.\n"
"""An invented page that no reader takes."""
_ID = MappingProxyType({"id": "1"})
_SHA256 = MappingProxyType({"sha256": hashlib.sha256(REFUSED.encode()).hexdigest()})
_QUARANTINED = f"/v1/quarantine/{_SHA256['sha256']}"
_OPTIONS = ("dry_run", "dated", "on_conflict", "undelete")
_KINDS = ("text/plain", *(kind for kind in KINDS if kind != "text/plain"))

IMPORTS: Mapping[str, Operation] = MappingProxyType(
    {
        "create_import": Operation(
            schema="Import",
            example="/v1/imports?dated=2026-01-31",
            method="POST",
            statuses=(202,),
            scope="write",
            body="ImportFile",
            media_types=_KINDS,
            forms=MappingProxyType({FORM: "ImportForm"}),
            sent=REFUSED,
            controls=_OPTIONS,
            headers=("Idempotency-Key",),
            errors=(400, 401, 403, 408, 413, 415, 422, 503),
        ),
        "list_imports": Operation(
            schema="ImportPage",
            example="/v1/imports?limit=1",
            scope="write",
            controls=("limit", "offset"),
            paged=True,
            errors=(400, 401, 403, 503),
            cached=False,
        ),
        "get_import": Operation(
            schema="ImportReport",
            example="/v1/imports/1?outcome=rejected",
            scope="write",
            controls=("outcome", "limit", "offset"),
            paged=True,
            paths=_ID,
            errors=(400, 401, 403, 404, 503),
            cached=False,
        ),
        "stream_import": Operation(
            schema="ImportStream",
            example="/v1/imports/1/stream",
            answers="text/event-stream",
            scope="write",
            paths=_ID,
            errors=(400, 401, 403, 404, 503),
            cached=False,
        ),
        "list_quarantine": Operation(
            schema="QuarantinePage",
            example="/v1/quarantine?code=not-a-project",
            scope="write",
            controls=("code", "limit", "offset"),
            paged=True,
            errors=(400, 401, 403, 503),
            cached=False,
        ),
        "get_quarantined": Operation(
            schema="QuarantinedPage",
            example=_QUARANTINED,
            scope="write",
            controls=("limit", "offset"),
            paged=True,
            paths=_SHA256,
            errors=(400, 401, 403, 404, 503),
            cached=False,
        ),
        "retry_quarantined": Operation(
            schema="ImportedDocument",
            example=f"{_QUARANTINED}/retry",
            method="POST",
            scope="write",
            paths=_SHA256,
            errors=(400, 401, 403, 404, 503),
        ),
        "get_document": Operation(
            schema="StoredDocument",
            example=f"/v1/documents/{_SHA256['sha256']}",
            also=("text/plain", "application/octet-stream"),
            scope="write",
            controls=("as",),
            paths=_SHA256,
            errors=(400, 401, 403, 404, 422, 503),
            cached=False,
        ),
    }
)
