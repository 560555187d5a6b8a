"""A request that changes records, known by a token that stands in the history, and its answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PATCH = "application/merge-patch+json"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Write:
    """One request. Its effect is found again by its token: the `reason` of the versions it makes.

    `values` has each record that it is to touch, with what must stand in it afterwards; it is empty
    where the request must be refused as a whole. `once`: it bears an Idempotency-Key.
    """

    token: str
    kind: str
    method: str
    path: str
    body: bytes
    values: Mapping[str, Values]
    once: bool = False
    if_match: str | None = None
    like: int | None = None
    """The version that a revert goes back to."""

    @property
    def headers(self) -> dict[str, str]:
        """As sent, the key of the writer left out."""
        headers = {"Change-Reason": self.token}
        if self.body:
            headers["Content-Type"] = _PATCH if self.method == "PATCH" else "application/json"
        if self.once:
            headers["Idempotency-Key"] = self.token
        if self.if_match is not None:
            headers["If-Match"] = self.if_match
        return headers

    @property
    def deletes(self) -> bool:
        """Whether what it touches is gone afterwards."""
        return self.kind in ("delete", "bulk delete")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_done(self) -> bool:
        """Whether it says that the write had its effect."""
        return 200 <= self.status < 300

    @property
    def is_replay(self) -> bool:
        """Whether it says that it is the answer of an earlier time."""
        return "idempotency-replayed" in self.headers

    def to_json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The body's value."""
        return json.loads(self.body)
