"""Bars from left to right, one below the other: long names have room, and figures stand beside."""

from dataclasses import dataclass
from functools import cached_property

from app.charts.chart import Chart, Mark
from app.charts.frame import INK, LINE, SMALL, SMALL_PRINT, SOFT, TEXT, Box, told, write
from app.charts.numbers import write_number
from app.charts.palette import paint
from app.charts.scale import Scale
from app.charts.text import fit, width_of, wrap
from app.xml_text import Element, add

_ROW, _LEAST_ROW = 28, 15
_AXIS = 44
"""Pixels for the axis below the bars: its numbers and what they are."""
_GAP = 8
_TICK = 64
"""Pixels that a step of the axis has at least."""
_LABELS = 0.4
"""Most of the width that names take."""
_MOST_STEPS = 6


@dataclass(frozen=True)
class Bars:
    """A bar chart in so many pixels of width."""

    chart: Chart
    width: float

    @property
    def natural_height(self) -> float:
        """Rows in which the longest names have their two lines."""
        return self._rows * (_ROW + self._is_wrapped * SMALL) + _AXIS

    @property
    def least_height(self) -> float:
        """Rows that can be read."""
        return self._rows * _LEAST_ROW + _AXIS

    @property
    def _rows(self) -> int:
        return max(len(self.chart.marks), 1)

    @cached_property
    def _label_width(self) -> float:
        widest = max((width_of(mark.label, TEXT) for mark in self.chart.marks), default=0)
        return min(widest, self.width * _LABELS)

    @property
    def _is_wrapped(self) -> bool:
        return any(width_of(one.label, TEXT) > self._label_width for one in self.chart.marks)

    @cached_property
    def _plot(self) -> float:
        """Pixels of the axis: what names and the widest figure leave."""
        figures = max(
            (width_of(self.chart.short(one), TEXT) for one in self.chart.marks), default=0
        )
        return self.width - self._label_width - figures - 2 * _GAP

    @cached_property
    def _scale(self) -> Scale:
        return self.chart.scale(min(max(int(self._plot // _TICK), 1), _MOST_STEPS))

    def draw(self, root: Element, box: Box) -> None:
        """The axis, then the bars."""
        row = (box.height - _AXIS) / self._rows
        left = box.x + self._label_width + _GAP
        plot = Box(left, box.y, self._plot, row * self._rows)
        self._draw_axis(root, plot)
        if not self.chart.marks:
            write(root, self.chart.words.nothing, left + _GAP, box.y + row / 2, SOFT)
        for number, mark in enumerate(self.chart.marks):
            self._draw_mark(root, mark, Box(box.x, box.y + number * row, self._plot, row))

    def _draw_axis(self, root: Element, plot: Box) -> None:
        bottom = plot.y + plot.height
        for tick in self._scale.ticks:
            x = plot.x + self._scale.share(tick) * plot.width
            colour = "grid" if tick else "axis"
            add(root, "line", x1=x, y1=plot.y, x2=x, y2=bottom, **paint(colour))
            text = write_number(tick, self.chart.language)
            write(root, text, x, bottom + 15, SMALL_PRINT.middle)
        room, words = plot.x + plot.width, self.chart.axis
        line = fit(words, room, SMALL)
        write(told(root, words), line, room, bottom + 34, SMALL_PRINT.end)

    def _draw_mark(self, root: Element, mark: Mark, row: Box) -> None:
        group = told(root, self.chart.exact(mark))
        middle = row.y + row.height / 2
        left = row.x + self._label_width + _GAP
        most = 2 if row.height >= 2.2 * TEXT * LINE else 1
        lines = wrap(mark.label, self._label_width, TEXT, most)
        for number, line in enumerate(lines):
            y = middle + 4 + (number - (len(lines) - 1) / 2) * TEXT * LINE
            write(group, line, left - _GAP, y, INK.end)
        length = 0.0
        if mark.value is not None:
            length = self.chart.share(self._scale, mark.value) * row.width
            thick = min(row.height * 0.68, 30)
            add(group, "rect", x=left, y=middle - thick / 2, width=length, height=thick,
                **paint("mark"))  # fmt: skip
        letters = SOFT if mark.value is None else INK
        write(group, self.chart.short(mark), left + length + 6, middle + 4, letters)
