"""`/v1/aggregate`: counts, sums and other figures of groups of records, as a page or a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.figures import Address, Asking, answer_file, answer_page
from app.api.gathered import Gathered
from app.api.routing import DirectRoute
from app.api.service import link
from app.domain.fields import Field
from app.exports.figures import Cells, FigureTable, json_rows
from app.faults import Fault
from app.mirror.aggregates import Figures, Row
from app.query.accepts import AGGREGATE, AGGREGATE_FILE, Accepts
from app.query.aggregation.columns import columns_of, figure_columns, href_column
from app.query.aggregation.groups import records_behind
from app.query.aggregation.parse import format_aggregation, read_aggregation
from app.query.aggregation.question import Aggregation
from app.query.lookups import Lookups
from app.query.narrowing import Narrower
from app.query.resource import PROJECTS
from app.query.wire import Pair, fits_address

PATH = "/v1/aggregate"
_REGION = "region"

router = APIRouter(tags=["figures"], route_class=DirectRoute)


@router.get(PATH, **operation("aggregate_projects"))
async def aggregate_projects(request: Request) -> Response:
    """Counts, sums and other figures of projects, grouped."""
    return await answer_page(request, _AGGREGATE)


@router.get(f"{PATH}.json", **operation("aggregate_projects_json"))
async def aggregate_projects_json(request: Request) -> Response:
    """The same rows as one array, all of them."""
    return await answer_file(request, _AGGREGATE, "json")


@router.get(f"{PATH}.csv", **operation("aggregate_projects_csv"))
async def aggregate_projects_csv(request: Request) -> Response:
    """The same rows as CSV."""
    return await answer_file(request, _AGGREGATE, "csv")


@router.get(f"{PATH}.xlsx", **operation("aggregate_projects_xlsx"))
async def aggregate_projects_xlsx(request: Request) -> Response:
    """The same rows as a workbook."""
    return await answer_file(request, _AGGREGATE, "xlsx")


@router.get(f"{PATH}.geojson", **operation("aggregate_projects_geojson"))
async def aggregate_projects_geojson(request: Request) -> Response:
    """The same rows as points on a map, where they are grouped by region."""
    return await answer_file(request, replace(_AGGREGATE, read=_read_map), "geojson")


@dataclass(frozen=True, slots=True)
class _Aggregating:
    """A question whose records are found."""

    asking: Asking[Aggregation]
    gathered: Gathered

    @classmethod
    def of(cls, asking: Asking[Aggregation]) -> "_Aggregating":
        """What is read before any figure is worked out."""
        return cls(asking, asking.gather(asking.asked))

    @property
    def is_long(self) -> bool:
        """Whether there is much to work out."""
        return self.gathered.is_long

    def page(self) -> Page:
        """The groups as a page."""
        asking, asked, found = self.asking, self.asking.asked, self.gathered.figures()
        figures = figure_columns(asked.metrics)
        totals = [found.totals[column.name] for column in figures]
        limit = asked.query.limit or found.total
        end = asked.query.offset + limit
        goes_on = end < found.total and not asked.others
        page = asking.page(_columns(asked), _rows(asking, found), found.total, limit)
        return replace(
            page,
            next=f"{asking.address}?{asking.text}&offset={end}" if goes_on else None,
            encoded={"totals": b"".join(json_rows(figures, [totals]))},
        )

    def table(self) -> FigureTable:
        """All groups for a file."""
        asking, found = self.asking, self.gathered.figures()
        table = asking.table(_columns(asking.asked), _rows(asking, found))
        names = [key.name for key in asking.asked.keys]
        if _REGION not in names:
            return table
        place = names.index(_REGION)
        regions = [str(row.keys[place]) if row.keys is not None else None for row in found.rows]
        return replace(table, regions=regions)


def _read_map(
    pairs: tuple[Pair, ...], *, lookups: Lookups, accepts: Accepts
) -> tuple[Aggregation, list[Fault]]:
    """A question whose rows have a place."""
    asked, faults = read_aggregation(pairs, lookups=lookups, accepts=accepts)
    if not faults and not any(key.name == _REGION for key in asked.keys):
        detail, hint = "A map shows rows by region.", f"group_by={_REGION}"
        faults.append(Fault("group_by", "conflict", detail, hint))
    return asked, faults


def _columns(asked: Aggregation) -> tuple[Field, ...]:
    return (*columns_of(asked), href_column())


def _rows(asking: Asking[Aggregation], found: Figures) -> Sequence[Cells]:
    """The cells of each row, and where its records are."""
    narrower = Narrower(PROJECTS, asking.asked.query)
    projects = link(asking.request, "/v1/projects")

    def href(row: Row) -> str | None:
        behind = records_behind(asking.asked.keys, row.keys) if row.keys is not None else None
        text = narrower.written(behind) if behind is not None else None
        if text is None or not fits_address(text):
            return None
        return f"{projects}?{text}" if text else projects

    return [(*row.cells, href(row)) for row in found.rows]


_AGGREGATE = Address(
    path=PATH,
    read=read_aggregation,
    write=format_aggregation,
    accepts=AGGREGATE,
    file_accepts=AGGREGATE_FILE,
    answer=_Aggregating.of,
)
