"""Hypothesis strategies for values and statements of any field."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from app.domain.fields import FIELDS, Field, Kind
from app.domain.provenance import Source, Statement
from app.domain.quality import RULES
from app.domain.record import Value

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.KEY: texts,
    Kind.TEXT: texts,
    Kind.CODE: texts,
    Kind.LIST: st.lists(st.sampled_from(sorted(RULES)), unique=True).map(tuple),
    Kind.INTEGER: st.integers(0, 10**18 - 1),
    Kind.MONEY: st.integers(0, 10**15),
    Kind.PERCENT: st.integers(0, 10_000),
    Kind.DATE: st.dates(),
    Kind.TIME: moments,
    Kind.BOOLEAN: st.booleans(),
}
fields = st.sampled_from(FIELDS)
stated_fields = st.sampled_from([field for field in FIELDS if not field.flags.computed])


def values(field: Field) -> st.SearchStrategy[Value]:
    """Values that the field can hold, "not stated" among them."""
    return st.none() | _VALUES[field.kind]


def make_source(day: date, name: str = "sida.txt") -> Source:
    """A document of this day; each day has its own."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Source(f"{day:%Y%m%d}".ljust(64, "0"), name, "site-2014-2020", 1, at, day)


@st.composite
def statements(draw: st.DrawFn, source: Source | None = None) -> dict[str, Statement]:
    """What one document states: values, what cannot be read, and "no value"."""
    chosen = draw(st.lists(stated_fields, max_size=4, unique=True))
    return {field.name: draw(_statement(field, source)) for field in chosen}


@st.composite
def _statement(draw: st.DrawFn, field: Field, source: Source | None) -> Statement:
    value = draw(values(field))
    refused = [("amount-sentinel",), ("amount-unreadable",)]
    issues = draw(st.sampled_from(refused)) if value is None else ()
    line = draw(st.integers(1, 99))
    return Statement(
        value, "stated", draw(texts), draw(texts), line, line, tuple(issues), "", source
    )
