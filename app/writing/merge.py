"""The body of a merge: `{"into": "7164603867"}`."""

from app.domain.organisations import ORGANISATION_FIELDS
from app.faults import Fault, RecordRejected, ValueRefused, quoted
from app.json_text import Json, member
from app.query.nearest import nearest
from app.writing.members import read_member

_INTO = "into"
_ID = ORGANISATION_FIELDS[0]


def read_merge(body: Json) -> str:
    """The id of the organisation that stays; raises `RecordRejected` with everything wrong."""
    if not isinstance(body, dict):
        raise RecordRejected([Fault("", "wrong-type", "A merge is a JSON object.", place="body")])
    faults = [_unknown(name) for name in body if name != _INTO]
    try:
        into = _read(body)
    except ValueRefused as refused:
        faults.append(refused.at(member("", _INTO), "body"))
        raise RecordRejected(faults) from refused
    if faults:
        raise RecordRejected(faults)
    return into


def _read(body: Json) -> str:
    into = read_member(_ID, body.get(_INTO))
    if into is None:
        raise ValueRefused("required", "Name the organisation that stays, by its id.")
    return str(into)


def _unknown(name: str) -> Fault:
    detail = f"A merge has no {quoted(name)}."
    return Fault(member("", name), "unknown-field", detail, nearest(name, (_INTO,)), place="body")
