"""Everything that can be wrong with a mapping file, told at once and with what was meant."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.domain.fields import BY_NAME
from app.domain.swedish import Unreadable
from app.domain.vocabulary import CODES
from app.faults import Fault, cut, quoted
from app.importer.cells.columns import make_column
from app.importer.cells.headings import MAX_HEADING_ROW, PERIOD, comparable
from app.importer.cells.notation import DATES, NUMBERS, Plain, make_notation
from app.query.nearest import nearest

DELIMITERS = (";", ",", "\t", "|")
TARGETS = (*(f.name for f in BY_NAME.values() if not f.flags.computed), PERIOD)
"""What a column can state: fields that are not worked out, and both dates in one cell."""

_REQUIRED = ("name", "owner")


def find_faults(given: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with the keys and values of a mapping file."""
    for name, value in given.items():
        if name not in _CHECKS:
            hint = nearest(name, _CHECKS)
            yield make_fault(name, "unknown-field", f"There is no key {quoted(name)}.", hint)
        else:
            yield from _CHECKS[name](name, value)
    columns, constants = given.get("columns", {}), given.get("constants", {})
    if isinstance(columns, dict) and isinstance(constants, dict):
        yield from _find_gaps(columns, constants)
        yield from _find_twice(columns, given.get("ignore", []))


def _find_gaps(columns: dict[str, Any], constants: dict[str, Any]) -> Iterator[Fault]:
    for name in _REQUIRED:
        if name not in columns.values() and name not in constants:
            yield make_fault("columns", "required", f"No column states the {name}.")


def _find_twice(columns: dict[str, Any], ignored: object) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    named = [*columns, *(one for one in _list(ignored) if isinstance(one, str))]
    for heading in named:
        if comparable(heading) in seen:
            detail = f"The heading stands more than once: {quoted(heading)}."
            yield make_fault("columns", "repeated", detail)
        seen[comparable(heading)] = heading


def _check_columns(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield make_fault(key, "wrong-type", "It must be a table of headings and fields.")
        return
    for heading, target in value.items():
        where = f"{key}.{quoted(heading)}"
        if not isinstance(target, str):
            yield make_fault(where, "wrong-type", "It must be the name of a field.")
        elif target not in TARGETS:
            yield _unknown_field(where, target)


def _unknown_field(where: str, name: str) -> Fault:
    if name in BY_NAME:
        hint = name.removesuffix("_name") if name.removesuffix("_name") in TARGETS else None
        return make_fault(where, "read-only", f"The service works {quoted(name)} out itself.", hint)
    return make_fault(where, "unknown-field", f"There is no field {quoted(name)}.", _near(name))


def _near(name: str) -> str | None:
    return nearest(name, TARGETS)


def _check_constants(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield make_fault(key, "wrong-type", "It must be a table of fields and values.")
        return
    for name, constant in value.items():
        where = f"{key}.{cut(name)}"
        if name not in TARGETS:
            yield _unknown_field(where, name)
        elif not isinstance(constant, str | int | float | date):
            yield make_fault(where, "wrong-type", "It must be a single value.")
        elif not _is_readable(name, to_text(constant)):
            codes = BY_NAME[name].codes if name in BY_NAME else ""
            allowed = tuple(dict.fromkeys(code.code for code in CODES.get(codes, ())))
            detail = f"{quoted(str(constant))} is no value of {name}."
            yield make_fault(where, "bad-value", detail, None, allowed)


def _is_readable(name: str, text: str) -> bool:
    column = make_column("", name, make_notation())
    try:
        return column is not None and name in {*column.read(text), PERIOD} and text.strip() != ""
    except Unreadable:
        return False


def _check_headings(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        yield make_fault(key, "wrong-type", "It must be a list of texts.")


def _check_text(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, str) or not value:
        yield make_fault(key, "wrong-type", "It must be a text.")


def _check_row(key: str, value: object) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_HEADING_ROW:
        yield make_fault(key, "out-of-range", f"It must be a number from 1 to {MAX_HEADING_ROW}.")


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, object], Iterator[Fault]]:
    def check(key: str, value: object) -> Iterator[Fault]:
        if value not in allowed:
            hint = nearest(value, allowed) if isinstance(value, str) else None
            told = ", ".join(repr(one) for one in allowed)
            yield make_fault(key, "bad-value", f"It must be one of {told}.", hint, allowed)

    return check


def make_fault(
    where: str, code: str, detail: str, hint: str | None = None, allowed: tuple[str, ...] = ()
) -> Fault:
    """A fault of the file; `where` is the key, the hint stands in the sentence too."""
    meant = f"{detail[:-1]}; did you mean {quoted(hint)}?" if hint else detail
    return Fault(where, code, meant, hint, allowed, "body")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def to_text(value: object) -> str:
    """A value of the file as a cell of a list would have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return Plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


_CHECKS: Mapping[str, Callable[[str, object], Iterator[Fault]]] = MappingProxyType(
    {
        "columns": _check_columns,
        "constants": _check_constants,
        "ignore": _check_headings,
        "missing": _check_headings,
        "numbers": _one_of(NUMBERS),
        "dates": _one_of(DATES),
        "delimiter": _one_of(DELIMITERS),
        "sheet": _check_text,
        "heading_row": _check_row,
    }
)
KEYS = tuple(_CHECKS)
"""What a mapping file can say."""
