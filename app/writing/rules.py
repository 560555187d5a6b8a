"""What a field allows beyond its kind, for values that a writer changes.

What stands in a record already, however odd the page that it came from, may always be sent back.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.domain.fields import Field, Kind
from app.domain.record import Value
from app.domain.swedish import MAX_AMOUNT, organisation_number
from app.domain.unseen import has_unseen
from app.domain.vocabulary import CODES, find, values
from app.faults import ValueRefused, quoted

MAX_CHARACTERS = 1_000
MAX_LONG_CHARACTERS = 100_000

_WHOLE_PERCENT = 100_00
_MOST = MappingProxyType({Kind.MONEY: MAX_AMOUNT, Kind.PERCENT: _WHOLE_PERCENT})
_UNSEEN_IN_LONG = "\n\t\u00ad\u200d"
"""Line ends, tabs, soft hyphens, joiners: what running text may hold."""
_TAKEN = re.compile("bulk|query|.*/(?:history|provenance|revert|similar)")
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?", re.IGNORECASE)


def check_value(field: Field, value: Value) -> None:
    """Raises `ValueRefused` where a value of the right kind is none that the field may have."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        _check_number(field, value)
    elif field.kind is Kind.CODE and not field.flags.by_period:
        _check_code(field, str(value), None)
    elif isinstance(value, str):
        _check_text(field, value)
        check = _OWN_RULES.get(field.name)
        if check:
            check(value)


def check_code(field: Field, code: str, period: str | None) -> None:
    """Raises where a code that depends on the programme period is none of that period."""
    _check_code(field, code, period)


def _check_code(field: Field, code: str, period: str | None) -> None:
    rows = [row for row in CODES[field.codes] if not period or row.period in ("", period)]
    if find(field.codes, code, period) or (not period and code in values(field.codes)):
        return
    of_period = f" of {period}" if period else ""
    detail = f"{quoted(code)} is no code of {field.name}{of_period}."
    raise ValueRefused("unknown-code", detail, None, tuple(dict.fromkeys(row.code for row in rows)))


def _check_number(field: Field, value: int) -> None:
    most = _MOST.get(field.kind)
    if value < 0:
        raise ValueRefused("out-of-range", "It must not be negative.")
    if most is not None and value > most:
        raise ValueRefused("out-of-range", f"It must be at most {most // 100}.")


def _check_text(field: Field, text: str) -> None:
    longest = MAX_LONG_CHARACTERS if field.flags.long else MAX_CHARACTERS
    if len(text) > longest:
        raise ValueRefused("too-long", f"The text has more than {longest} characters.")
    if not text.strip():
        raise ValueRefused("empty-value", "The text is blank; a missing value is null.", "null")
    if text != text.strip():
        raise ValueRefused(
            "bad-value", "The text begins or ends with blanks.", text.strip()[:MAX_CHARACTERS]
        )
    if has_unseen(text, _UNSEEN_IN_LONG if field.flags.long else ""):
        raise ValueRefused("bad-value", "The text holds a character that does not show.")


def _check_number_of_record(text: str) -> None:
    if not re.search("[0-9A-Za-z]", text):
        raise ValueRefused("bad-value", "A number has at least one letter or digit.")
    if _TAKEN.fullmatch(text):
        raise ValueRefused("bad-value", "This number would make an address that is taken.")


def _check_organisation_number(text: str) -> None:
    read = organisation_number(text)
    if read != text:
        raise ValueRefused("bad-value", "An organisation number has ten digits.", read)


def _check_address(text: str) -> None:
    if not _ADDRESS.fullmatch(text):
        raise ValueRefused("bad-value", "It must be an address with http:// or https://.")


_OWN_RULES: Mapping[str, Callable[[str], None]] = MappingProxyType(
    {
        "number": _check_number_of_record,
        "owner_organisation_number": _check_organisation_number,
        "source_url": _check_address,
    }
)
"""Rules of single fields."""
