"""From the figures of groups to the chart that shows them: marks in their places, title, notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, cast

from app.charts.chart import MOST_BARS, MOST_POINTS, Chart, Mark
from app.charts.names import Names, number_of
from app.charts.numbers import write_exact, write_number
from app.charts.words import WORDS, Words
from app.domain.fields import BY_NAME, Kind
from app.domain.origin import SOURCE
from app.domain.vocabulary import REGIONS
from app.faults import Fault, QueryRejected
from app.mirror.aggregates import Figures, Row
from app.query.aggregation.columns import Figure, columns_of, figure_columns
from app.query.aggregation.drawing import ChartQuestion, Drawing
from app.query.aggregation.groups import KeyValue
from app.query.aggregation.question import COUNT, GroupKey, Metric, Part
from app.query.phrases import describe_query, label_of
from app.query.resource import PROJECTS
from app.store.view import View

_OWNER = "owner_id"
_ALL = 10_000
"""Hundredths of a percent."""


def chart_of(
    asked: ChartQuestion, found: Figures, view: View, not_stated: Mapping[str, int]
) -> Chart:
    """The chart of a question and its figures; raises `QueryRejected` where they are too many."""
    _check_number(asked, found)
    return _Charting(asked, found, view, not_stated).chart()


def _check_number(asked: ChartQuestion, found: Figures) -> None:
    most = MOST_POINTS if asked.kind is Drawing.LINE else MOST_BARS
    if len(found.rows) > most:
        marks = "points" if asked.kind is Drawing.LINE else "bars"
        detail = f"A chart has at most {most} {marks}, and these are {found.total:,} groups."
        hint = "period=2014.." if asked.kind is Drawing.LINE else "limit=20&others=true"
        raise QueryRejected([Fault("group_by", "too-long", detail, hint)])


@dataclass(frozen=True, slots=True)
class _Charting:
    asked: ChartQuestion
    found: Figures
    view: View
    not_stated: Mapping[str, int]

    @property
    def _key(self) -> GroupKey:
        return self.asked.figures.keys[0]

    @property
    def _metric(self) -> Metric:
        return self.asked.figures.metrics[0]

    @property
    def _column(self) -> Figure:
        return figure_columns(self.asked.figures.metrics)[0]

    @property
    def _words(self) -> Words:
        return WORDS[self.asked.language]

    @property
    def _names(self) -> Names:
        return Names(self._key, self.asked.language)

    @property
    def _is_every_project_counted(self) -> bool:
        """Whether a group that is not there is one of no projects."""
        return self._metric.word == COUNT and not self.asked.figures.having

    def chart(self) -> Chart:
        asked, language = self.asked, self.asked.language
        measure = label_of(self._column, language)
        version = self.view.dataset.version
        marks = self._marks()
        return Chart(
            title=self._words.title.format(measure=measure, group=self._names.of_key),
            phrases=describe_query(PROJECTS, replace(asked.query, limit=None), language),
            measure=measure,
            unit=self._column.unit,
            whole=self._column.kind is Kind.INTEGER,
            in_year=_PARTS[self._key.part].in_year if self._key.part in _PARTS else 1,
            marks=self._placed(marks),
            notes=tuple(self._notes(marks)),
            source=self._words.source.format(source=SOURCE, version=version),
            language=language,
            width=asked.width,
            height=asked.height,
        )

    def _marks(self) -> list[Mark]:
        """A mark for each row, in order."""
        return list(map(self._mark, self.found.rows))

    def _mark(self, row: Row) -> Mark:
        names = [column.name for column in columns_of(self.asked.figures)]
        cell = row.cells[names.index(self._metric.name)]
        value = None if cell is None else number_of(self._column, cast("int", cell))
        if row.keys is None:
            return Mark(self._words.others, value)
        (key,) = row.keys
        owner = str(row.cells[1]) if self._key.field == _OWNER else None
        return Mark(self._names.of_group(key, owner), value, self._place(key))

    def _place(self, value: KeyValue) -> str | int | None:
        if value is None or self.asked.kind is Drawing.BAR:
            return None
        return str(value) if self.asked.kind is Drawing.MAP else period_number(value)

    def _placed(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """The marks that the picture has, with those of places that have no group."""
        if self.asked.kind is Drawing.MAP:
            return list(self._with_every_region(marks))
        if self.asked.kind is Drawing.LINE:
            placed = [mark for mark in marks if mark.place is not None]
            return self._with_every_period(placed) if self._is_every_project_counted else placed
        return marks

    def _with_every_region(self, marks: Sequence[Mark]) -> Iterator[Mark]:
        there: dict[str | int | None, Mark] = {mark.place: mark for mark in marks}
        instead = self._words.left_out if self.asked.figures.having else self._words.none_there
        value = Decimal(0) if self._is_every_project_counted else None
        for region in REGIONS:
            name = self._names.of_group(region.code, None)
            absent = Mark(name, value, region.code, instead)
            yield there.pop(region.code, absent)
        yield from there.values()

    def _with_every_period(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """Of a count: in a period without a group there were none. Too many stay as they are."""
        there = {int(mark.place or 0): mark for mark in marks}
        if not there or max(there) - min(there) >= MOST_POINTS:
            return marks
        return [
            there.get(number) or Mark(period_name(self._key.part, number), Decimal(0), number)
            for number in range(min(there), max(there) + 1)
        ]

    def _notes(self, marks: Sequence[Mark]) -> Iterator[str]:
        """What the picture itself does not show."""
        words, language = self._words, self.asked.language
        if self.asked.kind is Drawing.LINE:
            beside = (mark for mark in marks if mark.place is None)
            yield from (f"{mark.label}: {self._figure(mark)}." for mark in beside)
        if self._metric.has_coverage:
            field = self._metric.field
            count = cast("int", self.found.totals[f"stated_{field}"])
            share = cast("int | None", self.found.totals[f"coverage_{field}"])
            if share is not None and share < _ALL:
                yield words.stated.format(
                    count=write_number(Decimal(count), language),
                    share=write_number(Decimal(share).scaleb(-2), language),
                )
        for field, dropped in self.not_stated.items():
            label = label_of(BY_NAME[field], language)
            number = write_number(Decimal(dropped), language)
            yield words.dropped.format(count=number, field=label[0].lower() + label[1:])
        if len(self.found.rows) < self.found.total and not self.asked.figures.others:
            numbers = {"shown": len(self.found.rows), "total": self.found.total}
            written = {name: write_number(Decimal(n), language) for name, n in numbers.items()}
            yield words.shown.format(**written)

    def _figure(self, mark: Mark) -> str:
        if mark.value is None:
            return self._words.unstated
        return write_exact(mark.value, self._column.unit, self.asked.language)


class _Periods(NamedTuple):
    """How many there are in a year, and how one is written: a letter and so many digits."""

    in_year: int
    letter: str
    digits: int


_PARTS = {Part.QUARTER: _Periods(4, "Q", 1), Part.MONTH: _Periods(12, "", 2)}
"""Parts of years."""


def period_number(value: KeyValue) -> int:
    """The number of a year, `2021-Q3` or `2021-09`: one more than that of the period before."""
    year, _, rest = str(value).partition("-")
    if not rest:
        return int(year)
    periods = _PARTS[Part.QUARTER if rest.startswith("Q") else Part.MONTH]
    return int(year) * periods.in_year + int(rest.removeprefix(periods.letter)) - 1


def period_name(part: Part, number: int) -> str:
    """The name of a period by its number."""
    if part not in _PARTS:
        return str(number)
    in_year, letter, digits = _PARTS[part]
    year, place = divmod(number, in_year)
    return f"{year:04d}-{letter}{place + 1:0{digits}d}"
