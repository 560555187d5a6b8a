"""Literals: strict reading, one canonical form, and ranges whose ends may be years and months."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fields import Kind
from app.faults import ValueRefused
from app.query.model import Range, Value
from app.query.ranges import read_range, write_range
from app.query.values import read_value, write_value

_LARGEST = 10**18 - 1
_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.KEY: st.text(min_size=1),
    Kind.TEXT: st.text(min_size=1),
    Kind.INTEGER: st.integers(-_LARGEST, _LARGEST),
    Kind.MONEY: st.integers(-_LARGEST, _LARGEST),
    Kind.PERCENT: st.integers(-_LARGEST, _LARGEST),
    Kind.DATE: st.dates(),
    Kind.TIME: st.datetimes(timezones=st.just(UTC)),
    Kind.BOOLEAN: st.booleans(),
}


@given(
    st.sampled_from(tuple(_VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), _VALUES[kind]))
)
def test_every_value_is_read_from_the_text_it_is_written_as(case: tuple[Kind, Value]) -> None:
    kind, value = case
    assert read_value(kind, write_value(kind, value)) == value


@given(st.sampled_from(Kind), st.text(max_size=20))
def test_any_text_is_read_or_refused(kind: Kind, text: str) -> None:
    try:
        value = read_value(kind, text)
    except ValueRefused as refused:
        text = refused.detail
    else:
        assert read_value(kind, write_value(kind, value)) == value
    assert text


@pytest.mark.parametrize(
    ("kind", "text", "value", "written"),
    [
        (Kind.MONEY, "381969", 38196900, "381969"),
        (Kind.MONEY, "2073781.25", 207378125, "2073781.25"),
        (Kind.MONEY, "-0.5", -50, "-0.5"),
        (Kind.MONEY, "0.05", 5, "0.05"),
        (Kind.MONEY, "10.10", 1010, "10.1"),
        (Kind.MONEY, "-0", 0, "0"),
        (Kind.PERCENT, "66.5", 6650, "66.5"),
        (Kind.INTEGER, "-007", -7, "-7"),
        (Kind.TIME, "2021-03-01", datetime(2021, 3, 1, tzinfo=UTC), "2021-03-01T00:00:00Z"),
        (Kind.TIME, "2021-03-01T01:30:00+02:00", datetime(2021, 2, 28, 23, 30, tzinfo=UTC),
         "2021-02-28T23:30:00Z"),
        (Kind.TIME, "2021-03-01T12:00Z", datetime(2021, 3, 1, 12, tzinfo=UTC),
         "2021-03-01T12:00:00Z"),
        (Kind.TEXT, " a ", " a ", " a "),
    ],
)  # fmt: skip
def test_a_value_has_one_canonical_text(kind: Kind, text: str, value: Value, written: str) -> None:
    assert read_value(kind, text) == value
    assert write_value(kind, value) == written


@pytest.mark.parametrize(
    ("kind", "text", "low", "high"),
    [
        (Kind.DATE, "2021..", date(2021, 1, 1), None),
        (Kind.DATE, "..2021", None, date(2021, 12, 31)),
        (Kind.DATE, "2020-02..2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        (Kind.DATE, "2021-03-05..9999", date(2021, 3, 5), date(9999, 12, 31)),
        (Kind.MONEY, "0.5..1", 50, 100),
        (Kind.MONEY, "-1..-0.5", -100, -50),
        (Kind.TEXT, "#...5", "#", ".5"),
        (Kind.TEXT, "z..å", "z", "å"),
        (Kind.TIME, "2021-03-05..2021-03-05", datetime(2021, 3, 5, tzinfo=UTC),
         datetime(2021, 3, 5, 23, 59, 59, 999_999, tzinfo=UTC)),
        (Kind.TIME, "2021-03-05T12:00:00Z..", datetime(2021, 3, 5, 12, tzinfo=UTC), None),
    ],
)  # fmt: skip
def test_a_range_is_read_with_both_ends_in_it(
    kind: Kind, text: str, low: Value | None, high: Value | None
) -> None:
    found = read_range(kind, text)
    assert found == Range(low, high)
    assert read_range(kind, write_range(kind, found)) == found


def test_one_value_stands_for_a_range_only_where_a_word_allows_it() -> None:
    assert read_range(Kind.DATE, "2021-02", single=True) == Range(
        date(2021, 2, 1), date(2021, 2, 28)
    )
    with pytest.raises(ValueRefused):
        read_range(Kind.DATE, "2021-02")


@pytest.mark.parametrize(
    "text", ["2021-13..", "..2021-00", "0000..", "1..2..3", "2021-1..", " ..1"]
)
def test_a_range_with_an_unreadable_end_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        read_range(Kind.DATE, text)
