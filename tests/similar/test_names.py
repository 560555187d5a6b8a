"""Names and numbers taken apart: what they are known by, and what is only a step or a spelling."""

import pytest

from app.similar.names import alike, bare_number, read_name, spellings_of

SERIES = (
    "Havsvägen Exempelhamn",
    "Havsvägen Exempelhamn 2",
    "Havsvägen Exempelhamn 2.0",
    "Havsvägen Exempelhamn II",
    "Havsvägen – Exempelhamn, steg 2",
    "Projekt HAVSVÄGEN i Exempelhamn",
    "Förstudie: Havsvägen Exempelhamn",
    "Havsvägen Exempelhamn 2019-2021",
)


@pytest.mark.parametrize("name", SERIES)
def test_a_step_a_year_or_a_mark_changes_nothing_of_what_a_name_is_known_by(name: str) -> None:
    assert read_name(name).core == read_name(SERIES[0]).core
    assert alike(read_name(name), read_name(SERIES[0]))


@pytest.mark.parametrize("name", SERIES[1:4])
def test_another_step_is_seen(name: str) -> None:
    assert read_name(name).steps != read_name(SERIES[0]).steps


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Samverkan för hälsa", "Samverkan för Hälsa och Arbete", True),
        ("Språklyftet Exempelby", "Språklyftet", True),
        ("Språklyftet Exempelby", "Språklyftet Exempelköping", False),
        ("Språklyftet", "Språkresan", False),
        ("Ung och aktiv", "Aktiva unga", True),
        ("Kurs för alla", "Kursen för alla", True),
        ("Steg 1", "Steg 2", False),
        ("Steg 2", "Steg 2", True),
    ],
)
def test_names_are_alike_where_two_thirds_of_their_words_are_shared(
    one: str, other: str, expected: bool
) -> None:
    assert alike(read_name(one), read_name(other)) is expected
    assert alike(read_name(other), read_name(one)) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2020/00713", "2020-00713"),
        ("2020/00713", "202000713"),
        ("2020/00713", "Dnr 2020 / 00713"),
        ("23-032-S01", "23032s01"),
        ("23-032-S01", "23/032/S01"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert bare_number(one) == bare_number(other)
    assert set(spellings_of(one)) & set(spellings_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("2020/00713", "2020/00731"), ("2020/00713", "2020/0713"), ("23-032-S01", "23-032-S02")],
)
def test_other_digits_are_another_number(one: str, other: str) -> None:
    assert bare_number(one) != bare_number(other)


def test_no_number_is_like_none() -> None:
    assert not bare_number(None)
    assert not bare_number("–")
