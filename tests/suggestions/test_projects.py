"""Random names: the database finds the projects that a plain reading of every name finds."""

import sqlite3

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.store.suggestions import names_holding
from app.suggestions.projects import find_projects
from app.suggestions.typed import Label, Typed
from tests.query import asking
from tests.query.conftest import database
from tests.query.records import make_record, store

__all__ = ["database"]

_WORDS = st.sampled_from(["Vägar", "vägen", "vagga", "Åre", "are", "ö", "i", "Öbo-1", "élan", "a"])
_NAMES = st.lists(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), max_size=8)
_SETTINGS = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def typed_texts(draw: st.DrawFn) -> Typed:
    """Words, the last of them cut off somewhere."""
    *whole, last = draw(st.lists(_WORDS, min_size=1, max_size=3))
    return Typed.of(" ".join((*whole, last[: draw(st.integers(1, len(last)))])))


@_SETTINGS
@given(_NAMES, typed_texts())
def test_projects_are_found_by_the_words_of_their_names(
    database: sqlite3.Connection, names: list[str], typed: Typed
) -> None:
    records = [make_record(f"p{place}x", name=name) for place, name in enumerate(names)]
    store(database, records)
    found = {
        one.suggestion.value: one.fit for one in find_projects(asking.Rows(database), typed, 50)
    }
    fits = {record["id"]: typed.fit(Label.of(record["name"])) for record in records}
    assert found == {key: fit for key, fit in fits.items() if fit is not None}


@_SETTINGS
@given(_NAMES, typed_texts())
def test_a_word_that_only_a_past_state_holds_finds_nothing(
    database: sqlite3.Connection, names: list[str], typed: Typed
) -> None:
    store(database, [make_record("p", name=name) for name in names[:1]])
    database.execute("UPDATE project SET since = since + 100, name_key = ''")
    found = find_projects(asking.Rows(database), typed, 50)
    assert found == []


@_SETTINGS
@given(_NAMES, typed_texts())
def test_where_there_are_too_many_records_the_last_changed_are_looked_at(
    database: sqlite3.Connection, names: list[str], typed: Typed
) -> None:
    store(database, [make_record(f"p{at}", name=name) for at, name in enumerate(names)])
    reader = asking.Rows(database)
    every = {one.id for one in names_holding(reader, typed.words)}
    assert {one.id for one in names_holding(reader, typed.words, most_searched=0)} >= every
