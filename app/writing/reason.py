"""A reason that a person gives: one line of printable text. As the body `{"reason": "…"}` too."""

from app.faults import Fault, RecordRejected, ValueRefused, cut, quoted
from app.json_text import MAX_FAULTS, Json, member
from app.query.nearest import nearest

MAX_REASON = 500
_REASON = "reason"


def read_reason(text: str) -> str:
    """The reason without blanks around it; raises `ValueRefused`."""
    reason = text.strip()
    if not reason:
        raise ValueRefused("empty-value", "The reason is empty.")
    if len(reason) > MAX_REASON:
        raise ValueRefused("too-long", f"A reason has at most {MAX_REASON} characters.")
    if not reason.isprintable():
        raise ValueRefused("bad-value", "A reason is one line of printable text.")
    return reason


def read_acceptance(body: Json) -> str:
    """The reason that a body gives; raises `RecordRejected` with everything wrong."""
    if not isinstance(body, dict):
        fault = Fault("", "wrong-type", 'Send an object: {"reason": "…"}.', place="body")
        raise RecordRejected([fault])
    faults = [_unknown(name) for name in body if name != _REASON]
    reason = ""
    try:
        reason = _read(body)
    except ValueRefused as refused:
        faults.insert(0, refused.at(member("", _REASON), "body"))
    if faults:
        raise RecordRejected(faults[:MAX_FAULTS])
    return reason


def _read(body: dict[str, Json]) -> str:
    given = body.get(_REASON)
    if given is None:
        raise ValueRefused("required", "Say why the issue is as it should be.")
    if not isinstance(given, str):
        raise ValueRefused("wrong-type", "It must be a string.")
    return read_reason(given)


def _unknown(name: str) -> Fault:
    detail = f"An acceptance has no {quoted(name)}."
    near = nearest(name, (_REASON,))
    return Fault(member("", cut(name)), "unknown-field", detail, near, place="body")
