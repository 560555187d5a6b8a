"""`/v1/facets`: how many records have each value of some fields, as a page or a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.figures import Address, Asking, answer_file, answer_page
from app.api.routing import DirectRoute
from app.domain.fields import ALWAYS, Field, Kind
from app.exports.figures import Cells, FigureTable
from app.mirror.facets import FacetCounts, FacetRow, count_facets
from app.query.accepts import FACETS, FACETS_FILE
from app.query.facets import Facets, read_facets

PATH = "/v1/facets"
_MANY = 500
"""Values that take some milliseconds to write."""
_COLUMNS = (
    Field("facet", Kind.TEXT, "Fält", "Field", "The field that is counted.", flags=ALWAYS),
    Field("value", Kind.TEXT, "Värde", "Value", "What to filter by; null where it is missing."),
    Field("label", Kind.TEXT, "Namn", "Name", "The value's name, in Swedish."),
    Field("count", Kind.INTEGER, "Antal projekt", "Projects", "Number of projects.", flags=ALWAYS),
    Field("selected", Kind.BOOLEAN, "Vald", "Selected",
          "Whether the filters on the field take it.", flags=ALWAYS),
    Field("programme_period", Kind.TEXT, "Programperiod", "Programme period",
          "Of a code that means another thing in another period."),
)  # fmt: skip

router = APIRouter(tags=["figures"], route_class=DirectRoute)


@router.get(PATH, **operation("list_facets"))
async def list_facets(request: Request) -> Response:
    """How many projects have each value of some fields."""
    return await answer_page(request, _FACETS)


@router.get(f"{PATH}.json", **operation("list_facets_json"))
async def list_facets_json(request: Request) -> Response:
    """The same rows as one array, all values."""
    return await answer_file(request, _FACETS, "json")


@router.get(f"{PATH}.csv", **operation("list_facets_csv"))
async def list_facets_csv(request: Request) -> Response:
    """The same rows as CSV, all values."""
    return await answer_file(request, _FACETS, "csv")


@dataclass(frozen=True, slots=True)
class _Counted:
    """Facets that are counted already."""

    asking: Asking[Facets]
    facets: Sequence[FacetCounts]

    @classmethod
    def of(cls, asking: Asking[Facets]) -> "_Counted":
        """The facets of a question."""
        names = asking.owner_names
        return cls(asking, count_facets(asking.hits, asking.view, asking.asked, names))

    @property
    def is_long(self) -> bool:
        """Whether there are many values to write."""
        return sum(len(facet.rows) for facet in self.facets) > _MANY

    def page(self) -> Page:
        """Their values as a page."""
        rows, facets = self._rows(), self.facets
        limit = self.asking.asked.query.limit or FACETS.max_limit
        further = {
            "totals": {facet.name: facet.total for facet in facets},
            "more": {facet.name: facet.more for facet in facets},
        }
        return replace(self.asking.page(_COLUMNS, rows, len(rows), limit), further=further)

    def table(self) -> FigureTable:
        """Their values for a file."""
        return self.asking.table(_COLUMNS, self._rows())

    def _rows(self) -> list[Cells]:
        return [_cells(row) for facet in self.facets for row in facet.rows]


def _cells(row: FacetRow) -> Cells:
    return row.facet, row.value, row.label, row.count, row.selected, row.programme_period


_FACETS = Address(
    path=PATH,
    read=read_facets,
    write=Facets.written,
    accepts=FACETS,
    file_accepts=FACETS_FILE,
    answer=_Counted.of,
)
