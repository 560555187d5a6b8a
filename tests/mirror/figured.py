"""What figures are, told again in plain Python: records in lists, fractions, days counted one by
one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.query.oracle import alphabetical, fold, status
from tests.query.records import Record

KEYS = (
    "region",
    "programme_area",
    "programme_period",
    "status",
    "tackles_child_poverty",
    "phase",
    "owner_id",
    "year(start_date)",
    "quarter(end_date)",
    "month(start_date)",
    "bin(total_budget,12.5)",
    "bin(planned_participants,2)",
)
METRICS = (
    "count",
    *(f"{word}:total_budget" for word in ("sum", "avg", "min", "max", "median", "p1", "p90")),
    "sum:granted_support",
    "avg:eu_cofinancing_rate",
    "sum:planned_participants",
    "avg:planned_participants",
    "p25:planned_participants",
    "min:start_date",
    "max:end_date",
    "distinct:owner_id",
    "distinct:programme_area",
    "distinct:phase",
    "distinct:status",
)
_WORDS = {"sum", "avg", "min", "max", "median"}


@dataclass(frozen=True)
class Part:
    """A record in one of the groups it stands in, and how much of its money falls to it."""

    record: Record
    keys: tuple[Any, ...]
    money: dict[str, int | None]


def groups(records: Iterable[Record], keys: Sequence[str]) -> dict[tuple[Any, ...], list[Part]]:
    """The records by the values of their keys."""
    listed = list(records)
    found: dict[tuple[Any, ...], list[Part]] = {}
    for record in listed:
        for part in parts(record, keys, listed):
            found.setdefault(part.keys, []).append(part)
    return found


def parts(record: Record, keys: Sequence[str], all_: Sequence[Record]) -> list[Part]:
    """A record once, or once for each year in which it is active."""
    if "active_year" not in keys:
        values = tuple(_value(record, key, all_) for key in keys)
        return [Part(record, values, {name: _hundredths(record[name]) for name in _MONEY})]
    shares = {name: shares_by_year(record, name) for name in _MONEY}
    found = []
    for year in years(record):
        values = tuple(year if key == "active_year" else _value(record, key, all_) for key in keys)
        found.append(Part(record, values, {name: shares[name][year] for name in _MONEY}))
    return found


_MONEY = ("total_budget", "granted_support")


def years(record: Record) -> list[int | None]:
    """The years that the record touches; of one that ends before it starts, the year of both."""
    start, end = record["start_date"], record["end_date"]
    if start is None or end is None or end.year < start.year:
        return [None]
    return list(range(start.year, end.year + 1))


def shares_by_year(record: Record, name: str) -> dict[int | None, int | None]:
    """What falls to each year by its days, both ends included: whole öre, largest remainders first,
    the earlier year first."""
    amount, touched = _hundredths(record[name]), years(record)
    if amount is None or len(touched) == 1:
        return dict.fromkeys(touched, amount)
    days = _days_of_years(record["start_date"], record["end_date"])
    exact = {year: Fraction(amount * count, sum(days.values())) for year, count in days.items()}
    shares: dict[int | None, int] = {year: math.floor(share) for year, share in exact.items()}
    left = amount - sum(shares.values())
    for year in sorted(exact, key=lambda year: (shares[year] - exact[year], year))[:left]:
        shares[year] += 1
    return {**shares}


def _days_of_years(day: date, end: date) -> dict[int, int]:
    counts: dict[int, int] = {}
    while day <= end:
        counts[day.year] = counts.get(day.year, 0) + 1
        day += timedelta(days=1)
    return counts


def figure(metric: str, found: Sequence[Part]) -> Any:  # noqa: ANN401
    """One figure of some records."""
    word, _, name = metric.partition(":")
    if word == "count":
        return len(found)
    if word == "distinct":
        different = {_value(part.record, name, ()) for part in found}
        return len({fold(v) if name == "phase" and v else v for v in different} - {None})
    values = stated(name, found)
    if not values:
        return None
    if word == "sum":
        return sum(values)
    if word == "avg":
        scale = 100 if name == "planned_participants" else 1
        return round(Fraction(sum(values) * scale, len(values)))
    rank = {"min": 1, "max": len(values), "median": math.ceil(Fraction(len(values), 2))}
    percent = word[1:] if word not in rank else "0"
    return sorted(values)[rank.get(word, math.ceil(Fraction(int(percent) * len(values), 100))) - 1]


def stated(name: str, found: Sequence[Part]) -> list[Any]:
    """The values of a field that some records state, amounts in hundredths."""
    values = [
        part.money[name] if name in part.money else _hundredths(part.record[name]) for part in found
    ]
    return [value for value in values if value is not None]


def has_coverage(metric: str) -> bool:
    word = metric.partition(":")[0]
    return word in _WORDS or word[1:].isdigit()


def coverage(name: str, found: Sequence[Part]) -> int | None:
    """How many in ten thousand state a field."""
    return round(Fraction(10_000 * len(stated(name, found)), len(found))) if found else None


def _hundredths(value: Any) -> Any:  # noqa: ANN401
    return int(value * 100) if isinstance(value, Decimal) else value


def _value(record: Record, key: str, all_: Sequence[Record]) -> Any:  # noqa: ANN401
    if "(" in key:
        function, _, rest = key.removesuffix(")").partition("(")
        name, _, width = rest.partition(",")
        return _part(function, _hundredths(record[name]), name, width)
    if key == "status":
        return status(record)
    value = record[key]
    if key == "programme_area" and value is not None:
        period = record["programme_period"]
        return f"{period}:{value}" if period else value
    if key == "phase" and value is not None:  # the first in order of those that are alike
        alike = [
            each["phase"] for each in all_ if each["phase"] and fold(each["phase"]) == fold(value)
        ]
        return min(alike, default=value)
    return value


def _part(function: str, value: Any, name: str, width: str) -> Any:  # noqa: ANN401
    if value is None:
        return None
    if function == "bin":
        wide = int(Decimal(width) * (100 if name == "total_budget" else 1))
        return value // wide * wide
    if function == "year":
        return value.year
    if function == "quarter":
        return f"{value.year}-Q{(value.month + 2) // 3}"
    return f"{value.year}-{value.month:02}"


def in_order(values: Iterable[tuple[Any, ...]], keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """Groups as they come unasked: by one key after another, missing values last."""

    def place(group: tuple[Any, ...]) -> list[Any]:
        return [
            (
                value is None,
                0 if value is None else alphabetical(value) if key == "phase" else value,
            )
            for key, value in zip(keys, group, strict=True)
        ]

    return sorted(values, key=place)
