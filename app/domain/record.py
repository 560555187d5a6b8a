"""The values of one record: what is stated, what follows from it, and its key."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

Value = str | int | bool | date | datetime | tuple[str, ...] | None
Record = Mapping[str, Value]
"""Field name → value; money and percent in hundredths. Fields not named are missing."""

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9.-]")
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 60
_SLUG_LETTERS = str.maketrans("åäöé", "aaoe")
NUMBER_SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "2014-2020": re.compile(r"\d{4}/\d{5}"),
        "2021-2027": re.compile(r"\d{2}-\d{3}-S\d{2}"),
    }
)
"""The shape of a printed reference number by programme period; 2007-2013 prints none."""


def project_id(number: str | None, name: str, owner: str, start: date | None) -> str:
    """The key a record gets when it is first stored."""
    if number:
        return id_of_number(number)
    identity = "\n".join((name, owner, start.isoformat() if start else ""))
    return f"{slug(name)}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def id_of_number(number: str) -> str:
    """The key of a record that a number was known of when it was first stored."""
    return _NOT_IN_KEYS.sub("-", number)


def slug(text: str) -> str:
    """Lower-case ASCII words of a name joined by `-`, at most 60 characters."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_SLUG_LETTERS)
    return _NOT_IN_SLUGS.sub("-", lowered).strip("-")[:_SLUG_LENGTH].strip("-")


def status_on(day: date, start: date | None, end: date | None) -> str:
    """Where a project stands on a day; the same rule as the SQL of query/compile."""
    if start and start > day:
        return "planned"
    if end and end < day:
        return "ended"
    return "ongoing" if start and end else "unknown"


def today() -> date:
    """The day in Sweden, which the status of every record follows."""
    return datetime.now(STOCKHOLM).date()


def now() -> datetime:
    """This moment in UTC, in whole seconds as every stored time is."""
    return datetime.now(UTC).replace(microsecond=0)
