"""Sweden's regions, shaded by their figures, with a list of them beside."""

import math
from dataclasses import dataclass
from functools import cached_property

from app.charts.chart import Chart, Mark
from app.charts.frame import INK, SMALL, SMALL_PRINT, SOFT, TEXT, Box, told, write
from app.charts.numbers import write_number
from app.charts.palette import SHADES, paint
from app.charts.scale import Scale
from app.charts.text import fit, width_of
from app.domain.places import Point, Ring, outline_of
from app.xml_text import Element, add

_HEIGHT, _LEAST = 460, 330
_MIDDLE = 16.5
"""The meridian that stands upright, east of Greenwich."""
_MOST = 0.46
"""Of the width, for the map."""
_ROW, _SWATCH, _GAP = 25, 12, 8
_LIST = 340
"""Pixels of the list at most: a figure stands near its name."""


def project(point: Point) -> tuple[float, float]:
    """A place in the plane, in degrees of latitude: the sinusoidal projection, in which equal areas
    stay equal (J. P. Snyder, Map Projections: A Working Manual, section 30)."""
    shrunk = math.cos(math.radians(point.latitude))
    return (point.longitude - _MIDDLE) * shrunk, -point.latitude


@dataclass(frozen=True)
class Map:
    """A map in so many pixels of width; what has no outline stands in the list only."""

    chart: Chart
    width: float
    natural_height: float = _HEIGHT
    least_height: float = _LEAST

    @cached_property
    def _scale(self) -> Scale:
        """Of the regions that are shaded."""
        return self.chart.scale(SHADES, [mark for mark in self.chart.marks if _rings(mark)])

    def draw(self, root: Element, box: Box) -> None:
        """The map, then what its shades mean, then the figures."""
        place = Box(box.x, box.y, box.width * _MOST, box.height)
        right = self._draw_outlines(root, place) + 2 * _GAP
        beside = Box(right, box.y, box.x + box.width - right, box.height)
        y = self._draw_legend(root, beside)
        for number, mark in enumerate(self.chart.marks):
            self._draw_row(root, mark, Box(right, y + number * _ROW, beside.width, _ROW))

    def _draw_outlines(self, root: Element, box: Box) -> float:
        """The regions, as large as fits; where the map ends at the right."""
        points = [
            project(one) for mark in self.chart.marks for ring in _rings(mark) for one in ring
        ]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        north, south = min(y for _, y in points), max(y for _, y in points)
        size = min(box.width / (east - west), box.height / (south - north))

        def path(ring: Ring) -> str:
            drawn = (
                f"{box.x + (x - west) * size:.1f} {box.y + (y - north) * size:.1f}"
                for x, y in map(project, ring)
            )
            return f"M{'L'.join(drawn)}Z"

        for mark in self.chart.marks:
            if not (rings := _rings(mark)):
                continue
            group = told(root, self.chart.exact(mark))
            add(group, "path", d="".join(map(path, rings)), **paint(self._shade(mark), "axis"))
        return box.x + (east - west) * size

    def _draw_legend(self, root: Element, box: Box) -> float:
        """What each shade means; where it ends."""
        words = self.chart.axis
        line = fit(words, box.width, SMALL)
        write(told(root, words), line, box.x, box.y + SMALL, SMALL_PRINT)
        ticks = self._scale.ticks
        wide = min((box.width - 2 * _GAP) / (len(ticks) - 1), 60)
        top = box.y + SMALL + _GAP
        for number in range(1, len(ticks)):
            add(root, "rect", x=box.x + (number - 1) * wide, y=top, width=wide, height=_SWATCH,
                **paint(self._shade_of(number)))  # fmt: skip
        until, y = box.x, top + _SWATCH + 14
        for number, tick in enumerate(ticks):
            text, x = write_number(tick, self.chart.language), box.x + number * wide
            half = width_of(text, SMALL) / 2
            if number and x - half < until:
                continue  # where there is no room for it
            write(root, text, x, y, SMALL_PRINT.middle if number else SMALL_PRINT)
            until = x + (half if number else 2 * half) + 4
        return y + 2 * _GAP

    def _draw_row(self, root: Element, mark: Mark, row: Box) -> None:
        group = told(root, self.chart.exact(mark))
        middle = row.y + row.height / 2
        if _rings(mark):
            add(group, "rect", x=row.x, y=middle - _SWATCH / 2, width=_SWATCH, height=_SWATCH,
                **paint(self._shade(mark), "axis"))  # fmt: skip
        figure = self.chart.short(mark)
        room = row.width - _SWATCH - 3 * _GAP - width_of(figure, TEXT)
        write(group, fit(mark.label, room, TEXT), row.x + _SWATCH + _GAP, middle + 4)
        edge = row.x + min(row.width, _LIST)
        write(group, figure, edge, middle + 4, (SOFT if mark.value is None else INK).end)

    def _shade(self, mark: Mark) -> str:
        """The colour of a region: the page's own where there is no figure."""
        if mark.value is None:
            return "page"
        share = self.chart.share(self._scale, mark.value)
        return self._shade_of(max(math.ceil(share * self._scale.steps), 1))

    def _shade_of(self, step: int) -> str:
        """The colour of a step of the scale; few steps are as far apart as many."""
        return f"shade-{max(round(step * SHADES / self._scale.steps), 1)}"


def _rings(mark: Mark) -> tuple[Ring, ...]:
    return outline_of(str(mark.place)) if mark.place is not None else ()
