"""The body of a revert: `{"version": 3}`."""

from app.faults import Fault, RecordRejected, quoted
from app.writing.json_text import Json, member

_LARGEST = 2**31


def read_version(body: Json) -> int:
    """The version asked for; raises `RecordRejected`."""
    if not isinstance(body, dict):
        raise RecordRejected([Fault("", "wrong-type", "Send an object.", place="body")])
    faults = [
        Fault(member("", name), "unknown-field", f"There is no field {quoted(name)}.", place="body")
        for name in body
        if name != "version"
    ]
    version = body.get("version")
    if "version" not in body:
        faults.append(Fault("/version", "missing-key", "Name the version.", place="body"))
    elif isinstance(version, bool) or not isinstance(version, int):
        faults.append(Fault("/version", "wrong-type", "It must be a whole number.", place="body"))
    elif not 1 <= version < _LARGEST:
        faults.append(Fault("/version", "out-of-range", "Versions count from 1.", place="body"))
    if faults or not isinstance(version, int):
        raise RecordRejected(faults)
    return version
