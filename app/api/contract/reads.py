"""The operations that read, in the order of the documentation."""

from collections.abc import Mapping
from types import MappingProxyType

from app.api.contract.operation import LIST_CONTROLS, PROJECT_CONTROLS, Operation
from app.api.contract.query_shapes import EXAMPLE

_ID = MappingProxyType({"id": "23-032-S01"})
READS: Mapping[str, Operation] = MappingProxyType(
    {
        "list_projects": Operation(
            schema="ProjectPage",
            example="/v1/projects?region=SE12&sort=-total_budget&fields=name,total_budget",
            controls=PROJECT_CONTROLS,
            resource="projects",
        ),
        "query_projects": Operation(
            schema="ProjectPage",
            example="/v1/projects/query",
            method="POST",
            body="Query",
            sent=EXAMPLE,
            errors=(400, 408, 413, 415, 503),
        ),
        "get_project": Operation(
            schema="Project",
            example="/v1/projects/23-032-S01",
            controls=("as_of", "fields"),
            paths=_ID,
            errors=(400, 404, 503),
        ),
        "get_provenance": Operation(
            schema="Provenance",
            example="/v1/projects/23-032-S01/provenance",
            controls=("as_of",),
            paths=_ID,
            errors=(400, 404, 503),
        ),
        "list_history": Operation(
            schema="HistoryPage",
            example="/v1/projects/23-032-S01/history",
            controls=("limit", "offset"),
            paged=True,
            paths=_ID,
            errors=(400, 404, 503),
        ),
        "list_similar": Operation(
            schema="SimilarPage",
            example="/v1/projects/2020-00713/similar?limit=2",
            controls=("limit_of_similar",),
            paths=MappingProxyType({"id": "2020-00713"}),
            errors=(400, 404, 503),
        ),
        "list_changes": Operation(
            schema="ChangePage",
            example="/v1/changes?region=SE12&since=1&limit=1",
            controls=("where", "q", "or_missing", "since", "epoch", "limit"),
            resource="projects",
            errors=(400, 410, 503),
        ),
        "list_changes_atom": Operation(
            schema="",
            example="/v1/changes.atom?region=SE12&limit=2",
            answers="application/atom+xml",
            controls=("where", "q", "or_missing", "before", "limit_of_feed", "lang"),
            resource="projects",
        ),
        "stream_changes": Operation(
            schema="ChangeStream",
            example="/v1/changes/stream?region=SE12&since=2",
            answers="text/event-stream",
            controls=("where", "q", "or_missing", "since", "epoch"),
            resource="projects",
            headers=("Last-Event-ID",),
            errors=(400, 410, 503),
            cached=False,
        ),
        "list_organisations": Operation(
            schema="OrganisationPage",
            example="/v1/organisations?name__contains=coompanion&sort=-project_count",
            controls=LIST_CONTROLS,
            resource="organisations",
        ),
        "get_organisation": Operation(
            schema="Organisation",
            example="/v1/organisations/7164603867",
            controls=("fields",),
            paths=MappingProxyType({"id": "7164603867"}),
            errors=(400, 404, 503),
        ),
        "list_regions": Operation(
            schema="CodePage", example="/v1/regions", controls=("limit", "offset")
        ),
        "list_regions_geojson": Operation(
            schema="", example="/v1/regions.geojson", answers="application/geo+json"
        ),
        "list_programmes": Operation(
            schema="CodePage", example="/v1/programmes?limit=3", controls=("limit", "offset")
        ),
        "list_intervention_types": Operation(
            schema="CodePage",
            example="/v1/intervention-types?limit=2",
            controls=("limit", "offset"),
        ),
        "suggest": Operation(
            schema="SuggestionPage",
            example="/v1/suggest?q=ost&limit=4",
            controls=("typed", "kinds", "limit_of_suggestions"),
            paged=True,
        ),
        "get_quality": Operation(
            schema="QualityPage",
            example="/v1/quality?programme_period=2014-2020&by=region&limit=1&offset=10",
            controls=("where", "q", "or_missing", "as_of", "by", "limit", "offset"),
            resource="projects",
            whole=True,
        ),
        "get_catalogue": Operation(
            schema="Catalogue", example="/v1/catalogue", answers="application/ld+json"
        ),
        "get_schema": Operation(schema="Schema", example="/v1/schema", errors=(400,)),
        "get_liveness": Operation(
            schema="Health", example="/health/live", errors=(400,), cached=False
        ),
        "get_readiness": Operation(schema="Health", example="/health/ready", cached=False),
        "get_problem_type": Operation(
            schema="ProblemType",
            example="/problems/unknown-parameter",
            paths=MappingProxyType({"code": "unknown-parameter"}),
            errors=(400, 404),
        ),
    }
)
