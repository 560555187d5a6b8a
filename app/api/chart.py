"""`/v1/chart.svg`: one figure of groups of records as a picture, for pages that show images."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL
from app.api.contract.operations import operation
from app.api.figures import Address, Asking, answer_made
from app.api.gathered import Gathered
from app.api.routing import DirectRoute
from app.charts.draw import draw
from app.charts.palette import POLICY
from app.query.accepts import CHART
from app.query.aggregation.drawing import ChartQuestion, format_chart, read_chart

PATH = "/v1/chart.svg"
MEDIA_TYPE = "image/svg+xml"

router = APIRouter(tags=["figures"], route_class=DirectRoute)


@router.get(PATH, **operation("draw_chart"))
async def draw_chart(request: Request) -> Response:
    """One figure of groups of projects as bars, a line or a map."""
    return await answer_made(request, _CHART, _Drawing.response)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A question whose records are found."""

    asking: Asking[ChartQuestion]
    gathered: Gathered

    @classmethod
    def of(cls, asking: Asking[ChartQuestion]) -> "_Drawing":
        """What is read before any figure is worked out."""
        return cls(asking, asking.gather(asking.asked.figures))

    @property
    def is_long(self) -> bool:
        """Whether there is much to work out."""
        return self.gathered.is_long

    def response(self) -> Response:
        """The picture."""
        asking = self.asking
        headers = {
            "ETag": asking.tag,
            "Cache-Control": CACHE_CONTROL,
            "Content-Security-Policy": POLICY,
        }
        found = self.gathered.figures()
        body = draw(asking.asked, found, asking.view, asking.found.not_stated)
        return Response(body, headers=headers, media_type=MEDIA_TYPE)


_CHART = Address(
    path=PATH,
    read=read_chart,
    write=format_chart,
    accepts=CHART,
    file_accepts=CHART,
    answer=_Drawing.of,
)
