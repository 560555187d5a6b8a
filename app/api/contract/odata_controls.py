"""The system query options of OData as OpenAPI describes them: rows of the table of controls."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.query.controls import MAX_OFFSET
from app.query.odata.options import (
    APPLY,
    COUNT,
    FILTER,
    FORMAT,
    ORDER,
    SEARCH,
    SELECT,
    SKIP,
    TOKEN,
    TOP,
)

_TEXT = {"type": "string"}
_OPTIONS: tuple[tuple[str, str, dict[str, Any], object], ...] = (
    (
        FILTER,
        "Which entities: `eq ne gt ge lt le in and or not`, functions of texts and dates.",
        _TEXT,
        "name ne null",
    ),
    (SEARCH, "Words that must all occur; `NOT` before those that must not.", _TEXT, "samverkan"),
    (
        APPLY,
        "Figures of groups: `filter(…)/groupby((…),aggregate(…))`.",
        _TEXT,
        "",
    ),
    (SELECT, "Properties, comma-separated.", _TEXT, "id,name"),
    (ORDER, "Properties to sort by, each with `asc` or `desc`.", _TEXT, "name desc"),
    (TOP, "How many entities at most.", {"type": "integer", "minimum": 0}, 2),
    (
        SKIP,
        "How many entities to leave out first.",
        {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET},
        1,
    ),
    (COUNT, "Whether to say how many there are in all.", {"type": "boolean"}, True),
    (TOKEN, "Where a page begins; stands in `@odata.nextLink`.", _TEXT, ""),
    (FORMAT, "The media type of the answer, before `Accept`.", _TEXT, ""),
)
ODATA_NAMES: Mapping[str, str] = MappingProxyType(
    {f"odata_{name[1:]}": name for name, *_ in _OPTIONS}
)
"""Options by their names in the table of controls."""
ODATA_CONTROLS: Mapping[str, tuple[str, dict[str, Any], object]] = MappingProxyType(
    {f"odata_{name[1:]}": described for name, *described in _OPTIONS}  # type: ignore[misc]
)
