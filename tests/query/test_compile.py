"""The statements: what a row looks like, what never stands in SQL, and which indexes serve."""

import json
import sqlite3
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from app.query import compile as compiled
from app.query.compile import compile_page, compile_record, compile_total
from app.query.resource import PROJECTS
from tests.query import asking
from tests.query.asking import parse, spelt
from tests.query.records import TODAY, Record, make_record, store

FULL: Record = make_record(
    "2020-00713",
    number="2020/00713",
    name='Kompetens "för" alla\n',
    total_budget=Decimal(381969),
    total_cost=Decimal("2073781.25"),
    granted_support=Decimal("0.5"),
    eu_contribution=Decimal("9999999999999.99"),
    eu_cofinancing_rate=Decimal("66.5"),
    planned_participants=0,
    tackles_child_poverty=True,
    strategic_importance=False,
    start_date=date(2021, 1, 1),
    end_date=date(2021, 12, 31),
    quality_issues=("amount-sentinel", "budget-not-stated"),
    updated_at=datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001
    contact_name="Anna",
)


def test_a_row_holds_every_listed_column_in_table_order(database: sqlite3.Connection) -> None:
    store(database, [FULL])
    (row,) = asking.page(database, parse(""))
    assert tuple(row) == PROJECTS.default
    expected = {
        "id": "2020-00713",
        "name": 'Kompetens "för" alla\n',
        "total_budget": 381969,
        "total_cost": 2073781.25,
        "granted_support": 0.5,
        "eu_contribution": 9999999999999.99,
        "eu_cofinancing_rate": 66.5,
        "planned_participants": 0,
        "tackles_child_poverty": True,
        "strategic_importance": False,
        "start_date": "2021-01-01",
        "status": "ongoing",
        "quality_issues": ["amount-sentinel", "budget-not-stated"],
        "updated_at": "2026-11-22T02:31:00Z",
        "region": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_numbers_and_answers_are_written_without_ornament(database: sqlite3.Connection) -> None:
    store(database, [FULL])
    fields = "fields=total_budget,total_cost,granted_support,tackles_child_poverty,region"
    statement = compile_page(PROJECTS, parse(fields), today=TODAY)
    ((text, *_),) = database.execute(statement.sql, statement.parameters).fetchall()
    assert text.decode() == (
        '{"id":"2020-00713","region":null,"total_budget":381969,"total_cost":2073781.25,'
        '"granted_support":0.5,"tackles_child_poverty":true}'
    )


def test_a_record_shows_contact_data_only_to_those_who_may_see_it(
    database: sqlite3.Connection,
) -> None:
    store(database, [FULL, make_record("other")])
    for personal, contact in ((True, "Anna"), (False, None)):
        statement = compile_record(
            PROJECTS,
            "2020-00713",
            ("id", "status", "contact_name"),
            today=TODAY,
            personal=personal,
        )
        ((text,),) = database.execute(statement.sql, statement.parameters).fetchall()
        assert json.loads(text) == {
            "id": "2020-00713",
            "status": "ongoing",
            "contact_name": contact,
        }


def test_a_list_never_shows_contact_data(database: sqlite3.Connection) -> None:
    store(database, [FULL])
    (row,) = asking.page(database, replace(parse(""), fields=("id", "contact_name")))
    assert row == {"id": "2020-00713", "contact_name": None}


def test_a_status_follows_from_the_day_it_is_asked_on(database: sqlite3.Connection) -> None:
    store(database, [FULL])
    for day, status in (
        (date(2020, 12, 31), "planned"),
        (date(2021, 1, 1), "ongoing"),
        (date(2021, 12, 31), "ongoing"),
        (date(2022, 1, 1), "ended"),
    ):
        statement = compile_page(PROJECTS, parse(f"status={status}"), today=day)
        rows = database.execute(statement.sql, statement.parameters).fetchall()
        assert [json.loads(row[0])["status"] for row in rows] == [status]


def test_no_literal_ever_stands_in_the_text(database: sqlite3.Connection) -> None:
    raw = (
        "name__contains=XYZZY&region=SE21&programme_area=2014-2020:2&budget=77..78&q=XYZZY+xyzz*"
        "&owner=XYZZY&updated_at__gt=1977-01-01&quality_issues=budget-not-stated&limit=77"
    )
    query = replace(spelt(database, parse(raw)), offset=77)
    texts = (
        compile_page(PROJECTS, query, today=date(1977, 1, 1), after=(77, "XYZZY")).sql,
        compile_total(PROJECTS, query, today=TODAY).statement.sql,
        compile_record(PROJECTS, "XYZZY", ("id",), today=date(1977, 1, 1)).sql,
    )
    for text in texts:
        assert not {"xyzz", "se21", "2014", "77", "budget-not"} & _pieces(text.lower())


def _pieces(text: str) -> set[str]:
    return {piece for piece in ("xyzz", "se21", "2014", "77", "budget-not") if piece in text}


def test_questions_of_one_shape_share_one_text() -> None:
    first, second = (
        compile_page(PROJECTS, parse(raw), today=TODAY)
        for raw in ("region=SE12&budget=1..2", "region=SE33&budget=5..6")
    )
    assert first.sql is second.sql
    assert first.parameters != second.parameters


def test_the_text_of_an_odd_question_is_not_kept() -> None:
    raw = "name__in=" + ",".join(map(str, range(100)))
    first, second = (compile_page(PROJECTS, parse(raw), today=TODAY) for _ in range(2))
    assert first.sql == second.sql
    assert first.sql is not second.sql


def test_limit_and_offset_are_bound_with_one_row_more(database: sqlite3.Connection) -> None:
    store(database, [make_record(f"r{place}") for place in range(9)])
    statement = compile_page(PROJECTS, parse("limit=3&offset=2"), today=TODAY)
    rows = database.execute(statement.sql, statement.parameters).fetchall()
    assert [row[1] for row in rows] == ["r2", "r3", "r4", "r5"]
    unlimited = compile_page(PROJECTS, replace(parse(""), limit=None), today=TODAY)
    assert "LIMIT" not in unlimited.sql


def test_the_id_closes_every_order_once() -> None:
    orders = {
        "": "id",
        "sort=-id": "id DESC",
        "sort=-total_budget,name": "total_budget DESC NULLS LAST, name_key, id",
        "sort=region,-id,name": "region NULLS LAST, id DESC",
    }
    for raw, order in orders.items():
        sql = compile_page(PROJECTS, parse(raw), today=TODAY).sql
        assert sql.partition(" ORDER BY ")[2].partition(" LIMIT")[0] == order


def test_only_what_was_asked_is_a_condition() -> None:
    assert "WHERE" not in compile_total(PROJECTS, parse(""), today=TODAY).statement.sql
    raw = "total_budget__gte=5&region=SE12&or_missing=total_budget"
    total = compile_total(PROJECTS, parse(raw), today=TODAY).statement
    assert total.sql.partition(" WHERE ")[2] == (
        "(region = ? AND (total_budget IS NULL OR total_budget >= ?))"
    )
    assert total.parameters == ("SE12", 500)


@pytest.mark.parametrize(
    ("raw", "index"),
    [
        ("region=SE12", "ix_project_region"),
        ("programme_area=2014-2020:2", "ix_project_programme_area_id"),
        ("owner=ABF", "ix_project_owner_id"),
        ("total_budget__gte=5", "ix_project_total_budget"),
        ("budget=5..6", "ix_project_total_budget"),
        ("name=x", "ix_project_name_key"),
        ("id=x", "sqlite_autoindex_project_1"),
        ("updated_at__gt=2021-01-01", "ix_project_updated_at"),
    ],
)
def test_positive_conditions_are_served_by_an_index(
    database: sqlite3.Connection, raw: str, index: str
) -> None:
    total = compile_total(PROJECTS, parse(raw), today=TODAY).statement
    plan = database.execute(f"EXPLAIN QUERY PLAN {total.sql}", total.parameters).fetchall()
    assert any("SEARCH project" in row[3] and index in row[3] for row in plan), plan


def test_a_page_in_the_middle_begins_at_its_place(database: sqlite3.Connection) -> None:
    for raw, after in (("", ("r1",)), ("sort=name", ("a\x01a", "r1"))):
        page = compile_page(PROJECTS, parse(raw), today=TODAY, after=after)
        plan = database.execute(f"EXPLAIN QUERY PLAN {page.sql}", page.parameters).fetchall()
        assert "SEARCH project" in plan[0][3]


def test_kept_texts_are_bounded() -> None:
    assert compiled._SHAPES_KEPT * compiled._HEAVIEST_KEPT <= 10_000


@pytest.mark.parametrize(
    ("personal", "number"), [(True, "8501011234"), (False, None)], ids=["seen", "hidden"]
)
def test_a_natural_persons_number_is_contact_data(
    database: sqlite3.Connection, personal: bool, number: str | None
) -> None:
    store(database, [FULL])
    database.execute("UPDATE project SET owner_personal_number = '8501011234'")
    columns = ("id", "owner_organisation_number")
    statement = compile_record(PROJECTS, "2020-00713", columns, today=TODAY, personal=personal)
    ((text,),) = database.execute(statement.sql, statement.parameters).fetchall()
    assert json.loads(text)["owner_organisation_number"] == number
    assert asking.page(database, parse("owner_organisation_number=850101-1234")) == []
