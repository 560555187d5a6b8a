"""`as_of` in the question: read in three forms, written in one, part of what a cursor is of."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import QueryRejected
from app.query.compile import compile_page, compile_record, compile_total
from app.query.cursor import make_cursor
from app.query.format import format_query
from app.query.model import AsOf
from app.query.moments import last_day, read_moment, write_moment
from app.query.resource import ORGANISATIONS, PROJECTS
from tests.query.asking import faults_of, parse
from tests.query.records import TODAY

MOMENTS: st.SearchStrategy[AsOf] = (
    st.integers(0, 10**18 - 1) | st.dates() | st.datetimes(timezones=st.just(UTC))
)


@given(MOMENTS)
def test_a_moment_is_written_as_it_is_read(moment: AsOf) -> None:
    read = read_moment(write_moment(moment))
    assert (type(read), read) == (type(moment), moment)


@pytest.mark.parametrize(
    ("text", "moment", "canonical"),
    [
        ("417", 417, "417"),
        ("007", 7, "7"),
        ("2024-06-30", date(2024, 6, 30), "2024-06-30"),
        ("2024-06-30T14:00:00%2B02:00", datetime(2024, 6, 30, 12, tzinfo=UTC),
         "2024-06-30T12%3A00%3A00Z"),
    ],
)  # fmt: skip
def test_a_moment_stands_in_the_canonical_question(text: str, moment: AsOf, canonical: str) -> None:
    query = parse(f"sort=name&as_of={text}&region=SE12")
    assert query.as_of == moment
    written = format_query(PROJECTS, query)
    assert written.replace(":", "%3A") == f"region=SE12&as_of={canonical}&sort=name"
    assert parse(written) == query


def test_a_cursor_is_of_one_moment() -> None:
    query = parse("as_of=3&limit=2")
    cursor = make_cursor(PROJECTS, query, ("r1",))
    assert parse(f"as_of=3&cursor={cursor}").cursor == cursor
    for other in ("as_of=4&", ""):
        (fault,) = faults_of(f"{other}cursor={cursor}")
        assert fault.code == "cursor-mismatch"


def test_only_what_keeps_its_past_takes_a_moment() -> None:
    (fault,) = faults_of("as_of=3", ORGANISATIONS)
    assert (fault.where, fault.code, fault.hint) == ("as_of", "unknown-parameter", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2024-13", None), ("0000", None)],
)
def test_a_year_or_month_has_a_last_day(text: str, day: str | None) -> None:
    assert last_day(text) == day


def test_a_moment_must_be_a_version_before_it_is_compiled() -> None:
    for raw in ("as_of=2024-06-30", "as_of=2024-06-30T12:00:00Z"):
        with pytest.raises(TypeError):
            compile_page(PROJECTS, parse(raw), today=TODAY)


def test_a_question_of_now_never_looks_at_the_past() -> None:
    query = parse("owner=ABF&sort=-total_budget&total_budget__gte=5")
    then = replace(query, as_of=77)
    for now, past in (
        (compile_page(PROJECTS, query, today=TODAY), compile_page(PROJECTS, then, today=TODAY)),
        (
            compile_total(PROJECTS, query, today=TODAY).statement,
            compile_total(PROJECTS, then, today=TODAY).statement,
        ),
        (
            compile_record(PROJECTS, "x", ("id",), today=TODAY),
            compile_record(PROJECTS, "x", ("id",), today=TODAY, version=77),
        ),
    ):
        assert "past_project" not in now.sql
        assert "since" not in now.sql
        assert "past_project" in past.sql
        assert "77" not in past.sql
        assert 77 in past.parameters


def test_questions_of_different_moments_share_one_text() -> None:
    first, second = (
        compile_page(PROJECTS, replace(parse("region=SE12"), as_of=version), today=TODAY)
        for version in (3, 4)
    )
    assert first.sql is second.sql


def test_what_is_wrong_with_a_moment_is_told_with_the_rest() -> None:
    with pytest.raises(QueryRejected) as rejected:
        parse("as_of=2024&as_of=2025&regin=1")
    assert [(one.where, one.code) for one in rejected.value.faults] == [
        ("regin", "unknown-parameter"),
        ("as_of", "repeated"),
    ]
