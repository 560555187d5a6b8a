"""Keys as values: their form, the order of scopes, names, and when they end."""

import itertools
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.keys import (
    MAX_NAME,
    Scope,
    conceal_keys,
    digest_of,
    id_of,
    make_key,
    read_expiry,
    read_name,
    write_time,
)
from app.domain.record import STOCKHOLM
from app.faults import ValueRefused

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def refusal(text: str) -> str:
    with pytest.raises(ValueRefused) as refused:
        read_expiry(text, NOW)
    return refused.value.code


def test_a_key_begins_with_its_id_and_no_two_are_alike() -> None:
    made = [make_key() for _ in range(100)]
    assert all(re.fullmatch(rf"pb_{key_id}_[\w-]{{43}}", key, re.ASCII) for key, key_id in made)
    assert all(id_of(key) == key_id for key, key_id in made)
    assert len({key[12:] for key, _ in made}) == len({digest_of(key) for key, _ in made}) == 100


def test_what_is_not_quite_a_key_has_no_id() -> None:
    key, _ = make_key()
    for spoiled in (key.upper(), key[:-1], f"{key}x", f" {key}", f"{key}\n", key[3:], ""):
        assert id_of(spoiled) is None


@pytest.mark.parametrize(("holder", "needed"), list(itertools.product(Scope, Scope)))
def test_a_scope_allows_itself_and_those_before_it(holder: Scope, needed: Scope) -> None:
    rank = {"read": 0, "write": 1, "admin": 2}
    assert holder.allows(needed) == (rank[holder] >= rank[needed])


@given(st.text(), st.text())
def test_no_secret_is_left_of_keys_in_a_text(before: str, after: str) -> None:
    key, key_id = make_key()
    shown = conceal_keys(f"{before}{key}{after}")
    assert key[12:] not in shown
    assert f"pb_{key_id}_…" in shown


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=MAX_NAME))
def test_any_line_of_text_is_a_name(text: str) -> None:
    if text.strip():
        assert read_name(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a\nb",
        "a\0",
        "a\x7f",
        "a\u202eb",
        "\ud800",
        "å" * (MAX_NAME + 1),
        f"pb_k7wq2mzd_{'x' * 43}",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        read_name(text)


@given(st.dates(min_value=date(2026, 6, 2), max_value=date(9998, 1, 1)))
def test_a_key_is_good_to_the_end_of_its_last_day_in_sweden(day: date) -> None:
    expiry = read_expiry(day.isoformat(), NOW)
    assert expiry.tzinfo is UTC
    last = (expiry - timedelta(seconds=1)).astimezone(STOCKHOLM)
    assert (last.date(), last.time()) == (day, time(23, 59, 59))


@given(st.datetimes(min_value=datetime(2026, 6, 1, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_time_in_utc_is_taken_as_it_is(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    text = write_time(moment)
    assert text is not None
    assert read_expiry(text, NOW) == moment


@pytest.mark.parametrize(
    "text",
    ["", "2027", "2027-13-01", "2027-01-32", "31/1 2027", "9999-12-31", "2027-01-31T12:00:00",
     "2027-01-31T12:00:00+01:00", "2027-01-31T24:01:00Z", "２０２７-01-31"],
)  # fmt: skip
def test_what_is_neither_day_nor_time_is_refused(text: str) -> None:
    assert refusal(text) == "bad-value"


@pytest.mark.parametrize("text", ["2026-05-31", "2026-06-01T12:00:00Z", "0001-01-01"])
def test_an_end_that_is_past_is_refused(text: str) -> None:
    assert refusal(text) == "out-of-range"


def test_today_is_a_last_day_too() -> None:
    assert read_expiry("2026-06-01", NOW) == datetime(2026, 6, 1, 22, tzinfo=UTC)
