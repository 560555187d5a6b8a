"""Axes: round steps from nothing to above the largest figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

_ROUND = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 on, in steps of equal length."""

    step: Decimal
    steps: int

    @property
    def ticks(self) -> list[Decimal]:
        """The ends of the steps, 0 first."""
        return [self.step * number for number in range(self.steps + 1)]

    def share(self, value: Decimal) -> float:
        """Where a figure stands on the axis, from 0 to 1."""
        return float(value / (self.step * self.steps))


def scale_of(values: Iterable[Decimal], most_steps: int, *, whole: bool) -> Scale:
    """The axis for figures of which none is negative; `whole` ones are counted in whole steps."""
    largest = max(values, default=Decimal(0)) or Decimal(1)
    rough = largest / most_steps
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(one * power for one in _ROUND if one * power >= rough)
    if whole:
        step = max(step.to_integral_value(ROUND_CEILING), Decimal(1))
    return Scale(step, int((largest / step).to_integral_value(ROUND_CEILING)))
