"""What a given record changes of the one that is held, and what of it breaks a rule.

Two looks: before anything is worked out anew (`find_changes`), and at the record that would come
out (`check_outcome`).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from app.domain.derivation import FUNDS
from app.domain.fields import BY_NAME, PERSONAL_FIELDS
from app.domain.record import Record, Value, project_id, status_on, today
from app.domain.representation import to_json
from app.domain.swedish import is_personal_number
from app.domain.vocabulary import find
from app.faults import ValueRefused, quoted
from app.writing.given import WRITABLE, Given
from app.writing.rules import check_code, check_value

REQUIRED = ("name", "owner", "region", "programme_period")
"""Fields that a new record has, and that no writer may take away."""

_NUMBER = "owner_organisation_number"


def find_changes(
    given: Given, held: Record, *, whole: bool, unseen: Collection[str] = ()
) -> dict[str, Value]:
    """The writable values that differ and may be taken; notes faults.

    A `whole` record names every writable field. One that the writer has not seen may be left out,
    and null keeps what is there.
    """
    if whole:
        note_missing_keys(given, unseen)
    _note_read_only(given, held)
    differing = (
        name
        for name in WRITABLE
        if name in given.values
        and given.values[name] != held.get(name)
        and not (name in unseen and given.values[name] is None)
    )
    return {name: given.values[name] for name in differing if _is_sound(given, name)}


def _is_sound(given: Given, name: str) -> bool:
    try:
        check_value(BY_NAME[name], given.values[name])
    except ValueRefused as refused:
        given.refuse(name, refused)
        return False
    return True


def refuse_contacts(given: Given) -> None:
    """Notes every contact detail that is given where nobody may see any: to compare with what is
    there would tell it."""
    for name in (*PERSONAL_FIELDS, _NUMBER):
        value = given.values.get(name)
        if value is not None and (name != _NUMBER or is_personal_number(str(value))):
            given.fault(name, "personal-field", "Contact data is hidden here: leave it out.")


def check_outcome(given: Given, held: Record, outcome: Record, changes: Iterable[str]) -> None:
    """Notes what the record that comes out must not be; `held` is empty for a new one."""
    named = frozenset(changes)
    for name in REQUIRED:
        was_there = not held or held.get(name) is not None
        if outcome.get(name) is None and was_there and not given.has_fault(name):
            given.fault(name, "required", f"A record must have {name}.")
    _check_codes(given, held, outcome, named)
    start, end = outcome.get("start_date"), outcome.get("end_date")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        for name in sorted(named & {"start_date", "end_date"}):
            given.fault(name, "end-before-start", f"{end} is before {start}.")
    fund = outcome.get("fund")
    if {"fund", "programme_period"} & named and fund not in (None, _fund_of(outcome)):
        name = "fund" if "fund" in named else "programme_period"
        given.fault(name, "conflict", f"{fund} is no fund of {outcome.get('programme_period')}.")
    number, key = outcome.get("number"), held.get("id")
    if key and number and "number" in named and _id_of(str(number)) != key:
        detail = f"The number {quoted(str(number))} makes the id {_id_of(str(number))}, not {key}."
        given.fault("number", "id-mismatch", detail)


def note_difference(given: Given, made: Record) -> None:
    """Notes every computed value given for a new record that is not what comes out."""
    computed = [name for name in given.values if name not in WRITABLE]
    for name in computed:
        value = given.values[name]
        if value is not None and value != made[name]:
            code = "id-mismatch" if name == "id" else "read-only"
            given.fault(name, code, f"{name} is worked out: {_shown(name, made)}.")


def unseen_fields(held: Record) -> frozenset[str]:
    """Fields of a record that are not shown where contact data is hidden."""
    number = held.get(_NUMBER)
    personal = isinstance(number, str) and is_personal_number(number)
    return frozenset({*PERSONAL_FIELDS, *((_NUMBER,) if personal else ())})


def note_missing_keys(given: Given, unseen: Collection[str]) -> None:
    """Notes every writable field that a whole record does not name, those unseen aside."""
    for name in WRITABLE:
        if name not in given.values and name not in unseen and not given.has_fault(name):
            detail = "A whole record names this field, null where it is missing."
            given.fault(name, "missing-key", detail, "PATCH changes single fields")


def _note_read_only(given: Given, held: Record) -> None:
    for name, value in given.values.items():
        if name not in WRITABLE and not _stands(name, value, held):
            detail = f"{name} is worked out, and is {_shown(name, held)}."
            given.fault(name, "read-only", detail)


def _stands(name: str, value: Value, held: Record) -> bool:
    """Whether a computed value is as it is, or as it was shown when the record had this version:
    the status turns at midnight, and a document can be seen again without a version."""
    if name == "status":
        ends = (held.get("start_date"), held.get("end_date"))
        start, end = (one if isinstance(one, date) else None for one in ends)
        yesterday = today() - timedelta(days=1)
        return value in (held.get(name), status_on(yesterday, start, end))
    present = held.get(name)
    if name == "last_seen_at" and isinstance(value, datetime) and isinstance(present, datetime):
        return value <= present
    return value == present


def _check_codes(given: Given, held: Record, outcome: Record, named: frozenset[str]) -> None:
    """Codes must be of the period that comes out, also those that were right in another."""
    period, before = outcome.get("programme_period"), held.get("programme_period")
    for name, value in _by_period(given, held).items():
        if value is None:
            continue
        lost = outcome.get(name) is None
        was_right = find(BY_NAME[name].codes, str(value), str(before)) is not None
        if not (name in named or lost or was_right):
            continue
        try:
            check_code(BY_NAME[name], str(value), str(period) if period else None)
        except ValueRefused as refused:
            given.refuse(name, refused)


def _by_period(given: Given, held: Record) -> Mapping[str, Value]:
    fields = (field for field in BY_NAME.values() if field.flags.by_period)
    return {field.name: given.values.get(field.name, held.get(field.name)) for field in fields}


def _fund_of(record: Record) -> str | None:
    """The fund of a record's programme period; its own where the period is not known."""
    period = record.get("programme_period")
    return FUNDS[str(period)] if period else str(record.get("fund"))


def _id_of(number: str) -> str:
    return project_id(number, "", "", None)


def _shown(name: str, record: Record) -> str:
    return json.dumps(to_json(BY_NAME[name], record.get(name)), ensure_ascii=False)
