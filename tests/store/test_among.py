"""Questions of many values at once find what asking for each would find."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.database import Database
from app.models import Project
from app.store.among import Among

NUMBERED = Among(select(Project.id, Project.number), Project.number)


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_of_these_values_are_found_each_once(
    golden_database: Database, data: st.DataObject
) -> None:
    with golden_database.write() as session:
        held = session.exec(select(Project.id, Project.number)).all()
        numbers = sorted({number for _, number in held if number is not None})
        asked = data.draw(st.sets(st.sampled_from([*numbers, "no number", "'"])))
        found = NUMBERED.rows(session, asked)
        assert sorted(map(tuple, found)) == sorted(row for row in held if row[1] in asked)


def test_of_no_value_there_is_no_row(golden_database: Database) -> None:
    with golden_database.write() as session:
        assert not NUMBERED.rows(session, [])


def test_a_thousand_values_make_one_question(golden_database: Database) -> None:
    with golden_database.write() as session:
        numbers = [one for one in session.exec(select(Project.number)) if one is not None]
        asked = {*map(str, range(1_000)), numbers[0]}
        assert [row.number for row in NUMBERED.rows(session, asked)] == numbers[:1]
