"""Made-up organisations: a name each, most with a valid organisation number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from stdnum import luhn

from app.synthetic.words import OWNERS, TOWNS

MOST_OWNERS = 5_000
_WITHOUT_NUMBER = 0.2


@dataclass(frozen=True, slots=True)
class Owner:
    """One organisation as documents print it."""

    name: str
    number: str | None
    postal_code: str
    city: str


def make_owners(count: int, dice: random.Random) -> tuple[Owner, ...]:
    """Different ones, in an order that has nothing to do with their names."""
    names = dice.sample(list(islice(_names(), MOST_OWNERS)), MOST_OWNERS)
    return tuple(_owner(index, name, dice) for index, name in enumerate(names[:count]))


def _names() -> Iterator[str]:
    """Every kind in every town, then further ones by number."""
    for place in range(1, MOST_OWNERS):
        for town in TOWNS:
            for kind in OWNERS:
                yield kind.format(town) + (f" {place}" if place > 1 else "")


def _owner(index: int, name: str, dice: random.Random) -> Owner:
    city = next(town for town in TOWNS if town in name)
    numbered = dice.random() >= _WITHOUT_NUMBER
    digits = f"{dice.choice(('2120', '5560', '8020'))}{index:05}"
    return Owner(
        name,
        digits + luhn.calc_check_digit(digits) if numbered else None,
        f"{dice.randint(10_000, 98_999)}",
        city.upper(),
    )
