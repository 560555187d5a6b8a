"""What two records have in common and how they are related, told in plain Python: of made-up
records with whole names."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.query.records import Record, make_record

_OWNERS = st.sampled_from(
    (("n-00000001", "ABF"), ("n-00000001", "Öbo"), ("2120003005", "Åre kommun"))
)
_STEPS = st.sampled_from(("", "1", "2", "steg 2", "II"))
_THINGS = ("Språklyftet", "Kraftbron")
_SUBJECTS = st.sampled_from(("tvätteriet", "skrädderiet", "fiskehamnen", "ett stall", "Tvätteri"))
_ENDS = date(2017, 12, 31)
_SPANS = st.sampled_from(
    [
        (date(2016, 1, 1), _ENDS),
        (None, _ENDS),
        (_ENDS, None),
        (_ENDS, date(2016, 1, 1)),
        *(
            (_ENDS + timedelta(days=days), date(2020, 12, 31))
            for days in (-730, -92, -91, 0, 1, 549, 550)
        ),
    ]
)
"""One project, and others that begin at every edge of what the rules tell apart."""
_BUDGETS = st.none() | st.sampled_from(("0", "79.99", "80", "100", "100.5", "101", "125", "130"))


@st.composite
def relatives(draw: st.DrawFn) -> list[Record]:
    """Records that have much in common."""
    count = draw(st.integers(2, 8))
    return [draw(_relative(f"r{index}")) for index in range(count)]


@st.composite
def _relative(draw: st.DrawFn, key: str) -> Record:
    things = draw(st.lists(st.sampled_from(_THINGS), min_size=1, max_size=2, unique=True))
    owner_id, owner = draw(_OWNERS)
    start, end = draw(_SPANS)
    budget = draw(_BUDGETS)
    return make_record(
        key,
        name=" ".join(filter(None, (*things, draw(_STEPS)))),
        summary=draw(st.none() | _SUBJECTS.map(lambda subject: f"Unga i {subject}.")),
        owner_id=owner_id,
        owner=owner,
        start_date=start,
        end_date=end,
        total_budget=None if budget is None else Decimal(budget),
        region=draw(st.sampled_from((None, "SE12", "SE21"))),
        programme_period=draw(st.sampled_from((None, "2014-2020", "2014-2020", "2021-2027"))),
        programme_area=draw(st.sampled_from((None, "1", "2"))),
        specific_objective=draw(st.sampled_from((None, "1.1", "2.1"))),
    )


def facts(own: Record, other: Record) -> dict[str, dict[str, Any]]:
    """The reasons beside words and names that hold, with what they tell."""
    held: dict[str, dict[str, Any]] = {}
    if own["owner_id"] == other["owner_id"]:
        held["same_owner"] = {"owner_id": own["owner_id"]}
    held |= _purpose(own, other)
    if own["region"] and own["region"] == other["region"]:
        held["same_region"] = {"region": own["region"]}
    if is_within(own["total_budget"], other["total_budget"], Decimal("1.25")):
        held["near_size"] = {}
    days = days_together(own, other)
    if days is not None and days > 0:
        held["overlapping_period"] = {"days": days}
    elif days is not None and days >= -548:
        held["consecutive_period"] = {"days": -days}
    return held


def _purpose(own: Record, other: Record) -> dict[str, dict[str, Any]]:
    period = own["programme_period"]
    if period is None or period != other["programme_period"]:
        return {}
    for code, name in (
        ("same_objective", "specific_objective"),
        ("same_area", "programme_area"),
    ):
        if own[name] and own[name] == other[name]:
            return {code: {"programme_period": period, name: own[name]}}
    return {}


def is_within(one: Decimal | None, other: Decimal | None, times: Decimal) -> bool:
    """Whether the larger of two sums is at most so many times the smaller."""
    return bool(one and other) and max(one, other) <= times * min(one, other)  # type: ignore[type-var, operator]


def days_together(own: Record, other: Record) -> int | None:
    """Days that both ran; of a gap, minus its days; None where a period is not told."""
    for record in (own, other):
        start, end = record["start_date"], record["end_date"]
        if start is None or end is None or end < start:
            return None
    first, last = (
        max(own["start_date"], other["start_date"]),
        min(own["end_date"], other["end_date"]),
    )
    days: int = (last - first).days + 1
    return days


def words(record: Record) -> set[str]:
    """The words of the name that are no step."""
    return {word for word in record["name"].split() if word in _THINGS}


def steps(record: Record) -> set[str]:
    return set(record["name"].split()) - set(_THINGS)


def are_alike(own: Record, other: Record) -> bool:
    """Whether two thirds of the words of both names are in both."""
    shared = len(words(own) & words(other))
    return shared > 0 and 3 * shared >= len(words(own)) + len(words(other))


def relation(own: Record, other: Record) -> str:
    """What the other is to a record; no number is written in two ways here."""
    days = days_together(own, other)
    if own["owner_id"] != other["owner_id"] or not are_alike(own, other) or days is None:
        return "similar"
    same_sum = is_within(own["total_budget"], other["total_budget"], Decimal("1.01"))
    if days > 0 and same_sum and steps(own) == steps(other):
        return "duplicate"
    if not -548 <= days <= 92:
        return "similar"
    if other["start_date"] > own["start_date"] and other["end_date"] > own["end_date"]:
        return "continuation"
    earlier = other["start_date"] < own["start_date"] and other["end_date"] < own["end_date"]
    return "predecessor" if earlier else "similar"


INVERSE: Mapping[str, str] = {
    "similar": "similar",
    "duplicate": "duplicate",
    "continuation": "predecessor",
    "predecessor": "continuation",
}
