"""Figures, dates and answers as lists write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.swedish import MAX_AMOUNT, Unreadable
from app.importer.cells.notation import AUTHORITY, OURS, PRINTED, Plain, read_answer


def refusal_of(read: object, text: str) -> str:
    assert callable(read)
    with pytest.raises(Unreadable) as refused:
        read(text)
    return refused.value.code


@given(st.integers(0, MAX_AMOUNT))
def test_an_amount_of_ours_is_read_with_either_mark(ore: int) -> None:
    text = f"{Decimal(ore) / 100:f}"
    assert OURS.amount(text) == OURS.amount(text.replace(".", ",")) == ore
    assert OURS.amount(Plain(text)) == ore


@given(st.integers(0, 10_000))
def test_a_percentage_of_ours_is_never_taken_for_a_fraction(hundredths: int) -> None:
    assert OURS.percent(f"{Decimal(hundredths) / 100:f}") == hundredths


@given(st.integers(0, 10**12), st.floats(-4e-7, 4e-7))
def test_the_noise_of_binary_fractions_is_no_third_decimal(ore: int, noise: float) -> None:
    figure = Plain(f"{max(Decimal(ore) / 100 + Decimal(noise), Decimal(0)):f}"[:40])
    assert PRINTED.amount(figure) == ore


@pytest.mark.parametrize(
    "text", ["1.005", "-1", "1e400", "0x1", "1_000", "١", "", "1e17", "1.0e-9e"]
)
def test_a_figure_that_is_no_amount_is_unreadable(text: str) -> None:
    assert refusal_of(PRINTED.amount, Plain(text)) == "amount-unreadable"


@pytest.mark.parametrize("text", ["101", "100.01", "-1", "1.005", "halv"])
def test_a_percentage_of_ours_is_at_most_a_hundred(text: str) -> None:
    assert refusal_of(OURS.percent, text) == "amount-unreadable"


@pytest.mark.parametrize(
    ("text", "count"), [("3", 3), ("3.0", 3), ("1 200", 1200), ("9" * 18, None)]
)
def test_a_count_may_bear_empty_decimals(text: str, count: int | None) -> None:
    assert PRINTED.count(text) == (int(text) if count is None else count)


@pytest.mark.parametrize("text", ["3.5", "3 kr", "9" * 19, "tre"])
def test_what_counts_nothing_is_unreadable(text: str) -> None:
    assert refusal_of(PRINTED.count, text) == "amount-unreadable"


@pytest.mark.parametrize(
    "text", ["2024-04-01", "2024-04-01 00:00:00", "2024-04-01T00:00:00Z", "2024-04-01 00:00:00.000"]
)
def test_a_day_may_bear_midnight(text: str) -> None:
    assert PRINTED.day(text) == AUTHORITY.day(text) == date(2024, 4, 1)


@pytest.mark.parametrize(
    "text", ["2024-04-01 00:00:01", "20240401", "1/4/24", "31/02/2024", "45383"]
)
def test_what_is_no_day_is_unreadable(text: str) -> None:
    assert refusal_of(AUTHORITY.day, text) == "date-unreadable"


@pytest.mark.parametrize(("text", "answer"), [("Ja", True), ("FALSKT", False), ("yes", True)])
def test_answers_are_read_in_two_languages(text: str, answer: bool) -> None:
    assert read_answer(text) is answer


def test_no_other_word_is_an_answer() -> None:
    assert refusal_of(read_answer, "kanske") == "value-unreadable"
