"""The operations that count and sum."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.exports.figures import FIGURE_FORMATS

_RECORDS = ("where", "q", "or_missing", "as_of")
_FACETS = (*_RECORDS, "facets", "disjunctive")
_GROUPS = (*_RECORDS, "group_by", "metrics", "having__count__gte", "sort_of_groups", "others")
_BY_REGION = "group_by=region&metrics=count,sum:total_budget"


def _file(ending: str, schema: str, controls: tuple[str, ...], example: str) -> Operation:
    """A file of the same rows; its options are those of its format."""
    made = FIGURE_FORMATS[ending]
    return Operation(
        schema=schema,
        example=example,
        answers=made.media_type.partition(";")[0],
        controls=(*controls, "limit_of_file", *sorted(made.options)),
        resource="projects",
    )


FIGURES: Mapping[str, Operation] = MappingProxyType(
    {
        "list_facets": Operation(
            schema="FacetPage",
            example="/v1/facets?programme_area=2014-2020:2&by=region,programme_area",
            controls=(*_FACETS, "limit_of_facet"),
            resource="projects",
        ),
        "list_facets_json": _file("json", "FacetRows", _FACETS, "/v1/facets.json?by=status"),
        "list_facets_csv": _file("csv", "", _FACETS, "/v1/facets.csv?by=status"),
        "aggregate_projects": Operation(
            schema="FigurePage",
            example=f"/v1/aggregate?{_BY_REGION}&sort=-sum_total_budget",
            controls=(*_GROUPS, "limit_of_groups", "offset"),
            resource="projects",
        ),
        "aggregate_projects_json": _file(
            "json", "FigureRows", _GROUPS, "/v1/aggregate.json?group_by=year(start_date)"
        ),
        "aggregate_projects_csv": _file("csv", "", _GROUPS, f"/v1/aggregate.csv?{_BY_REGION}"),
        "aggregate_projects_xlsx": _file("xlsx", "", _GROUPS, f"/v1/aggregate.xlsx?{_BY_REGION}"),
        "aggregate_projects_geojson": _file(
            "geojson", "FigureMap", _GROUPS, f"/v1/aggregate.geojson?{_BY_REGION}"
        ),
        "draw_chart": Operation(
            schema="",
            example="/v1/chart.svg?kind=map&metrics=sum:total_budget",
            answers="image/svg+xml",
            controls=(
                *_RECORDS,
                *("key", "metric", "having__count__gte", "sort_of_groups", "others"),
                *("limit_of_bars", "kind", "lang", "width", "height"),
            ),
            resource="projects",
        ),
    }
)
