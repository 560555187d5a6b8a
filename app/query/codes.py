"""Literals that are codes: held against the code lists, with a hint where they are not in them.

A code that means another thing in another period may be written `2014-2020:2`.
"""

from urllib.parse import quote

from app.domain.collation import fold
from app.domain.fields import Field
from app.domain.vocabulary import (
    CODES,
    PERIODS,
    Code,
    county_region,
    find,
    region_code,
    regions_within,
)
from app.faults import ValueRefused, quoted
from app.query.lookups import Lookups
from app.query.nearest import nearest
from app.query.resource import Resource

OPEN_LISTS = frozenset({"programme_area", "specific_objective", "intervention_type", "country"})
"""Fields whose data may hold codes that no list knows."""


def read_codes(resource: Resource, field: Field, text: str, lookups: Lookups) -> tuple[str, ...]:
    """The codes that a text stands for: one, or those of a part of the country."""
    if not text:
        raise ValueRefused("empty-value", "The value is empty.")
    if field.codes == "region":
        return _regions(resource, field, text)
    if not _is_known(field, text, lookups):
        raise _unknown(resource, field, text, lookups)
    return (text,)


def _regions(resource: Resource, field: Field, text: str) -> tuple[str, ...]:
    found = region_code(text)
    codes = (found,) if found else regions_within(text.upper())
    if codes:
        return codes
    inside = county_region(text)
    if inside is None:
        raise _unknown(resource, field, text, Lookups())
    raise ValueRefused(
        "unknown-code",
        f"{quoted(text)} is a county, not one of the regions.",
        f"{text} lies in {inside}: {field.name}={inside}",
        _allowed(field, Lookups()),
    )


def _is_known(field: Field, text: str, lookups: Lookups) -> bool:
    period, mark, code = text.partition(":") if field.flags.by_period else ("", "", text)
    if not mark:
        code = text
    elif period not in PERIODS:
        return False
    in_list = find(field.codes, code, period) if mark else code in lookups.list_of(field.codes)
    if in_list or field.name not in OPEN_LISTS or not code:
        return bool(in_list)
    return lookups.is_code_in_use(field.name, code)


def _unknown(resource: Resource, field: Field, text: str, lookups: Lookups) -> ValueRefused:
    return ValueRefused(
        "unknown-code",
        f"{quoted(text)} is no code of {field.name}.",
        _hint(resource, field, text, lookups),
        _allowed(field, lookups),
    )


def _allowed(field: Field, lookups: Lookups) -> tuple[str, ...]:
    return tuple(sorted(lookups.list_of(field.codes)))


def _hint(resource: Resource, field: Field, text: str, lookups: Lookups) -> str | None:
    codes = lookups.list_of(field.codes)
    if text.endswith(" ") and f"{text[:-1]}+" in codes:  # an unescaped plus arrives as a blank
        return quote(f"{text[:-1]}+")
    bare = text.rpartition(":")[2]
    for row in CODES.get(field.codes, ()):
        if row.code == bare and row.period:
            return f"{row.period}:{row.code}"
    return _of_other_field(resource, field, text) or _by_label(field, text, codes)


def _of_other_field(resource: Resource, field: Field, text: str) -> str | None:
    for name, other in resource.fields.items():
        rows = CODES.get(other.codes, ()) if name != field.name else ()
        if any(row.code == text for row in rows):
            return f"{name}={quote(text)}"
    return None


def _by_label(field: Field, text: str, codes: frozenset[str]) -> str | None:
    names = {fold(code): code for code in sorted(codes)}
    for row in CODES.get(field.codes, ()):
        names.update({fold(name): row.code for name in _names(row)})
    found = nearest(fold(text), names)
    return names[found] if found else None


def _names(row: Code) -> tuple[str, ...]:
    return tuple(name for name in (row.label, row.label_en, *row.spellings) if name)
