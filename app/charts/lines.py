"""A line through the figures of years, quarters or months; it breaks where one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.charts.chart import Chart, Mark
from app.charts.frame import INK, SMALL, SMALL_PRINT, SOFT, Box, told, write
from app.charts.numbers import write_number
from app.charts.palette import paint
from app.charts.scale import Scale
from app.charts.text import fit, width_of
from app.xml_text import Element, add

_HEIGHT, _LEAST = 340, 180
_TOP, _BOTTOM, _GAP = 34, 26, 8
_FEW = 14
"""Points that have their figures beside them."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Years between two that are named."""
_IN_YEAR = (1, 2, 3, 6)
"""Parts of a year between two that are named, where more are one."""


@dataclass(frozen=True)
class Lines:
    """A line chart in so many pixels of width; every mark has the number of its period."""

    chart: Chart
    width: float
    natural_height: float = _HEIGHT
    least_height: float = _LEAST

    @cached_property
    def _scale(self) -> Scale:
        return self.chart.scale(5)

    def draw(self, root: Element, box: Box) -> None:
        """The axes, then the line and its points."""
        words = self.chart.axis
        line = fit(words, box.width, SMALL)
        write(told(root, words), line, box.x, box.y + SMALL, SMALL_PRINT)
        names = [write_number(tick, self.chart.language) for tick in self._scale.ticks]
        left = max(width_of(name, SMALL) for name in names) + _GAP
        height = box.height - _TOP - _BOTTOM
        plot = Box(box.x + left + _GAP, box.y + _TOP, box.width - left - 4 * _GAP, height)
        for tick, name in zip(self._scale.ticks, names, strict=True):
            y = plot.y + (1 - self._scale.share(tick)) * plot.height
            colour = "grid" if tick else "axis"
            add(root, "line", x1=plot.x - _GAP, y1=y, x2=plot.x + plot.width + _GAP, y2=y,
                **paint(colour))  # fmt: skip
            write(root, name, plot.x - 1.5 * _GAP, y + 4, SMALL_PRINT.end)
        if not self.chart.marks:
            middle = plot.y + plot.height / 2
            write(root, self.chart.words.nothing, plot.x + _GAP, middle, SOFT)
            return
        self._name_periods(root, plot)
        for run in self._runs():
            places = ((self._x(one, plot), self._y(one, plot)) for one in run)
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
            add(root, "polyline", points=points, fill="none", stroke_width=2, **paint("line"))
        for mark in self.chart.marks:
            self._draw_point(root, mark, plot)

    def _name_periods(self, root: Element, plot: Box) -> None:
        """As many as have room, evenly."""
        widest = max(width_of(mark.label, SMALL) for mark in self.chart.marks) + 2 * _GAP
        room = max(int(plot.width // widest), 1)
        in_year = self.chart.in_year
        steps = [one for one in _IN_YEAR if one < in_year and in_year % one == 0]
        steps.extend(in_year * years for years in _STEPS)
        step = next((one for one in steps if self._span / one <= room), steps[-1])
        for mark in self.chart.marks:
            if isinstance(mark.place, int) and mark.place % step == 0:
                x = self._x(mark, plot)
                write(root, mark.label, x, plot.y + plot.height + 18, SMALL_PRINT.middle)

    def _draw_point(self, root: Element, mark: Mark, plot: Box) -> None:
        group = told(root, self.chart.exact(mark))
        few = len(self.chart.marks) <= _FEW
        x = self._x(mark, plot)
        if mark.value is None:
            bottom = plot.y + plot.height
            add(group, "line", x1=x, y1=bottom - 6, x2=x, y2=bottom + 6, **paint("axis"))
            if few:
                write(group, self.chart.short(mark), x, bottom - 10, SMALL_PRINT.middle)
            return
        y = self._y(mark, plot)
        add(group, "circle", cx=x, cy=y, r=3.5 if few else 2, **paint("mark"))
        if few:
            write(group, self.chart.short(mark), x, y - 9, INK.middle)

    def _runs(self) -> Iterator[list[Mark]]:
        """Marks of periods one after the other, all of them stated."""
        run: list[Mark] = []
        for mark in self.chart.marks:
            if run and (mark.value is None or mark.place != _next(run[-1])):
                yield run
                run = []
            if mark.value is not None:
                run.append(mark)
        yield run

    @cached_property
    def _first(self) -> int:
        return int(self.chart.marks[0].place or 0)

    @cached_property
    def _span(self) -> int:
        """Periods from the first to the last."""
        return int(self.chart.marks[-1].place or 0) - self._first

    def _x(self, mark: Mark, plot: Box) -> float:
        if not self._span:
            return plot.x + plot.width / 2
        return plot.x + (int(mark.place or 0) - self._first) / self._span * plot.width

    def _y(self, mark: Mark, plot: Box) -> float:
        share = self.chart.share(self._scale, mark.value or Decimal(0))
        return plot.y + (1 - share) * plot.height


def _next(mark: Mark) -> int:
    return int(mark.place or 0) + 1
