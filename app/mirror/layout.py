"""Which fields the mirror holds, by the field table: all but texts, keys, times and the status."""

from app.domain.fields import FIELDS, Field, Kind

_COUNTED = frozenset({Kind.MONEY, Kind.PERCENT, Kind.INTEGER, Kind.DATE})
_CODED = frozenset({Kind.CODE, Kind.BOOLEAN, Kind.LIST})
_OF_FEW_VALUES = frozenset({"phase", "call_number", "owner_id"})
"""Texts and keys that many records share."""

NUMBERS: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.kind in _COUNTED and field.flags.nullable
)
CODED: tuple[Field, ...] = tuple(
    field
    for field in FIELDS
    if (field.kind in _CODED and field.name != "status") or field.name in _OF_FEW_VALUES
)
COLUMNS: tuple[str, ...] = tuple(field.name for field in (*NUMBERS, *CODED))
"""In the order in which rows are read."""
