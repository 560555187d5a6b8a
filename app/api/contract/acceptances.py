"""Accepting a quality issue and taking it back, in an order in which their examples can follow."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.api.contract.parameters import WRITE_HEADERS

_ISSUE = MappingProxyType({"id": "23-032-S01", "code": "budget-not-stated"})
_ADDRESS = "/v1/projects/23-032-S01/accepted/budget-not-stated"

ACCEPTANCES: Mapping[str, Operation] = MappingProxyType(
    {
        "accept_issue": Operation(
            schema="Project",
            example=_ADDRESS,
            method="PUT",
            scope="write",
            body="Acceptance",
            sent={"reason": "Budgeten anges inte för förstudier."},
            paths=_ISSUE,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 404, 412, 408, 413, 415, 422, 503),
        ),
        "withdraw_acceptance": Operation(
            schema="Project",
            example=_ADDRESS,
            method="DELETE",
            scope="write",
            paths=_ISSUE,
            headers=WRITE_HEADERS,
            errors=(400, 401, 403, 404, 412, 422, 503),
        ),
    }
)
