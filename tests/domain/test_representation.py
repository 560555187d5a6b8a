"""Values as JSON: written as answers show them, and read back the same."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fields import BY_NAME, Field
from app.domain.record import Value
from app.domain.representation import Json, from_json, record_to_json, to_json
from tests.domain.values import fields, values

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("total_budget", 38_196_900, "381969"),
        ("total_budget", 207_378_125, "2073781.25"),
        ("total_budget", 50, "0.5"),
        ("total_budget", 0, "0"),
        ("total_budget", 10**15, "10000000000000"),
        ("total_budget", 10**15 - 1, "9999999999999.99"),
        ("eu_cofinancing_rate", 6650, "66.5"),
        ("planned_participants", 80, "80"),
        ("tackles_child_poverty", False, "false"),
        ("start_date", date(2021, 2, 1), '"2021-02-01"'),
        ("created_at", datetime(2026, 11, 22, 2, 31, tzinfo=UTC), '"2026-11-22T02:31:00Z"'),
        ("created_at", datetime(2026, 11, 22, 2, 31, tzinfo=TOKYO), '"2026-11-21T17:31:00Z"'),
        ("quality_issues", ("unknown-label",), '["unknown-label"]'),
        ("number", None, "null"),
    ],
)
def test_a_value_is_written_as_answers_show_it(name: str, value: Value, written: str) -> None:
    assert json.dumps(to_json(BY_NAME[name], value)) == written


@st.composite
def held(draw: st.DrawFn) -> tuple[Field, Value]:
    field = draw(fields)
    return field, draw(values(field))


@given(held())
def test_what_is_written_is_read_back_the_same(pair: tuple[Field, Value]) -> None:
    field, value = pair
    wire: Json = json.loads(json.dumps(to_json(field, value)))
    again = from_json(field, wire)
    assert again == value
    assert type(again) is type(value)


def test_a_record_is_written_in_the_order_asked_for_and_missing_fields_are_null() -> None:
    written = record_to_json({"name": "A", "number": "1"}, ["number", "name", "region"])
    assert list(written.items()) == [("number", "1"), ("name", "A"), ("region", None)]
