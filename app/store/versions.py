"""Versions of a record that it can be put back to."""

from sqlmodel import Session

from app.domain.record import id_of_number
from app.errors import ProjectNotFound
from app.faults import Fault, RecordRejected, shortened
from app.models import ProjectVersion
from app.store.history import latest_version


def known_key(session: Session, asked: str) -> str:
    """The id that a record of this id or printed number had; what was asked where there is none."""
    return asked if latest_version(session, asked) else id_of_number(asked)


def find_revertible(session: Session, key: str, version: int) -> ProjectVersion:
    """The version; raises `ProjectNotFound` where nothing ever had the key, `RecordRejected` where
    there is no such version or it is a deletion."""
    latest = latest_version(session, key)
    if latest == 0:
        raise ProjectNotFound(f"No project has or had the id “{shortened(key)}”.")
    found = session.get(ProjectVersion, (key, version))
    if found is None:
        detail = f"The record has versions 1 to {latest}."
        raise RecordRejected([Fault("/version", "out-of-range", detail, place="body")])
    if found.op == "delete":
        hint = str(version - 1)
        detail = "That version is the deletion."
        raise RecordRejected([Fault("/version", "bad-value", detail, hint, place="body")])
    return found
