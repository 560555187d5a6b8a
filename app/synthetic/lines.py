"""Made-up projects as lines of NDJSON, in the form of our own files: what `import` reads back."""

import json
from collections.abc import Iterator
from datetime import date

from app.domain.fields import BY_NAME, FIELDS, HUNDREDTHS
from app.domain.record import Value
from app.store.projects import Reading
from app.synthetic.readings import make_readings

COLUMNS = tuple(
    field.name
    for field in FIELDS
    if not field.flags.computed and field.name not in {"id", "version"}
)
"""What a list can state."""


def make_lines(count: int, *, first: int = 0) -> Iterator[str]:
    """As many lines, each with its end, one made when it is asked for."""
    return map(_to_line, make_readings(count, first=first))


def _to_line(reading: Reading) -> str:
    """A page tells its period by its layout; a list has to state it."""
    row = {name: _plain(name, reading) for name in COLUMNS} | {"programme_period": reading.period}
    return f"{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}\n"


def _plain(name: str, reading: Reading) -> Value | float:
    """A value as JSON has it; sums and shares with decimals where they need them."""
    value = reading.statements[name].value if name in reading.statements else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and BY_NAME[name].kind in HUNDREDTHS:
        return value / 100 if value % 100 else value // 100
    return value
