"""THE table of controls as OpenAPI describes them: query parameters that are no filters."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from app.api.contract.odata_controls import ODATA_CONTROLS, ODATA_NAMES
from app.errors import REJECTIONS, RecordConflict, RecordDeleted
from app.exports.style import EXCEL_SV
from app.importer.report import OUTCOMES
from app.query.accepts import ATOM, CHART, SUGGEST
from app.query.aggregation.drawing import (
    DEFAULT_WIDTH,
    HEIGHT,
    LANGUAGES,
    SIZES,
    WIDTH,
    Drawing,
)
from app.query.model import DEFAULT_LIMIT
from app.query.phrases import Language
from app.writing.options import MODES

OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "facets": "by",
        "limit_of_facet": "limit",
        "limit_of_groups": "limit",
        "limit_of_file": "limit",
        "limit_of_similar": "limit",
        "sort_of_groups": "sort",
        "typed": "q",
        "limit_of_suggestions": "limit",
        "limit_of_feed": "limit",
        "key": "group_by",
        "metric": "metrics",
        "limit_of_bars": "limit",
        **ODATA_NAMES,
    }
)
"""Parameters of which several addresses each have their own."""
REQUIRED = frozenset({"facets", "typed"})


def _limit(most: int, default: int | None = None) -> dict[str, Any]:
    unasked = {} if default is None else {"default": default}
    return {"type": "integer", "minimum": 1, "maximum": most, **unasked}


def _pixels(name: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": SIZES[name][0], "maximum": SIZES[name][-1]}


LIMIT = _limit(10_000, DEFAULT_LIMIT)
CONTROLS: Mapping[str, tuple[str, dict[str, Any], object]] = MappingProxyType(
    {
        "q": (
            'Words that must all occur: `word`, `"a phrase"`, `-without`, `begin*`.',
            {"type": "string", "minLength": 1, "maxLength": 200},
            "samverkan",
        ),
        "typed": (
            "What was typed so far: words, the last one as a beginning.",
            {"type": "string", "minLength": 1, "maxLength": 200},
            "komp",
        ),
        "kinds": (
            "Kinds of suggestions, comma-separated; without it all.",
            {"type": "string"},
            "owner,region",
        ),
        "limit_of_suggestions": (
            "Suggestions.",
            _limit(SUGGEST.max_limit, SUGGEST.default_limit),
            "5",
        ),
        "where": (
            "Conditions under and, or, not, as the JSON text of a body's `where`.",
            {"type": "string"},
            "",
        ),
        "or_missing": (
            "Fields whose missing values a filter on them keeps, comma-separated.",
            {"type": "string"},
            "",
        ),
        "as_of": (
            "The records as of a day (its end, in Sweden), a time or a dataset version.",
            {"type": "string"},
            "",
        ),
        "by": (
            "Fields to divide the records by, comma-separated.",
            {"type": "string"},
            "region,programme_area",
        ),
        "facets": (
            "Fields whose values are counted, comma-separated.",
            {"type": "string"},
            "region,programme_area",
        ),
        "disjunctive": (
            "Whether a facet leaves its own filter out, and shows what else could be chosen.",
            {"type": "boolean", "default": True},
            False,
        ),
        "limit_of_facet": ("Values of each facet.", _limit(100, 100), "2"),
        "group_by": (
            "Up to four keys: fields, `year(start_date)`, `bin(total_budget,1000)`, `active_year`.",
            {"type": "string"},
            "region,year(start_date)",
        ),
        "metrics": (
            "`count`, `sum:total_budget`, `avg:`, `min:`, `max:`, `median:`, `p90:`, `distinct:`.",
            {"type": "string", "default": "count"},
            "count,sum:total_budget",
        ),
        "having__count__gte": (
            "A condition on a figure asked for: `having__`, its column, an operator.",
            {"type": "integer"},
            1,
        ),
        "sort_of_groups": (
            "Columns to sort by, `-` for descending; missing values come last either way.",
            {"type": "string"},
            "-count",
        ),
        "others": (
            "Whether the groups beyond the limit are told as one row.",
            {"type": "boolean", "default": False},
            True,
        ),
        "limit_of_groups": ("Groups in a page.", _limit(10_000, 1_000), "2"),
        "key": (
            "One key, as of figures; unasked the region, of a line the active year.",
            {"type": "string"},
            "region",
        ),
        "metric": (
            "One figure: `count`, `sum:total_budget`, `median:`, `p90:`, `distinct:` …",
            {"type": "string", "default": "count"},
            "sum:total_budget",
        ),
        "limit_of_bars": ("Bars, at most.", _limit(CHART.max_limit), "20"),
        "kind": (
            "What is drawn: `line` through years, quarters or months, `map` of the regions.",
            {"type": "string", "enum": list(Drawing), "default": Drawing.BAR},
            "bar",
        ),
        "lang": (
            "Language of its words.",
            {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
            "en",
        ),
        "width": ("Pixels.", _pixels(WIDTH) | {"default": DEFAULT_WIDTH}, "600"),
        "height": ("Pixels; without it what fits.", _pixels(HEIGHT), "700"),
        "limit_of_similar": ("The most projects to name.", _limit(50, 10), "2"),
        "limit_of_file": (
            "Rows, or values of each facet; without it all.",
            _limit(1_000_000_000),
            "2",
        ),
        "dialect": (
            "`excel-sv`: for the Swedish Excel.",
            {"type": "string", "enum": [EXCEL_SV]},
            EXCEL_SV,
        ),
        "labels": (
            "Headings and answers in words instead of names.",
            {"type": "string", "enum": list(get_args(Language))},
            "sv",
        ),
        "since": (
            "Number of the last change known; 0 is before all.",
            {"type": "integer", "minimum": 0},
            0,
        ),
        "before": (
            "Only changes before this number of the feed.",
            {"type": "integer", "minimum": 1},
            "4",
        ),
        "limit_of_feed": ("Entries.", _limit(ATOM.max_limit, DEFAULT_LIMIT), "2"),
        "epoch": ("`dataset_epoch` of the feed that is followed.", {"type": "string"}, ""),
        "sort": (
            "Fields to sort by, `-` for descending; missing values come last either way.",
            {"type": "string"},
            "name",
        ),
        "fields": (
            "Columns, comma-separated; `*` is everything that is not personal.",
            {"type": "string"},
            "id,name",
        ),
        "limit": ("Rows in a page.", LIMIT, "2"),
        "offset": (
            "Rows to skip; a cursor is faster.",
            {"type": "integer", "minimum": 0, "maximum": 100_000},
            "1",
        ),
        "cursor": ("`next_cursor` of the page before.", {"type": "string"}, ""),
        "mode": (
            "What to do with the rows; upsert creates, or changes what the row names.",
            {"type": "string", "enum": list(MODES)},
            "upsert",
        ),
        "atomic": (
            "Whether all rows are written or none.",
            {"type": "boolean", "default": True},
            True,
        ),
        "dry_run": (
            "Only say what would happen.",
            {"type": "boolean", "default": False},
            False,
        ),
        "dated": (
            "As of when the documents speak; else what they say themselves, or now.",
            {"type": "string", "format": "date"},
            "2026-01-31",
        ),
        "on_conflict": (
            "Of a value set by hand and another in a document: which stays, without a conflict.",
            {"type": "string", "enum": ["report", "keep", "replace"]},
            "keep",
        ),
        "undelete": (
            "Bring deleted projects back.",
            {"type": "boolean", "default": False},
            False,
        ),
        "outcome": (
            "Only documents of this outcome.",
            {"type": "string", "enum": list(OUTCOMES)},
            "rejected",
        ),
        "code": (
            "Only what was refused for this reason.",
            {"type": "string", "enum": [*REJECTIONS, RecordConflict.code, RecordDeleted.code]},
            "not-a-project",
        ),
        "as": (
            "The document itself: its bytes, or its lines with their numbers.",
            {"type": "string", "enum": ["original", "text"]},
            "text",
        ),
        "count": (
            "`none` leaves the total out.",
            {"type": "string", "enum": ["exact", "none"], "default": "exact"},
            "exact",
        ),
        **ODATA_CONTROLS,
    }
)
