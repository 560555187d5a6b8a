"""Comma-separated lists: a value with a comma stands in double quotes, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import ValueRefused
from app.query.lists import join_list, split_list


@given(st.lists(st.text(alphabet='a ,"\n', max_size=4), min_size=1).map(tuple))
def test_a_joined_list_splits_into_the_same_values(values: tuple[str, ...]) -> None:
    assert split_list(join_list(values)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", ("a",)),
        ("a, b", ("a", " b")),
        ('"a,b",c', ("a,b", "c")),
        ('"a ""b"""', ('a "b"',)),
        ('a "b"', ('a "b"',)),
        ("a,", ("a", "")),
        ("", ("",)),
        ("a\n", ("a\n",)),
    ],
)
def test_a_list_is_split_at_its_commas(text: str, values: tuple[str, ...]) -> None:
    assert split_list(text) == values


@pytest.mark.parametrize("text", ['"a', 'a,"b', '"a"b', '"a" ,b'])
def test_an_open_quote_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        split_list(text)
