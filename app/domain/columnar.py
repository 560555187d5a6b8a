"""Which fields are held in memory, and in one index, by the field table: all but texts, keys, times
and the status.
"""

from app.domain.fields import FIELDS, Field, Kind

_COUNTED = frozenset({Kind.MONEY, Kind.PERCENT, Kind.INTEGER, Kind.DATE})

NUMBERS: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.kind in _COUNTED and field.flags.nullable
)
CODED: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.is_facet and field.name != "status"
)
COLUMNS: tuple[str, ...] = tuple(field.name for field in (*NUMBERS, *CODED))
"""In the order in which rows are read."""
