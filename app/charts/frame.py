"""What every chart has around its picture: size, title, whom it is about, notes, source, and all
its figures as text for who does not see it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.charts.chart import Chart
from app.charts.palette import STYLE, paint
from app.charts.text import wrap
from app.faults import Fault, QueryRejected
from app.xml_text import Element, add, make, write_xml

MARGIN = 16
SMALL, TEXT = 11, 12
LINE = 1.35
"""Height of a line, in sizes of its letters."""
_FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


class Letters(NamedTuple):
    """How a line is written; the anchor says which part of it stands at its place."""

    size: int = TEXT
    colour: str = "ink"
    anchor: str = "start"

    @property
    def middle(self) -> "Letters":
        """The same around their place."""
        return self._replace(anchor="middle")

    @property
    def end(self) -> "Letters":
        """The same up to their place."""
        return self._replace(anchor="end")


INK, SOFT = Letters(), Letters(colour="soft")
SMALL_PRINT = Letters(SMALL, "soft")
_TITLE, _PHRASES = Letters(18), Letters(13, "soft")
_APART = 3
_LINES = 3
"""Of any text around the picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture."""

    x: float
    y: float
    width: float
    height: float


class Picture(Protocol):
    """One kind of chart: how high it is at ease and at least, and how it is drawn."""

    @property
    def natural_height(self) -> float: ...
    @property
    def least_height(self) -> float: ...
    def draw(self, root: Element, box: Box) -> None:
        """Adds its elements."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size; what was shortened is told in full to who points at it."""

    text: str
    lines: Sequence[str]
    letters: Letters

    @property
    def height(self) -> float:
        return len(self.lines) * self._step + _APART

    def draw(self, root: Element, y: float) -> None:
        group = told(root, self.text)
        for number, line in enumerate(self.lines, start=1):
            write(group, line, MARGIN, y + number * self._step - 4, self.letters)

    @property
    def _step(self) -> float:
        return self.letters.size * LINE


def write(parent: Element, text: str, x: float, y: float, letters: Letters = INK) -> None:
    """A line of text whose letters stand on y."""
    size, colour, anchor = letters
    add(parent, "text", text, x=x, y=y, font_size=size, text_anchor=anchor, **paint(colour))


def told(parent: Element, text: str) -> Element:
    """A group that tells this text to who points at it."""
    group = add(parent, "g")
    add(group, "title", text)
    return group


def frame(chart: Chart, picture: Callable[[Chart, float], Picture]) -> bytes:
    """The whole document; raises `QueryRejected` where the height asked for is too little."""
    inner = chart.width - 2 * MARGIN
    drawn = picture(chart, inner)
    head = _blocks(inner, (chart.title, _TITLE), ("; ".join(chart.phrases), _PHRASES))
    foot = _blocks(inner, *((note, SOFT) for note in chart.notes), (chart.source, SMALL_PRINT))
    around = 3 * MARGIN + sum(block.height for block in (*head, *foot))
    least = int(around + drawn.least_height) + 1
    height = chart.height or around + drawn.natural_height
    if height < least:
        detail = f"What is to be shown needs {least} pixels."
        raise QueryRejected([Fault("height", "out-of-range", detail, f"height={least}")])
    root = _root(chart, height)
    y = _stack(root, head, MARGIN)
    drawn.draw(root, Box(MARGIN, y + MARGIN / 2, inner, height - around))
    _stack(root, foot, height - MARGIN / 2 - sum(block.height for block in foot))
    return write_xml(root)


def _blocks(width: float, *texts: tuple[str, Letters]) -> list[_Block]:
    return [
        _Block(text, wrap(text, width, letters.size, _LINES), letters) for text, letters in texts
    ]


def _stack(root: Element, blocks: Sequence[_Block], y: float) -> float:
    """Draws blocks one below the other; where the last one ends."""
    for block in blocks:
        block.draw(root, y)
        y += block.height
    return y


def _root(chart: Chart, height: float) -> Element:
    root = make(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=chart.width,
        height=height,
        viewBox=f"0 0 {chart.width} {height:.2f}",
        role="img",
        aria_labelledby="chart-title chart-text",
        font_family=_FONTS,
    )
    root.set("xml:lang", chart.language)
    add(root, "title", chart.title, id="chart-title")
    add(root, "desc", _in_words(chart), id="chart-text")
    add(root, "style", STYLE)
    add(root, "rect", width="100%", height="100%", **paint("page"))
    return root


def _in_words(chart: Chart) -> str:
    """Everything that the picture shows."""
    figures = "; ".join(map(chart.exact, chart.marks)) or chart.words.nothing
    about = (chart.measure, "; ".join(chart.phrases), figures)
    sentences = (f"{one}." for one in about if one)
    return " ".join((*sentences, *chart.notes, f"{chart.source}."))
