"""Strategy: records with any value that a field may ever hold, or none."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.domain.fields import BY_NAME, Kind
from app.query.resource import PROJECTS
from tests.query.questions import MOMENTS
from tests.query.records import Record, make_record

HARD = st.sampled_from(
    ("=1+1", "'", "2.1", "001", "2021-02-01", "null", "NaN", "true", "a;b", 'å"ä"\nö', "{}", "-1e9")
)
TEXTS = HARD | st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=9,
)
_HUNDREDTHS = st.integers(0, 10**15 - 1).map(lambda value: Decimal(value) / 100)
_ANY: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXTS,
    Kind.CODE: TEXTS,
    Kind.LIST: st.lists(st.sampled_from(("a", "b-c", "d-e")), min_size=1, unique=True).map(tuple),
    Kind.INTEGER: st.integers(0, 10**15 - 1),
    Kind.MONEY: _HUNDREDTHS,
    Kind.PERCENT: _HUNDREDTHS,
    Kind.DATE: st.dates(date(1900, 3, 1)),
    Kind.TIME: MOMENTS,
    Kind.BOOLEAN: st.booleans(),
}
"""Days such as sheets hold: those before have a test of their own. Of lists that are all empty,
GDAL does not see that they are lists."""


def records() -> st.SearchStrategy[list[Record]]:
    """Some records, in the order of their ids."""
    values = {
        name: _ANY[field.kind] if not field.flags.nullable else st.none() | _ANY[field.kind]
        for name, field in BY_NAME.items()
        if name in PROJECTS.public and field.kind is not Kind.KEY and name != "status"
    }
    return st.lists(st.fixed_dictionaries(values), min_size=1, max_size=3).map(
        lambda rows: [make_record(f"r{place}", **row) for place, row in enumerate(rows)]
    )
