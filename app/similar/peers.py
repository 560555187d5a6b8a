"""A project's figures among its peers: those of its specific objective, else of its programme
area, in its programme period, itself among them.

Exact: öre and whole days; what is divided is rounded once, half to even, and compared so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.domain.fields import Field, Kind
from app.domain.representation import Json, to_json
from app.mirror.columns import MISSING, Hits, Integers, Mask
from app.mirror.sums import half_even, nearest_place
from app.query.model import Filter, Query
from app.store.neighbours import Neighbour

Figure = Callable[[Mapping[str, Integers]], Integers]
"""The figure of each row, `MISSING` where it cannot be said."""
_PERCENT = Field("percentile", Kind.PERCENT, "Percentil", "Percentile", "")


@dataclass(frozen=True, slots=True)
class Peers:
    """The value of the field that the peers share, and the question that finds them."""

    field: str
    value: str

    @property
    def query(self) -> Query:
        """All of them."""
        return Query(filters=(Filter(self.field, "eq", (self.value,)),))


def peers_of(record: Neighbour) -> Peers | None:
    """The peers of a record; None where it states neither objective nor area, or no period."""
    period = record.programme_period
    for name, code in (
        ("specific_objective", record.specific_objective),
        ("programme_area", record.programme_area),
    ):
        if period and code:
            return Peers(name, f"{period}:{code}")
    return None


def measure(hits: Hits, since: int) -> dict[str, dict[str, Json]]:
    """Each figure of the record that stands from a dataset version, among those of all rows of a
    question; the record must be one of them."""
    rows = np.flatnonzero(hits.mask)
    numbers = {name: hits.columns.numbers[name][rows] for name in _NUMBERS}
    own = int(np.searchsorted(hits.columns.since[rows], since))
    return {field.name: _told(field, figure(numbers), own) for field, figure in FIGURES.items()}


def percentile(values: Integers, value: int) -> int:
    """The share of the values that are smaller, and half of the equal ones, in hundredths of a
    percent."""
    halves = int(np.count_nonzero(values < value)) + int(np.count_nonzero(values <= value))
    return half_even(halves * 10_000, 2 * len(values))


def nearest_rank(values: Integers, percent: int) -> int:
    """The least of the values that so many in a hundred are not above."""
    place = int(nearest_place(np.array(len(values)), percent))
    return int(np.partition(values, place)[place])


def _told(field: Field, values: Integers, own: int) -> dict[str, Json]:
    told, value = values[values != MISSING], int(values[own])
    return {
        "value": to_json(field, value) if value != MISSING else None,
        "percentile": to_json(_PERCENT, percentile(told, value)) if value != MISSING else None,
        "count": len(told),
        **{
            name: to_json(field, nearest_rank(told, percent)) if len(told) else None
            for name, percent in (("median", 50), ("p10", 10), ("p90", 90))
        },
    }


def _per_participant(numbers: Mapping[str, Integers]) -> Integers:
    return _divided(numbers["total_budget"], numbers["planned_participants"], 1)


def _support_share(numbers: Mapping[str, Integers]) -> Integers:
    return _divided(numbers["granted_support"], numbers["total_budget"], 10_000)


def _duration(numbers: Mapping[str, Integers]) -> Integers:
    start, end = numbers["start_date"], numbers["end_date"]
    return np.where((start != MISSING) & (start <= end), end - start + 1, MISSING)


def _divided(above: Integers, below: Integers, times: int) -> Integers:
    """A power of ten times the quotients, half to even; none by nothing, of nothing stated, or of
    more than fits."""
    said: Mask = (above != MISSING) & (below > 0)
    divisor = np.where(said, below, 1)
    whole, rest = np.divmod(np.where(said, above, 0), divisor)
    said &= whole < 2**62 // times
    while times > 1:  # digit by digit: no product grows above 63 bits
        digit, rest = np.divmod(10 * rest, divisor)
        whole, times = 10 * whole + digit, times // 10
    up = (2 * rest > divisor) | ((2 * rest == divisor) & (whole % 2 == 1))
    return np.where(said, whole + up, MISSING)


FIGURES: Mapping[Field, Figure] = MappingProxyType(
    {
        Field("sek_per_participant", Kind.MONEY, "Kronor per deltagare", "SEK per participant",
              "Total budget divided by planned participants."): _per_participant,
        Field("support_share", Kind.PERCENT, "Stödandel", "Support share",
              "Granted support in percent of the total budget."): _support_share,
        Field("duration_days", Kind.INTEGER, "Längd i dagar", "Duration in days",
              "From the first day to the last, both counted."): _duration,
        Field("total_budget", Kind.MONEY, "Total projektbudget", "Total budget",
              "Total budget of the project."): lambda numbers: numbers["total_budget"],
    }
)  # fmt: skip
_NUMBERS = ("total_budget", "granted_support", "planned_participants", "start_date", "end_date")
