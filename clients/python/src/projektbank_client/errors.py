"""Everything that this package raises on purpose, as one tree.

What the service refused keeps the service's own words; no error shows a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: where (a parameter, a header, or a pointer into the
    body, as `place` says), what, and what to write instead."""

    where: str
    code: str
    detail: str
    hint: str | None = None
    allowed: tuple[str, ...] = ()
    place: str = ""


def read_fault(told: Mapping[str, Any]) -> Fault:
    """A fault as the service tells it."""
    return Fault(
        where=str(told.get("parameter") or told.get("pointer") or ""),
        code=str(told.get("code") or ""),
        detail=str(told.get("detail") or ""),
        hint=told.get("hint"),
        allowed=tuple(told.get("allowed") or ()),
        place=str(told.get("in") or ""),
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the service tells it (RFC 9457); `more` has members of this kind of error."""

    status: int
    code: str
    title: str
    detail: str
    type: str = "about:blank"
    request_id: str | None = None
    errors: tuple[Fault, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.status} {self.code}".rstrip() + f": {self.detail or self.title}"]
        lines += [f"  {fault.where}: try {fault.hint}" for fault in self.errors if fault.hint]
        return "\n".join(lines)


class ProjektbankError(Exception):
    """What this package raises; arguments of a wrong type are a `TypeError` beside it."""


class NotAskable(ProjektbankError, ValueError):
    """A value that cannot be put into a request; nothing was sent."""


class Unreachable(ProjektbankError):
    """No answer came, after all attempts."""


class BrokenOff(ProjektbankError):
    """A file or stream ended before it was whole; a download leaves no file behind."""


class NotUnderstood(ProjektbankError):
    """An answer that no Projektbank gives: a page of a proxy, another service."""


class ImportNotDone(ProjektbankError):
    """An import failed, or was not done in the time given: see its `state` and `detail`."""

    def __init__(self, job: Mapping[str, Any] | None) -> None:
        super().__init__(job)
        self.job = job


class Refused(ProjektbankError):
    """The service said no; `problem` says why."""

    statuses: ClassVar[tuple[int, ...]] = ()
    codes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable word for what happened: every one stands in the service's docs/api.md."""
        return self.problem.code


class QuestionRejected(Refused):
    """The question cannot be read; `problem.errors` has every fault."""

    statuses = (400,)


class KeyRefused(Refused):
    """A key is needed, is not valid, or does not allow this."""

    statuses = (401, 403)


class NotFound(Refused):
    """Nothing has this id."""

    statuses = (404,)


class StateConflicted(Refused):
    """The record is there already, or is not in the state that `if_match` names."""

    statuses = (409, 412)


class Unchanged(Refused):
    """What `if_none_match` names is still what there is; nothing was sent."""

    statuses = (304,)


class Gone(Refused):
    """What was there is given out no longer: a snapshot that was withdrawn."""

    statuses = (410,)


class FeedGone(Gone):
    """Changes since this number cannot be told any more: read the list anew, then go on."""

    codes = ("feed-gone",)

    @property
    def restart(self) -> Mapping[str, Any]:
        """`since` and `epoch` to go on with once everything has been read anew."""
        restart: Mapping[str, Any] = self.problem.more.get("restart") or {}
        return restart


class RecordRejected(Refused):
    """A record breaks a rule, or a file's format cannot hold the result."""

    statuses = (422,)


class BulkUndone(RecordRejected):
    """A row of a bulk write that is all or nothing failed: nothing was changed."""

    codes = ("bulk-undone",)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What became of each row, with `errors` as `Fault`; `problem.errors` has the first 100."""
        told = self.problem.more.get("data") or ()
        return [{**row, "errors": [read_fault(one) for one in row["errors"]]} for row in told]


class Unavailable(Refused):
    """Too busy, still loading or too slow, after all attempts; or a proxy cannot reach the service
    (502, 504)."""

    statuses = (429, 502, 503, 504)


AWAY = (BrokenOff, Unreachable, Unavailable)
"""What passes once the service is back."""
_BY_CODE = {code: kind for kind in (FeedGone, BulkUndone) for code in kind.codes}
_BY_STATUS = {status: kind for kind in Refused.__subclasses__() for status in kind.statuses}


def refusal(problem: Problem) -> Refused:
    """The error for what the service says."""
    kind = _BY_CODE.get(problem.code) or _BY_STATUS.get(problem.status, Refused)
    return kind(problem)
