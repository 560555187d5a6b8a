"""The key of a record, and what follows from a day."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.domain.record import now, project_id, slug, status_on, today

DAY = date(2026, 11, 22)
days = st.none() | st.dates(date(2026, 10, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("2020/00713", "2020-00713"),
        ("23-032-S01", "23-032-S01"),
        ("Dnr 2020/1.2", "Dnr-2020-1.2"),
        ("Å1_2", "-1-2"),
    ],
)
def test_a_number_makes_the_key(number: str, key: str) -> None:
    assert project_id(number, "Namn", "Ägare", DAY) == key


@pytest.mark.parametrize(
    ("start", "identity"),
    [
        (date(2010, 8, 2), "Våga vara\nExempelägaren\n2010-08-02"),
        (None, "Våga vara\nExempelägaren\n"),
    ],
)
def test_without_number_the_key_is_slug_and_hash(start: date | None, identity: str) -> None:
    digest = hashlib.sha256(identity.encode("utf-8")).hexdigest()
    assert project_id(None, "Våga vara", "Exempelägaren", start) == f"vaga-vara-{digest[:8]}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("merit.nu", "merit-nu"),
        ("Kompetens.NU 1-3 - Genomförande", "kompetens-nu-1-3-genomforande"),
        ("Åre É & Ö", "are-e-o"),
        ("A\u030ange", "ange"),
        ("(Kurs)", "kurs"),
        ("Œuvre", "uvre"),
        ("!!!", ""),
        ("a" * 59 + " b", "a" * 59),
        ("ab" * 40, "ab" * 30),
    ],
)
def test_a_slug_is_lower_case_ascii_words(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=90), st.text(max_size=9), st.none() | st.text(min_size=1, max_size=20))
def test_a_key_can_stand_in_an_address(name: str, owner: str, number: str | None) -> None:
    name, owner = (text.encode(errors="ignore").decode() for text in (name, owner))
    key = project_id(number, name, owner, None)
    assert key
    assert all(char.isascii() and (char.isalnum() or char in ".-") for char in key)
    assert len(key) <= (len(number) if number else 69)


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (date(2026, 11, 23), date(2027, 1, 1), "planned"),
        (date(2026, 11, 22), date(2026, 11, 22), "ongoing"),
        (date(2020, 1, 1), date(2026, 11, 21), "ended"),
        (date(2026, 11, 23), None, "planned"),
        (None, date(2026, 11, 21), "ended"),
        (date(2020, 1, 1), None, "unknown"),
        (None, date(2027, 1, 1), "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_status_follows_from_the_day(start: date | None, end: date | None, status: str) -> None:
    assert status_on(DAY, start, end) == status


@given(days, days)
def test_a_project_never_goes_back_in_status(start: date | None, end: date | None) -> None:
    order = ["planned", "unknown", "ongoing", "ended"]
    seen = [order.index(status_on(DAY + timedelta(n), start, end)) for n in range(-90, 90)]
    assert seen == sorted(seen)


def test_the_day_is_the_one_in_stockholm() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert today() == date(2026, 7, 1)
    with time_machine.travel(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)):
        assert today() == date(2026, 12, 31)


def test_a_moment_is_in_whole_seconds_of_utc() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, 1, 999, tzinfo=UTC), tick=False):
        assert now() == datetime(2026, 6, 30, 22, 30, 1, tzinfo=UTC)
