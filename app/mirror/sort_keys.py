"""What a question is sorted by, as keys of the rows: values of columns, the rank of a search, and
the id, which closes every order.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.domain.fields import Kind
from app.mirror.columns import Integers
from app.mirror.conditions import Conditions
from app.mirror.order import Key, coded_key, number_key
from app.mirror.orders import Name, Sorting
from app.mirror.ranks import FIRST, LAST, rank_at
from app.mirror.status import STATUS, coded_of, is_coded
from app.mirror.terms import Tiers
from app.query.cursor import Stored
from app.query.mirroring import FIRST_FROM_ID, LAST_TO_ID
from app.query.model import SortKey
from app.query.resource import PROJECTS, RANK


def sorting_of(conditions: Conditions, ranks: Integers) -> Sorting | None:
    """What a question is sorted by; None where the columns do not tell."""
    asked = tuple(_to_id(PROJECTS.order_of(conditions.view.query)))
    keys = [_key(conditions, ranks, each) for each in asked]
    told = [key for key in keys if key is not None]
    if len(told) < len(keys):
        return None
    names = {each.field for each in asked}
    name: Name = (conditions.view.day, *asked) if STATUS in names else asked
    return Sorting(told, name, is_by_rank=RANK.name in names)


def rank_of(conditions: Conditions, rows: Integers) -> Integers:
    """How well all terms are found in these rows: the sum of their tiers."""
    rank = np.zeros(len(rows), np.int64)
    for tiers in _tiers(conditions):
        rank += tiers[rows]
    return rank


def ranks_of_all(conditions: Conditions) -> NDArray[np.uint16]:
    """The same of all rows."""
    ranks = np.zeros(len(conditions.columns), np.uint16)
    for tiers in _tiers(conditions):
        ranks += tiers
    return ranks


def _tiers(conditions: Conditions) -> Iterator[Tiers]:
    sought = conditions.view.query.sought or ()
    return (conditions.tiers(one) for one in sought if not one.excluded)


def _to_id(sort: tuple[SortKey, ...]) -> Iterator[SortKey]:
    """The keys up to the id: nothing stands behind it in an order."""
    for each in (*sort, SortKey("id")):
        yield each
        if each.field == "id":
            return


def _key(conditions: Conditions, ranks: Integers, asked: SortKey) -> Key | None:
    name, descending = asked.field, asked.descending
    if name == "id":
        return _id_key(conditions, ranks, descending=descending)
    if name == RANK.name:
        return Key(partial(rank_of, conditions), lambda value: int(value or 0))
    field, columns = PROJECTS.fields[name], conditions.columns
    if name in columns.numbers:
        is_date = field.kind is Kind.DATE
        return number_key(columns.numbers[name], is_date=is_date, descending=descending)
    if not is_coded(columns, name):
        return None
    return coded_key(coded_of(columns, name, conditions.view.day), field, descending=descending)


def _id_key(conditions: Conditions, ranks: Integers, *, descending: bool) -> Key:
    """Sorts by ids; in the place of one that no record has any more stands the one before it."""
    sign, beside, before_all = (-1, FIRST_FROM_ID, -LAST) if descending else (1, LAST_TO_ID, FIRST)

    def of_stored(value: Stored) -> int:
        found = conditions.reader.rows(beside, (value,))
        return sign * rank_at(conditions.columns, ranks, found[0][0]) if found else before_all

    return Key(lambda rows: sign * ranks[rows], of_stored)
