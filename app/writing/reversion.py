"""The body of a revert: `{"version": 3}`."""

from app.domain.fields import BY_NAME
from app.faults import Fault, RecordRejected, ValueRefused, cut, quoted
from app.json_text import MAX_FAULTS, Json, member
from app.writing.members import read_member

_LARGEST = 2**31


def read_version(body: Json) -> int:
    """The version asked for; raises `RecordRejected`."""
    if not isinstance(body, dict):
        raise RecordRejected([Fault("", "wrong-type", "Send an object.", place="body")])
    faults = [
        Fault(
            member("", cut(name)),
            "unknown-field",
            f"There is no field {quoted(name)}.",
            place="body",
        )
        for name in body
        if name != "version"
    ]
    try:
        version = read_member(BY_NAME["version"], body.get("version"))
    except ValueRefused as refused:
        faults.append(refused.at("/version", "body"))
        raise RecordRejected(faults[-MAX_FAULTS:]) from refused
    if version is None:
        faults.append(Fault("/version", "missing-key", "Name the version.", place="body"))
    elif not isinstance(version, int) or not 1 <= version < _LARGEST:
        faults.append(Fault("/version", "out-of-range", "Versions count from 1.", place="body"))
    if faults or not isinstance(version, int):
        raise RecordRejected(faults[-MAX_FAULTS:])
    return version
