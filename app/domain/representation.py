"""Values as JSON: how a record, and each value of its provenance, is written and read back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from app.domain.fields import BY_NAME, HUNDREDTHS, Field, Kind
from app.domain.record import Record, Value

Json = str | int | float | bool | list[str] | None


def to_json(field: Field, value: Value) -> Json:
    """A value as every answer writes it: SEK and percent without trailing zeros, ISO dates."""
    if isinstance(value, int):
        is_whole = field.kind not in HUNDREDTHS
        return value if is_whole else value // 100 if value % 100 == 0 else value / 100
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def from_json(field: Field, value: Json) -> Value:
    """The value that `to_json` wrote."""
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(value)
    if field.kind in HUNDREDTHS:
        return round(float(value) * 100)
    if field.kind is Kind.DATE:
        return date.fromisoformat(str(value))
    if field.kind is Kind.TIME:
        return datetime.fromisoformat(str(value))
    return value if not isinstance(value, float) else int(value)


def record_to_json(record: Record, names: Iterable[str]) -> dict[str, Json]:
    """The named fields of a record, in their order."""
    return {name: to_json(BY_NAME[name], record.get(name)) for name in names}
