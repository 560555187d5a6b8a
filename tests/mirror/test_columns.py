"""Columns of few values, and the status, beside what SQL says of them: each way to ask."""

import sqlite3
from datetime import date, timedelta
from itertools import product

import pytest

from app.store.view import View
from tests.mirror.mirrored import Mirrored
from tests.query import asking, oracle
from tests.query.records import TODAY, Record, make_record, store

_TEXTS = (None, "Förprojektering", "förprojektering", "Genomförande", "Zeta", "Åre (2)", "Öl")
_RECORDS = [
    make_record(
        f"r{place}",
        phase=text,
        call_number=text,
        owner_id="2120003005" if place % 2 else "n-00000001",
        tackles_child_poverty=(None, True, False)[place % 3],
    )
    for place, text in enumerate(_TEXTS)
]


@pytest.mark.parametrize("field", ["phase", "call_number"])
@pytest.mark.parametrize(
    "asked",
    [
        "=ÖL", "__ne=förprojektering", "__in=Zeta,åre (2)", "__notin=zeta,öl", "__gt=genomförande",
        "__gte=Genomförande", "__lt=Åre (2)", "__lte=ÅRE (2)", "__between=g..z", "__between=..å",
        "__contains=PROJEKT", "__contains= (", "__contains=e", "__startswith=för",
        "__startswith=(", "__isnull=true", "__isnull=false",
    ],
)  # fmt: skip
def test_texts_of_few_values_compare_by_their_key(
    database: sqlite3.Connection, field: str, asked: str
) -> None:
    check(database, _RECORDS, f"{field}{asked}&sort={field}")
    check(database, _RECORDS, f"{field}{asked}&sort=-{field},-id")


@pytest.mark.parametrize(
    "raw",
    [
        "phase__gt=g&or_missing=phase",
        "phase=zeta&or_missing=phase",
        "owner_id=n-00000001",
        "owner_id__gte=n&sort=owner_id",
        "owner_id__contains=2&sort=-owner_id",
        "owner_id__startswith=n-&sort=tackles_child_poverty",
        "tackles_child_poverty=true&tackles_child_poverty=false&sort=-tackles_child_poverty",
        "tackles_child_poverty__ne=true&sort=tackles_child_poverty,-phase",
        "quality_issues__ne=budget-not-stated",
    ],
)
def test_other_columns_compare_as_they_are_stored(database: sqlite3.Connection, raw: str) -> None:
    check(database, _RECORDS, raw)


def test_what_another_condition_finds_is_not_dropped(database: sqlite3.Connection) -> None:
    ordered = '{"field":"phase","op":"gt","value":"g"}'
    owned = '{"field":"owner_id","op":"eq","value":"n-00000001"}'
    check(database, _RECORDS, f'where={{"or":[{ordered},{owned}]}}&sort=phase')


@pytest.mark.parametrize(("field", "value"), [("phase", "z"), ("start_date", "2019-03-01")])
def test_no_missing_value_passes_what_is_negated(
    database: sqlite3.Connection, field: str, value: str
) -> None:
    stated = [make_record(f"r{day}", phase="Åre", start_date=date(2020, 1, day)) for day in (1, 2)]
    records = [*stated, make_record("m", phase=None, start_date=None)]
    leaf = f'{{"field":"{field}","op":"gt","value":"{value}"}}'
    passing = f"&or_missing={field}&sort=phase"
    assert check(database, records, f"where={leaf}{passing}") == 3
    assert check(database, records, f'where={{"and":[{leaf},{{"not":{leaf}}}]}}{passing}') == 1


@pytest.mark.parametrize("status", ["planned", "ongoing", "ended", "unknown"])
def test_the_status_follows_from_the_day(database: sqlite3.Connection, status: str) -> None:
    days = (None, *(TODAY + timedelta(days=days) for days in (-1, 0, 1)), date(1999, 1, 1))
    records = [
        make_record(f"r{place}", start_date=start, end_date=end)
        for place, (start, end) in enumerate(product(days, days))
    ]
    wanted = sum(oracle.status(record) == status for record in records)
    assert check(database, records, f"status={status}&sort=-status") == wanted > 0
    assert check(database, records, f"status__ne={status}&sort=status") == len(records) - wanted


def test_the_status_is_that_of_the_day_asked_for(database: sqlite3.Connection) -> None:
    store(database, [make_record("r", start_date=TODAY, end_date=TODAY)])
    mirrored = Mirrored.of_rows(asking.Rows(database), version=1)
    query = asking.parse("status=ongoing")
    days = [TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=1), TODAY]
    views = [View(mirrored.snapshot.dataset, day, query) for day in days]
    counts = [mirrored.mirror.total(mirrored.snapshot, view)[0] for view in views]
    assert counts == [1, 0, 0, 1]


def check(database: sqlite3.Connection, records: list[Record], raw: str) -> int:
    """Holds count and pages against SQL; the count."""
    store(database, records)
    mirrored = Mirrored.of_rows(asking.Rows(database), version=len(records))
    query = asking.parse(f"{raw.replace(' ', '%20')}&limit=3".encode())
    told, held = mirrored.totals(query)
    assert held == told
    told_pages, held_pages = mirrored.pages(query)
    assert held_pages == told_pages
    return held[0]
