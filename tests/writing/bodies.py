"""Strategies of bodies: arbitrary JSON, and the values that a writer may give a record's fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.domain.fields import BY_NAME, Kind
from app.domain.vocabulary import CODES
from app.writing.given import WRITABLE

Record = Mapping[str, Any]

DERIVABLE = ("programme_period", "fund", "programme_cci", "programme_area")
"""Writable fields that are worked out where nothing is stated."""
REQUIRED = ("name", "owner", "region")
EDITABLE = tuple(name for name in WRITABLE if name not in ("number", *DERIVABLE))
"""Fields that may be changed alone, whatever the others are."""

_NAMES = st.sampled_from([*BY_NAME, "okänt", "", "a/b~c"])
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
    | st.sampled_from(
        ["\0", "\ud800", "", " ", "2020-02-30", "2024-01-31", "SE11", "A1", "x" * 1001]
    )
)
anything = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(_NAMES | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=12,
)
"""Any JSON value, often with names of fields."""

texts = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Zl", "Zp"]), max_size=60)
    .map(str.strip)
    .filter(lambda text: text)
)


def _shown(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


_values: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: texts,
    Kind.INTEGER: st.integers(0, 10**18 - 1),
    Kind.MONEY: st.integers(0, 10**15).map(_shown),
    Kind.PERCENT: st.integers(0, 100_00).map(_shown),
    Kind.BOOLEAN: st.booleans(),
}
_addresses = texts.map(lambda text: f"https://example.se/{'-'.join(text.split())}")


def legal_values(name: str, record: Record) -> st.SearchStrategy[Any]:
    """JSON values that a field of this record may be given, null where it may be missing."""
    value = _legal(name, record)
    return value if name in REQUIRED else st.none() | value


def _legal(name: str, record: Record) -> st.SearchStrategy[Any]:
    field = BY_NAME[name]
    if name == "owner_organisation_number":
        return st.from_regex(r"[0-9]{10}", fullmatch=True)
    if name == "source_url":
        return _addresses
    if field.kind is Kind.DATE:
        return _days(name, record)
    if field.kind is Kind.CODE:
        periods = ("", record["programme_period"])
        codes = [code.code for code in CODES[name] if code.period in periods]
        return st.sampled_from(codes) if codes else st.none()
    return _values[field.kind]


def _days(name: str, record: Record) -> st.SearchStrategy[Any]:
    """Days in the programme period, so that it stays, on the right side of the other end."""
    years = [int(year) for year in (record["programme_period"] or "2014-2020").split("-")]
    first, last = f"{years[0]}-01-01", f"{years[1]}-12-31"
    if name == "start_date":
        last = record["end_date"] or last
    elif name == "end_date":
        first, last = record["start_date"] or first, "2040-12-31"
    days = st.dates() if name == "source_date" else _between(first, last)
    return days.map(str)


def _between(first: str, last: str) -> st.SearchStrategy[Any]:
    return st.dates(date.fromisoformat(first), date.fromisoformat(last))
