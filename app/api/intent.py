"""Who writes, why, under which conditions, and whether once only: the headers of a write."""

import re
from dataclasses import dataclass

from starlette.requests import Request

from app.api.access import Caller, require
from app.api.preconditions import Preconditions, read_preconditions
from app.domain.keys import Scope
from app.faults import Fault, Rejected, ValueRefused
from app.writing.reason import read_reason

MAX_WORD = 200

_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Intent:
    """What the headers of a write say."""

    caller: Caller
    preconditions: Preconditions
    reason: str | None = None
    idempotency_key: str | None = None


def read_intent(request: Request, scope: Scope = Scope.WRITE) -> Intent:
    """The intent; raises where the caller may not write, or where a header cannot be read."""
    return Intent(
        require(request, scope),
        read_preconditions(request),
        _reason(request),
        _idempotency_key(request),
    )


def _reason(request: Request) -> str | None:
    """`Change-Reason`: browsers send Latin-1, most other programs UTF-8; both are meant as text."""
    given = _once(request, "Change-Reason")
    if given is None:
        return None
    raw = given.encode("latin-1")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = given
    try:
        return read_reason(text)
    except ValueRefused as refused:
        raise Rejected([refused.at("Change-Reason", "header")]) from refused


def _idempotency_key(request: Request) -> str | None:
    given = _once(request, "Idempotency-Key")
    if given is None:
        return None
    if len(given) > MAX_WORD or not _WORD.fullmatch(given):
        detail = f"It must be 1 to {MAX_WORD} visible ASCII characters."
        raise _refused("Idempotency-Key", "bad-value", detail)
    return given


def _once(request: Request, name: str) -> str | None:
    given = request.headers.getlist(name)
    if len(given) > 1:
        raise _refused(name, "repeated", f"{name} may be given once only.")
    return given[0] if given else None


def _refused(name: str, code: str, detail: str) -> Rejected:
    return Rejected([Fault(name, code, detail, place="header")])
