"""Page tokens: opaque, bound to their question, and refused without harm when they are not ours."""

import base64
import json
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import QueryRejected
from app.query.cursor import make_cursor, read_cursor
from app.query.resource import PROJECTS
from tests.query import asking
from tests.query.asking import parse
from tests.query.records import make_record, store

QUESTION = "region=SE12&sort=-total_budget,name"
VALUES = (None, "å\x01å", "r1")


def _token(raw: str = QUESTION, values: tuple[str | int | None, ...] = VALUES) -> str:
    return make_cursor(PROJECTS, parse(raw), values)


def test_a_token_gives_its_values_again() -> None:
    query = replace(parse(QUESTION), cursor=_token())
    assert read_cursor(PROJECTS, query) == VALUES
    assert read_cursor(PROJECTS, parse(QUESTION)) is None


@pytest.mark.parametrize("change", ["limit=3", "fields=id,name", "count=none"])
def test_what_does_not_move_records_may_change_between_pages(change: str) -> None:
    assert parse(f"{QUESTION}&{change}&cursor={_token()}").cursor


@pytest.mark.parametrize(
    "other",
    [
        "region=SE11&sort=-total_budget,name",
        "region=SE12&sort=total_budget,name",
        "region=SE12&sort=-total_budget,name&q=a",
        "region=SE12&sort=-total_budget,name&or_missing=region",
        "sort=-total_budget,name",
    ],
)
def test_a_changed_filter_or_order_is_refused(other: str) -> None:
    assert _codes(f"{other}&cursor={_token()}") == ["cursor-mismatch"]


@pytest.mark.parametrize(
    "values",
    [
        (None, "a", None),
        ("1", "a", "r1"),
        (1.5, "a", "r1"),
        (True, "a", "r1"),
        (2**63, "a", "r1"),
        (1, 2, "r1"),
        (1, "a\0", "r1"),
        (1, "\ud800", "r1"),
        (1, "a", ["r1"]),
        (1, "a"),
        (1, "a", "r1", "r2"),
        (),
    ],
)
def test_a_token_with_other_values_is_refused(values: tuple[object, ...]) -> None:
    fingerprint = json.loads(_decoded(_token()))[0]
    assert _codes(f"{QUESTION}&cursor={_encoded(json.dumps([fingerprint, *values]))}") == [
        "bad-cursor"
    ]


@pytest.mark.parametrize(
    "day", ["", "x", "2021-02-30", "0000-00-00", "99999-01-01", "20210228", "2021-W08-7", 1]
)
def test_a_token_with_another_day_than_there_is_is_refused(day: str | int) -> None:
    query = parse("sort=start_date")
    held = json.loads(_decoded(make_cursor(PROJECTS, query, ("2021-02-28", "r1"))))
    token = _encoded(json.dumps([held[0], day, "r1"]))
    assert _codes(f"sort=start_date&cursor={token}") == ["bad-cursor"]
    assert read_cursor(PROJECTS, replace(query, cursor=_encoded(json.dumps(held)))) is not None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "1", '"a"', "[1]", "NaN", "[" * 9_000, "9" * 8_000, "\udcff"]
)
def test_a_token_of_another_make_is_refused(content: str) -> None:
    token = _encoded(content)
    assert _codes(f"cursor={token}") == ["bad-cursor" if token else "empty-value"]


def test_a_token_that_is_too_long_is_refused() -> None:
    assert _codes(f"cursor={'W' * 12_289}") == ["bad-cursor"]


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_is_refused_as_a_token(text: str) -> None:
    query = replace(parse(QUESTION), cursor=text)
    with pytest.raises(QueryRejected):
        read_cursor(PROJECTS, query)


def test_pages_go_on_when_the_record_they_ended_with_is_gone(
    database: sqlite3.Connection,
) -> None:
    records = [make_record(f"r{place}", planned_participants=place % 2) for place in range(6)]
    store(database, records)
    query = parse("sort=-planned_participants&limit=2")
    first = asking.page(database, query)
    assert [record["id"] for record in first] == ["r1", "r3"]
    cursor = make_cursor(PROJECTS, query, (1, "r3"))
    store(database, [record for record in records if record["id"] != "r3"])
    second = asking.page(database, replace(query, cursor=cursor))
    assert [record["id"] for record in second] == ["r5", "r0"]


@pytest.mark.parametrize("field", [name for name, field in PROJECTS.fields.items()
                                   if field.flags.sortable])  # fmt: skip
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_pages_through_missing_values(
    database: sqlite3.Connection, field: str, sign: str
) -> None:
    store(
        database,
        [
            make_record("a1", number="1", start_date=None, total_budget=None),
            make_record("b2", region="SE11", planned_participants=2),
            make_record("c3", region="SE11", tackles_child_poverty=True),
            make_record("d4", owner_unit="Å", tackles_child_poverty=False),
        ],
    )
    pages = asking.all_pages(database, parse(f"sort={sign}{field}&limit=1"))
    assert sorted(record["id"] for page in pages for record in page) == ["a1", "b2", "c3", "d4"]
    if PROJECTS.fields[field].flags.nullable:
        values = [record.get(field) for page in pages for record in page]
        stated = [value for value in values if value is not None]
        assert values == stated + [None] * (4 - len(stated))


def _codes(raw: str) -> list[str]:
    return [fault.code for fault in asking.faults_of(raw)]


def _encoded(content: str) -> str:
    raw = content.encode("utf-8", "surrogateescape")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
