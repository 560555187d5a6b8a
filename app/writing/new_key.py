"""What a body says of a key to be made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.domain.keys import Scope, read_expiry, read_name
from app.faults import Fault, RecordRejected, ValueRefused, quoted
from app.json_text import Json, member
from app.query.nearest import nearest

T = TypeVar("T")

_MEMBERS = ("name", "scope", "expires_at")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is wanted; without an end it is good until it is revoked."""

    name: str
    scope: Scope
    expires_at: datetime | None


def read_new_key(body: Json, now: datetime) -> NewKey:
    """The key that a body asks for; raises `RecordRejected` with everything wrong."""
    if not isinstance(body, dict):
        raise RecordRejected([Fault("", "wrong-type", "A key is a JSON object.", place="body")])
    faults = [_unknown(name) for name in body if name not in _MEMBERS]
    name = _read(body, "name", read_name, faults)
    scope = _read(body, "scope", _read_scope, faults)
    end = body.get("expires_at")
    expires_at = None if end is None else _read(body, "expires_at", _end_after(now), faults)
    if faults or name is None or scope is None:
        raise RecordRejected(faults)
    return NewKey(name, scope, expires_at)


def _read(body: Json, name: str, read: Callable[[str], T], faults: list[Fault]) -> T | None:
    try:
        return read(_text(body, name))
    except ValueRefused as refused:
        faults.append(refused.at(member("", name), "body"))
        return None


def _text(body: Json, name: str) -> str:
    if name not in body:
        raise ValueRefused("required", f"A key needs {name}.")
    if not isinstance(body[name], str):
        raise ValueRefused("wrong-type", "It must be a string.")
    return str(body[name])


def _read_scope(text: str) -> Scope:
    try:
        return Scope(text)
    except ValueError as error:
        allowed = tuple(scope.value for scope in Scope)
        hint = nearest(text, allowed)
        raise ValueRefused("unknown-code", f"{quoted(text)} is no scope.", hint, allowed) from error


def _end_after(now: datetime) -> Callable[[str], datetime]:
    return lambda text: read_expiry(text, now)


def _unknown(name: str) -> Fault:
    detail = f"A key has no {quoted(name)}."
    return Fault(member("", name), "unknown-field", detail, nearest(name, _MEMBERS), place="body")
