"""Answers a question for figures: groups the rows, keeps those that are asked for, orders them."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from app.domain.collation import sort_key
from app.domain.fields import Kind
from app.mirror.columns import Hits
from app.mirror.grouping import MAX_GROUPS, Groups, everything, group
from app.mirror.keys import key_of
from app.mirror.metrics import FigureValue, Measuring
from app.mirror.selection import Selection
from app.mirror.years import by_active_year
from app.query.aggregation.columns import OTHERS, columns_of, name_column
from app.query.aggregation.groups import KeyValue, label_of, written
from app.query.aggregation.question import ACTIVE_YEAR, Aggregation, Having
from app.query.model import Range

Cell = FigureValue | str | bool
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "eq": operator.eq,
        "ne": operator.ne,
        "gt": operator.gt,
        "gte": operator.ge,
        "lt": operator.lt,
        "lte": operator.le,
    }
)


class Row(NamedTuple):
    """One group: the values of its keys, None of the groups beyond the limit, and its cells in the
    order of the columns."""

    keys: tuple[KeyValue, ...] | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of an answer, how many groups there are, and the figures of all records together."""

    rows: list[Row]
    total: int
    totals: dict[str, FigureValue]


def aggregate(hits: Hits, day: date, asked: Aggregation, names: Mapping[str, str]) -> Figures:
    """The figures of a question's rows on a day, with the names of owners by their ids; raises
    `QueryRejected` for too many groups."""
    table = _Table.of(Selection.of(hits, day), asked, names)
    chosen = table.ordered(table.kept())
    first = asked.query.offset
    end = first + (asked.query.limit or len(chosen))
    rows = table.rows(chosen[first:end])
    if asked.others and chosen[end:]:
        rows.append(table.rest(chosen[end:]))
    return Figures(rows, len(chosen), table.totals)


@dataclass(frozen=True, slots=True)
class _Table:
    """Every group with its cells by column, and the rows that stand in the groups."""

    selection: Selection
    asked: Aggregation
    groups: Groups
    columns: Mapping[str, Sequence[Cell]]
    totals: dict[str, FigureValue]

    @classmethod
    def of(cls, selection: Selection, asked: Aggregation, names: Mapping[str, str]) -> "_Table":
        """The groups of a question's rows."""
        groups, counted = _grouped(selection, asked)
        columns: dict[str, Sequence[Cell]] = {OTHERS: [False] * len(groups)}
        for place, key in enumerate(asked.keys):
            values = [keys[place] for keys in groups.keys]
            columns[key.name] = list(map(written, values))
            if name := name_column(key):
                columns[name] = _labels(key.field, values, names)
        measuring = Measuring(counted, groups)
        columns |= measuring.figures(asked.metrics)
        # A project of several years is one of all projects.
        whole = measuring.of_all() if counted is selection else _of_all(selection)
        return cls(counted, asked, groups, columns, _only(whole, asked))

    def kept(self) -> list[int]:
        """The groups that every condition holds for."""
        places = list(range(len(self.groups)))
        for one in self.asked.having:
            values = self.columns[one.column]
            places = [place for place in places if _holds(one, values[place])]
        return places

    def ordered(self, places: list[int]) -> list[int]:
        """The groups in order: missing values last either way, ties as the keys are ordered."""
        by_keys = [(key.name, False) for key in reversed(self.asked.keys)]
        asked = [(key.field, key.descending) for key in reversed(self.asked.sort)]
        for name, descending in (*by_keys, *asked):
            values = self._comparable(name)
            stated = [place for place in places if values[place] is not None]
            missing = [place for place in places if values[place] is None]
            # A reversed sort is stable too: equal values keep their order.
            stated.sort(key=values.__getitem__, reverse=descending)
            places = stated + missing
        return places

    def rows(self, places: Sequence[int]) -> list[Row]:
        """Some groups as rows."""
        columns = [self.columns[column.name] for column in columns_of(self.asked)]
        cells = zip(*([column[place] for place in places] for column in columns), strict=True)
        return list(map(Row, [self.groups.keys[place] for place in places], cells))

    def rest(self, places: Sequence[int]) -> Row:
        """Some groups as one row, its figures worked out of all their records."""
        chosen = np.zeros(len(self.groups), dtype=np.bool_)
        chosen[places] = True
        rows = self.selection.take(chosen[self.groups.codes])
        cells: dict[str, Cell] = {OTHERS: True, **_only(_of_all(rows), self.asked)}
        return Row(None, tuple(cells.get(column.name) for column in columns_of(self.asked)))

    def _comparable(self, name: str) -> Sequence[Any]:
        """What orders the groups by a column: texts stand as in Swedish, codes by their signs."""
        values = self.columns[name]
        [field] = [column for column in columns_of(self.asked) if column.name == name]
        if field.kind is not Kind.TEXT:
            return values
        return [None if one is None else sort_key(str(one)) for one in values]


def _of_all(rows: Selection) -> Measuring:
    return Measuring(rows, everything(len(rows)))


def _only(measuring: Measuring, asked: Aggregation) -> dict[str, FigureValue]:
    """The figures of the only group there is."""
    return {name: values[0] for name, values in measuring.figures(asked.metrics).items()}


def _grouped(selection: Selection, asked: Aggregation) -> tuple[Groups, Selection]:
    """The groups, and the rows that stand in them."""
    rows, years = selection, None
    if asked.by_active_year:
        money = dict.fromkeys(metric.field for metric in asked.metrics if metric.field)
        rows, years = by_active_year(selection, money)
    keyed = [
        years if years is not None and key.field == ACTIVE_YEAR else key_of(rows, key)
        for key in asked.keys
    ]
    return group(len(rows), keyed, MAX_GROUPS), rows


def _labels(
    field: str, values: Sequence[KeyValue], names: Mapping[str, str]
) -> Sequence[str | None]:
    labels = {value: label_of(field, value, names) for value in dict.fromkeys(values)}
    return [labels[value] for value in values]


def _holds(asked: Having, value: Cell) -> bool:
    """A comparison with a missing figure is false, its negation true."""
    if value is None:
        return asked.op == "ne"
    if isinstance(asked.value, Range):
        low: Any = asked.value.low
        high: Any = asked.value.high
        return (low is None or low <= value) and (high is None or value <= high)
    return _COMPARE[asked.op](value, asked.value)
