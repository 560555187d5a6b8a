"""Python values as parameters: what they say is what the service reads, or they are refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.query.wire import split_query
from projektbank_client import NotAskable, parse_question
from projektbank_client.answers import parse_json
from projektbank_client.questions import Value, write_body, write_question

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)

WRITTEN: dict[str, tuple[str, Value, str]] = {
    "a text": ("name", "Å & + %2B", "Å & + %2B"),
    "a number": ("planned_participants__gt", 5, "5"),
    "an amount": ("total_budget", Decimal("300000.50"), "300000.50"),
    "a large float": ("total_budget", 1e16, "10000000000000000"),
    "a truth": ("total_budget__isnull", False, "false"),
    "a day": ("active_on", date(2021, 6, 30), "2021-06-30"),
    "a moment": (
        "as_of",
        datetime(2024, 6, 30, 12, tzinfo=timezone(timedelta(hours=2))),
        "2024-06-30T10:00:00Z",
    ),
    "a range": ("budget", (300_000, Decimal("0.5")), "300000..0.5"),
    "an open range": ("period", (None, date(2021, 1, 1)), "..2021-01-01"),
    "a list for in": ("owner__in", ["a, b", 'c"', "d"], '"a, b","c""",d'),
    "names": ("sort", ["-total_budget", "name"], "-total_budget,name"),
    "keys that have commas": ("group_by", ["bin(total_budget,1000)"], "bin(total_budget,1000)"),
    "a tree": ("where", {"field": "name", "value": "å"}, '{"field": "name", "value": "å"}'),
}


@pytest.mark.parametrize(("name", "value", "text"), WRITTEN.values(), ids=WRITTEN)
def test_a_value_is_written_as_the_service_reads_it(name: str, value: Value, text: str) -> None:
    assert parse_qsl(write_question({name: value}), strict_parsing=True) == [(name, text)]


def test_a_list_is_any_of_its_values() -> None:
    assert write_question({"region": ["SE12", "SE32"]}) == "region=SE12&region=SE32"
    assert sorted(write_question({"region": {"a", "b"}}).split("&")) == ["region=a", "region=b"]


@given(st.dictionaries(TEXTS.map(lambda text: f"x{text}"), TEXTS, max_size=3))
def test_every_text_arrives_as_it_is(question: dict[str, str]) -> None:
    pairs, faults = split_query(write_question(question).encode())
    assert not faults
    assert [(pair.name, pair.value) for pair in pairs] == list(question.items())


@pytest.mark.parametrize(
    "value",
    [None, [], set(), (1,), (1, 2, 3), [None], float("nan"), Decimal("Infinity"), "\ud800",
     datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None), {"value": float("nan")}],
    ids=repr,
)  # fmt: skip
def test_nothing_is_left_out_or_guessed(value: Value) -> None:
    with pytest.raises(NotAskable):
        write_question({"total_budget": value})


@pytest.mark.parametrize("value", [b"SE12", object(), 1j], ids=type)
def test_other_types_are_refused(value: Value) -> None:
    with pytest.raises(TypeError, match="region"):
        write_question({"region": value})


@given(st.lists(st.tuples(TEXTS, TEXTS | st.just("")), max_size=4))
def test_the_question_of_an_address_is_asked_as_it_stands(pairs: list[tuple[str, str]]) -> None:
    pairs = [(f"x{name}", text) for name, text in pairs]
    asked = parse_question(urlencode(pairs))
    assert sorted(parse_qsl(write_question(asked), keep_blank_values=True)) == sorted(pairs)


@pytest.mark.parametrize("query", ["region", "q=%FF", "a=1&&b"])
def test_what_is_no_question_of_an_address_is_refused(query: str) -> None:
    with pytest.raises(NotAskable):
        parse_question(query)


def test_a_body_has_amounts_and_times_as_they_are() -> None:
    at = datetime(2021, 2, 1, 9, tzinfo=UTC)
    record = {"a": Decimal("2.50"), "b": Decimal("1E+3"), "c": at, "d": date(2021, 2, 1)}
    assert (
        write_body(record)
        == b'{"a": 2.5, "b": 1000, "c": "2021-02-01T09:00:00Z", "d": "2021-02-01"}'
    )
    assert unquote(write_body("Å").decode()) == '"Å"'


@given(st.integers(0, 10**15))
def test_every_amount_that_a_record_can_have_is_sent_as_it_is(hundredths: int) -> None:
    amount = Decimal(hundredths) / 100
    assert parse_json(write_body(amount)) == amount


@pytest.mark.parametrize("value", [Decimal("99999999999999.99"), Decimal("NaN"), float("inf")])
def test_an_amount_that_cannot_be_sent_exactly_is_refused(value: object) -> None:
    with pytest.raises(NotAskable):
        write_body({"total_budget": value})
