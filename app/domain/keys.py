"""Keys to the service as values: their form, what each scope may do, their names and ends.

A key is shown once, when it is made; what is kept of it is its SHA-256.
"""

import hashlib
import re
import secrets
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.domain.record import STOCKHOLM
from app.domain.unseen import has_unseen
from app.faults import ValueRefused, quoted

MAX_NAME = 100

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_KEY = re.compile(r"pb_([a-z2-7]{8})_[A-Za-z0-9_-]{43}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Scope(StrEnum):
    """What a key may do; each scope may also do what those before it may."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def allows(self, needed: "Scope") -> bool:
        """Whether a key of this scope may do what needs the other."""
        order = tuple(Scope)
        return order.index(self) >= order.index(needed)


def make_key() -> tuple[str, str]:
    """A new key and its id: `pb_`, the id, `_` and 256 random bits. The id is shown in lists."""
    key_id = "".join(secrets.choice(_ID_LETTERS) for _ in range(8))
    return f"pb_{key_id}_{secrets.token_urlsafe(32)}", key_id


def id_of(key: str) -> str | None:
    """The id that a key begins with; None where it does not have the form of a key."""
    form = _KEY.fullmatch(key)
    return form[1] if form else None


def digest_of(key: str) -> str:
    """What is kept of a key: it is random, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def conceal_keys(text: str) -> str:
    """The text with the secret part of everything that looks like a key taken out."""
    return _KEY.sub(r"pb_\1_…", text)


def read_name(text: str) -> str:
    """A name for a key, as the history will show it; raises `ValueRefused`."""
    if not text.strip():
        raise ValueRefused("empty-value", "A key needs a name.")
    if len(text) > MAX_NAME:
        raise ValueRefused("too-long", f"A name has at most {MAX_NAME} characters.")
    if has_unseen(text):
        raise ValueRefused("bad-value", "A name holds no control characters.")
    if conceal_keys(text) != text:
        raise ValueRefused("bad-value", "A name holds no key.")
    return text


def read_expiry(text: str, now: datetime) -> datetime:
    """The moment from which a key is good no longer: a time in UTC, or the end of a day in Sweden;
    raises `ValueRefused` where it is no such thing, or past."""
    try:
        expiry = _read_moment(text)
    except (ValueError, OverflowError) as error:
        detail = f"{quoted(text)} is no date (2027-01-31) and no time in UTC."
        raise ValueRefused("bad-value", detail, "2027-01-31T12:00:00Z") from error
    if expiry <= now:
        raise ValueRefused("out-of-range", f"{quoted(text)} is not in the future.")
    return expiry


def write_time(moment: datetime | None) -> str | None:
    """A time as answers and lists show it: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _read_moment(text: str) -> datetime:
    if _TIME.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    following = date.fromisoformat(text) + timedelta(days=1)
    return datetime.combine(following, time(), STOCKHOLM).astimezone(UTC)
