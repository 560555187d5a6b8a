"""The operations on keys."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation

_ID = MappingProxyType({"id": "k7wq2mzd"})

KEYS: Mapping[str, Operation] = MappingProxyType(
    {
        "list_keys": Operation(
            schema="KeyPage",
            example="/v1/keys?limit=1",
            scope="admin",
            controls=("limit", "offset"),
            errors=(400, 401, 403, 503),
            cached=False,
        ),
        "create_key": Operation(
            schema="MadeKey",
            example="/v1/keys",
            method="POST",
            statuses=(201,),
            scope="admin",
            body="NewKey",
            sent={"name": "Exempelkommunen", "scope": "write", "expires_at": "2999-12-31"},
            errors=(400, 401, 403, 408, 413, 415, 422, 503),
        ),
        "get_key": Operation(
            schema="Key",
            example="/v1/keys/k7wq2mzd",
            scope="admin",
            paths=_ID,
            errors=(400, 401, 403, 404, 503),
            cached=False,
        ),
        "revoke_key": Operation(
            schema="",
            example="/v1/keys/k7wq2mzd",
            method="DELETE",
            statuses=(204,),
            scope="admin",
            paths=_ID,
            errors=(400, 401, 403, 404, 503),
        ),
    }
)
