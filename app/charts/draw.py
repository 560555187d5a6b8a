"""THE table of kinds of charts, and the one way from a question's figures to a picture."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.charts.bars import Bars
from app.charts.chart import Chart
from app.charts.figured import chart_of
from app.charts.frame import Picture, frame
from app.charts.lines import Lines
from app.charts.maps import Map
from app.mirror.aggregates import Figures
from app.query.aggregation.drawing import ChartQuestion, Drawing
from app.store.view import View

_PICTURES: Mapping[Drawing, Callable[[Chart, float], Picture]] = MappingProxyType(
    {Drawing.BAR: Bars, Drawing.LINE: Lines, Drawing.MAP: Map}
)


def draw(asked: ChartQuestion, found: Figures, view: View, not_stated: Mapping[str, int]) -> bytes:
    """The SVG of a question's figures; raises `QueryRejected` for what has no room in one."""
    return frame(chart_of(asked, found, view, not_stated), _PICTURES[asked.kind])
