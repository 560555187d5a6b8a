"""What a comparison of a year or a day keeps, as a range of the days themselves."""

from datetime import MAXYEAR, MINYEAR, timedelta
from decimal import Decimal

from app.faults import ValueRefused
from app.json_text import Json
from app.query.values import read_date


def year_ends(op: str, value: Json) -> Json:
    """The years that a comparison keeps, or False where there are none."""
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        raise ValueRefused("bad-value", "A year is a whole number.", "2021")
    if not MINYEAR <= value <= MAXYEAR:
        raise ValueRefused("out-of-range", f"Years go from {MINYEAR} to {MAXYEAR}.")
    year = int(value) + {"gt": 1, "lt": -1}.get(op, 0)
    if not MINYEAR <= year <= MAXYEAR:
        return False
    return _ends(op, f"{year:04d}")


def day_ends(op: str, value: Json) -> Json:
    """The days that a comparison keeps, or False where there are none."""
    day = read_date(str(value))
    try:
        return _ends(op, str(day + timedelta(days={"gt": 1, "lt": -1}.get(op, 0))))
    except OverflowError:
        return False


def _ends(op: str, part: str) -> Json:
    low, high = {"from": part}, {"to": part}
    return {**({} if op in {"le", "lt"} else low), **({} if op in {"ge", "gt"} else high)}
