"""The laws of merging: nothing is lost, and the order of reading does not matter."""

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import (
    Statement,
    Statements,
    attribute,
    ground,
    merge,
    without_older_reading,
)
from tests.domain.values import make_source, statements

DAYS = [date(2026, 1, 1) + timedelta(days) for days in range(4)]
dated = st.tuples(*(statements(make_source(day)) for day in DAYS[:3]))
OTHER = replace(make_source(DAYS[0]), sha256="0" * 64)


@given(dated)
def test_merging_the_same_document_twice_changes_nothing(read: tuple[Statements, ...]) -> None:
    merged = reduce(merge, read)
    assert merge(merged, read[-1]) == merged


@given(dated)
def test_a_document_that_states_nothing_changes_nothing(read: tuple[Statements, ...]) -> None:
    merged = reduce(merge, read)
    assert merge(merged, {}) == merged
    assert merge({}, merged) == merged


@given(dated)
def test_the_order_of_reading_does_not_matter_where_days_differ(
    read: tuple[Statements, ...],
) -> None:
    results = [reduce(merge, order) for order in permutations(read)]
    assert all(result == results[0] for result in results)


@given(dated)
def test_every_field_ever_stated_is_still_there(read: tuple[Statements, ...]) -> None:
    merged = reduce(merge, read)
    assert set(merged) == set().union(*read)
    for name, statement in merged.items():
        assert statement in [one[name] for one in read if name in one]
        assert statement.value is not None or all(
            name not in one or one[name].value is None or is_older(one[name], statement)
            for one in read
        )


def is_older(one: Statement, other: Statement) -> bool:
    assert one.source is not None
    assert other.source is not None
    return one.source.as_of < other.source.as_of


@given(dated)
def test_an_older_document_fills_only_what_newer_ones_do_not_state(
    read: tuple[Statements, ...],
) -> None:
    older, newer = read[0], read[1]
    merged = merge(newer, older)
    for name, statement in newer.items():
        if "amount-sentinel" not in statement.issues:
            assert merged[name] == statement
    for name in set(older) - set(newer):
        assert merged[name] == older[name]


@given(statements(make_source(DAYS[0])), statements(OTHER))
def test_of_two_documents_of_a_day_the_one_read_last_counts(
    first: Statements, last: Statements
) -> None:
    merged = merge(first, last)
    for name, statement in last.items():
        if "amount-sentinel" not in statement.issues:
            assert merged[name] == statement


def test_of_two_rows_of_a_list_the_later_one_counts_in_whatever_order_they_are_read() -> None:
    source = make_source(DAYS[0])
    early = {"phase": Statement("A", line=2, source=source)}
    late = {"phase": Statement("B", line=9, source=source)}
    assert merge(early, late) == merge(late, early) == late


def test_what_an_older_reader_read_in_the_same_document_is_gone() -> None:
    old, other = make_source(DAYS[0]), OTHER
    mended = replace(old, reader_version=old.reader_version + 1)
    known = {
        "phase": Statement("A", line=2, source=old),
        "name": Statement("B", line=1, source=other),
        "owner": Statement("C", "manual", by="Kim (k1)", source=old),
    }
    assert set(without_older_reading(known, mended)) == {"name", "owner"}
    assert without_older_reading(known, old) == known


def test_no_value_changes_nothing_and_what_cannot_be_read_counts() -> None:
    old, new = make_source(DAYS[0]), make_source(DAYS[1])
    held = {"total_cost": Statement(100, source=old)}
    nothing = {"total_cost": Statement(None, issues=("amount-sentinel",), source=new)}
    unreadable = {"total_cost": Statement(None, issues=("amount-unreadable",), source=new)}
    assert merge(held, nothing) == merge(nothing, held) == held
    assert merge(held, unreadable) == merge(unreadable, held) == unreadable


def test_a_document_without_date_speaks_as_of_the_day_it_was_read() -> None:
    source = make_source(DAYS[0])
    assert source.as_of == DAYS[0]
    assert replace(source, dated=None).as_of == source.read_at.date()


def test_each_statement_bears_the_document_it_was_read_in() -> None:
    source = make_source(DAYS[0])
    assert attribute({"name": Statement("A")}, source) == {"name": Statement("A", source=source)}


def test_what_was_worked_out_is_left_out_and_what_was_printed_stays() -> None:
    known = {
        "fund": Statement("ESF", "derived", rule="fund-of-period"),
        "programme_area": Statement("2", "derived", "Programområde", "Z", 4, 4, ("x",), "rule"),
        "name": Statement("A", "stated", "Namn", "A", 2, 2),
    }
    assert ground(known) == {
        "programme_area": Statement(None, "stated", "Programområde", "Z", 4, 4, ("x",)),
        "name": known["name"],
    }
