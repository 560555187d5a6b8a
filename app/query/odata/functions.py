"""THE table of canonical functions of `$filter` (part 2, 5.1.1.4 to 5.1.1.11): those that the one
query model can say, and those that are answered 501.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how many operands it takes, what it does here, and an example."""

    takes: int
    meaning: str
    example: str


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "contains": Function(
            2,
            "the text holds this part; of `quality_issues`: the record has this very code",
            "contains(name,'kompetens')",
        ),
        "startswith": Function(
            2, "the text or code begins so", "startswith(specific_objective,'A1')"
        ),
        "tolower": Function(
            1, "the text itself: texts compare without case", "contains(tolower(name),'nu')"
        ),
        "toupper": Function(1, "the text itself", "toupper(owner_city) eq 'ÅRE'"),
        "year": Function(1, "the year of a date, or of a time in UTC", "year(start_date) eq 2021"),
        "date": Function(1, "the day of a time in UTC", "date(updated_at) ge 2024-01-01"),
    }
)
"""By name, in the order of the documentation."""

NOT_OFFERED = (
    "endswith", "length", "indexof", "substring", "trim", "concat", "month", "day", "hour",
    "minute", "second", "fractionalseconds", "totalseconds", "totaloffsetminutes", "time", "now",
    "mindatetime", "maxdatetime", "round", "floor", "ceiling", "cast", "isof", "geo.distance",
    "geo.length", "geo.intersects", "any", "all", "matchesPattern", "isdefined",
)  # fmt: skip
"""They are OData, and answered 501."""

OTHER_FUNCTIONS = {"substringof": "contains", "like": "contains", "lower": "tolower",
                   "upper": "toupper", "beginswith": "startswith"}  # fmt: skip
"""What the same thing is called in older versions and elsewhere."""
