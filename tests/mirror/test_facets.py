"""Random facets of random records: the mirror and plain Python count the same."""

import sqlite3
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.mirror.facets import FacetCounts, count_facets
from app.query.facets import FACET_NAMES, Facets, read_facets
from app.query.wire import Pair
from app.store.view import View
from tests.mirror import figured
from tests.mirror.mirrored import Mirrored
from tests.mirror.test_aggregates import chosen, figured_records
from tests.query import asking
from tests.query.asked import Asked, split
from tests.query.questions import questions
from tests.query.records import TODAY, Record, make_record, store

_SETTINGS = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_NAMES = st.sets(st.sampled_from(FACET_NAMES), min_size=1, max_size=4)


def read(*pairs: tuple[str, str]) -> Facets:
    given = tuple(Pair(name, text) for name, text in pairs)
    asked, faults = read_facets(given, lookups=asking.LOOKUPS)
    assert not faults, faults
    return asked


def count(database: sqlite3.Connection, stored: list[Record], asked: Facets) -> list[FacetCounts]:
    """The facets that the mirror counts."""
    store(database, stored)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=len(stored))
    query = asking.spelt(database, asked.query)
    view = View(mirrored.snapshot.dataset, TODAY, query)
    return count_facets(lambda view: mirrored.hits(view.query), view, asked, lambda _: {})


def plain(question: Asked) -> Asked:
    """The question of its filters alone: what a tree says plainly is a filter too."""
    kept = () if question.tree else question.or_missing
    return replace(question, sort=(), tree=(), or_missing=kept)


def without(question: Asked, name: str) -> Asked:
    """The question without the filters of a facet, and what was said of their missing values."""
    own = {"owner", "owner_id"} if name == "owner_id" else {name}
    conditions = tuple(one for one in question.conditions if split(one[0])[0] not in own)
    kept = tuple(one for one in question.or_missing if one not in own)
    return replace(question, conditions=conditions, or_missing=kept)


def values_of(record: Record, name: str, all_: list[Record]) -> list[Any]:
    """What a record has of a facet, as a filter takes it."""
    if name == "quality_issues":
        return list(record[name]) or [None]
    value = figured.parts(record, [name], all_)[0].keys[0]
    return [str(value).lower() if isinstance(value, bool) else value]


@_SETTINGS
@given(figured_records(), questions(), _NAMES, st.booleans())
def test_a_facet_counts_the_values_of_its_own_question(
    database: sqlite3.Connection,
    stored: list[Record],
    question: Asked,
    names: set[str],
    disjunctive: bool,
) -> None:
    question = plain(question)
    switch = [] if disjunctive else [("disjunctive", "false")]
    asked = read(*question.pairs(), ("by", ",".join(sorted(names))), *switch)
    assert asked.names == tuple(name for name in FACET_NAMES if name in names)
    for facet in count(database, stored, asked):
        opened = without(question, facet.name) if disjunctive else question
        about = chosen(stored, opened)
        expected = Counter(
            value for record in about for value in values_of(record, facet.name, stored)
        )
        rows = [(row.value, row.count) for row in facet.rows]
        assert dict(rows) == expected
        assert rows == sorted(rows, key=lambda row: (-row[1], row[0] is None, row[0] or ""))
        assert facet.total == len(about)
        if facet.name != "quality_issues":
            assert sum(row.count for row in facet.rows) == facet.total


@_SETTINGS
@given(figured_records(), questions())
def test_a_value_is_selected_where_the_filters_on_its_field_take_it(
    database: sqlite3.Connection, stored: list[Record], question: Asked
) -> None:
    question = plain(question)
    asked = read(*question.pairs(), ("by", "region,programme_area,owner_id,status"))
    taken = chosen(stored, question)
    for facet in count(database, stored, asked):
        chosen_here = {v for record in taken for v in values_of(record, facet.name, stored)}
        is_asked = without(question, facet.name) != question
        for row in facet.rows:
            assert row.selected is (is_asked and row.value in chosen_here)


def test_issues_that_are_asked_for_are_selected_and_those_beside_them_are_not(
    database: sqlite3.Connection,
) -> None:
    issues = ("budget-not-stated", "period-not-stated")
    stored = [make_record("r1", quality_issues=issues), make_record("r2")]
    asked = read(("quality_issues", issues[0]), ("by", "quality_issues"))
    [facet] = count(database, stored, asked)
    assert [(row.value, row.count, row.selected) for row in facet.rows] == [
        (issues[0], 1, True),
        (issues[1], 1, False),
        (None, 1, False),
    ]


def test_what_is_beyond_the_limit_is_told(database: sqlite3.Connection) -> None:
    stored = [make_record(f"r{n}", call_number=f"2020/{n % 7}") for n in range(20)]
    [facet] = count(database, stored, read(("by", "call_number"), ("limit", "3")))
    assert [row.value for row in facet.rows] == ["2020/0", "2020/1", "2020/2"]
    assert (facet.more, facet.total) == (4, 20)


def test_a_condition_inside_a_tree_is_no_filter_of_a_facet(database: sqlite3.Connection) -> None:
    stored = [make_record("r1", region="SE11"), make_record("r2", region="SE12", fund="ESF")]
    leaves = [f'{{"field":"{name}","value":"{value}"}}' for name, value in
              (("region", "SE12"), ("fund", "ESF+"))]  # fmt: skip
    [facet] = count(
        database, stored, read(("where", f'{{"or":[{",".join(leaves)}]}}'), ("by", "region"))
    )
    assert [(row.value, row.count, row.selected) for row in facet.rows] == [("SE12", 1, False)]
