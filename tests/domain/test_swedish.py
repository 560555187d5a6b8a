"""Figures, dates and numbers as Swedish authorities print them: a row for each way."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import swedish
from app.domain.swedish import Unreadable

NO_BREAK, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("0", 0),
        ("381 969", 38_196_900),
        (f"381{NO_BREAK}969", 38_196_900),
        (f"381{THIN}969", 38_196_900),
        (f"1{NARROW}381 969", 138_196_900),
        ("381969", 38_196_900),
        ("1 474 535 kr", 147_453_500),
        ("1 474 535kr", 147_453_500),
        (f"1 474 535{NO_BREAK}SEK", 147_453_500),
        ("12 000 Kr", 1_200_000),
        ("1.474.535", 147_453_500),
        ("1,474,535", 147_453_500),
        ("1.474", 147_400),
        ("1,474", 147_400),
        ("2073781.25", 207_378_125),
        ("2073781,25", 207_378_125),
        ("2 073 781,25", 207_378_125),
        ("2.073.781,25", 207_378_125),
        ("2,073,781.25", 207_378_125),
        ("1,5", 150),
        ("0" * 17 + "1", 100),
        ("0" * 18 + "1", None),
        ("10 000 000 000 000", 10**15),
        ("10 000 000 000 000,01", None),
        ("1" + "0" * 5000, None),
        ("1,2345", None),
        ("1234.567", None),
        ("1 2345", None),
        ("12 34", None),
        ("1 474.535", None),
        ("1.474 535", None),
        ("-1", None),
        ("−1", None),
        ("1 474 535 kronor", None),
        ("kr", None),
        ("ca 1 000", None),
        ("1 000 kr SEK", None),
        ("1e6", None),
        ("٣٨١", None),
        ("²", None),
        ("1\n000", None),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(text: str, ore: int | None) -> None:
    check(swedish.read_amount, text, ore, "amount-unreadable")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("26", 26),
        ("1 200", 1200),
        ("1.200", 1200),
        ("007", 7),
        ("999999999999999999", 999_999_999_999_999_999),
        ("9999999999999999999", None),
        ("26,0", None),
        ("2.6", None),
        ("26 st", None),
        ("-3", None),
        ("٣", None),
    ],
)
def test_a_count_is_a_whole_number(text: str, count: int | None) -> None:
    check(swedish.read_count, text, count, "amount-unreadable")


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("50%", 5000),
        ("66,5 %", 6650),
        ("50.0", 5000),
        ("50", 5000),
        (f"40{NO_BREAK}%", 4000),
        ("33.33", 3333),
        ("0,5", 5000),
        ("0.665", 6650),
        ("0,6667", 6667),
        ("1", 10000),
        ("1,0", 10000),
        ("0", 0),
        ("0%", 0),
        ("0,5%", 50),
        ("1 %", 100),
        ("100 %", 10000),
        ("100,01", None),
        ("140%", None),
        ("66,666", None),
        ("0,66667", None),
        ("-5%", None),
        ("50 procent", None),
        ("%", None),
        ("٥٠%", None),
    ],
)
def test_a_rate_is_a_percentage_and_a_bare_number_up_to_one_a_fraction(
    text: str, hundredths: int | None
) -> None:
    check(swedish.read_percent, text, hundredths, "amount-unreadable")


@pytest.mark.parametrize("read", [swedish.read_amount, swedish.read_count, swedish.read_percent])
def test_the_least_integer_means_no_value_in_every_number_field(read: Callable[[str], int]) -> None:
    check(read, "-2147483648", None, "amount-sentinel")


def test_the_least_integer_means_no_value_before_a_currency_too() -> None:
    check(swedish.read_amount, "-2147483648 kr", None, "amount-sentinel")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-02-01", date(2021, 2, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("0000-01-01", None),
        ("2021-13-01", None),
        ("2021-2-1", None),
        ("20210201", None),
        ("01/02/2021", None),
        ("2021-02-01 ", None),
        ("٢٠٢١-٠٢-٠١", None),
    ],
)
def test_a_date_is_iso_or_unreadable(text: str, day: date | None) -> None:
    check(swedish.read_date, text, day, "date-unreadable")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021-02-01 - 2021-10-31", (date(2021, 2, 1), date(2021, 10, 31))),
        ("2016-02-01-2019-02-28", (date(2016, 2, 1), date(2019, 2, 28))),
        ("2009-05-01 till 2009-10-31", (date(2009, 5, 1), date(2009, 10, 31))),
        ("2009-05-01 – 2009-10-31", (date(2009, 5, 1), date(2009, 10, 31))),
        (f"2009-05-01{NO_BREAK}-{NO_BREAK}2009-10-31", (date(2009, 5, 1), date(2009, 10, 31))),
        ("2009-05-01 -", (date(2009, 5, 1), None)),
        ("- 2009-10-31", (None, date(2009, 10, 31))),
        ("2009-10-31 - 2009-05-01", (date(2009, 10, 31), date(2009, 5, 1))),
        ("-", None),
        ("till", None),
        ("2009-05-01", None),
        ("2009-05-01 - 2009-02-30", None),
        ("2009-05-01 och 2009-10-31", None),
        ("2009 - 2010", None),
    ],
)
def test_a_period_has_two_ends_and_one_may_be_open(
    text: str, period: tuple[date | None, date | None] | None
) -> None:
    check(swedish.read_period, text, period, "date-unreadable")


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja", True), ("Nej", False), ("JA", True), ("nej", False), ("Kanske", None), ("1", None)],
)
def test_an_answer_is_yes_or_no(text: str, answer: bool | None) -> None:
    check(swedish.read_answer, text, answer, "value-unreadable")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("212000-3005", "2120003005"),
        ("2120003005", "2120003005"),
        ("SE212000300501", "2120003005"),
        ("162120003005", "2120003005"),
        ("16212000-3005", "2120003005"),
        ("212000 3005", "2120003005"),
        ("2120003006", "2120003006"),
        ("800101-1234", "8001011234"),
        ("19800101-1234", "8001011234"),
        ("198001011234", "8001011234"),
        ("19190101+1234", "1901011234"),
        ("20010161-1234", "0101611234"),
        ("192120003005", None),
        ("212000300", None),
        ("SE2120003005", None),
        ("212000-30050", None),
        ("okänt", None),
        ("٢١٢٠٠٠٣٠٠٥", None),
    ],
)
def test_an_organisation_number_is_brought_to_ten_digits(text: str, number: str | None) -> None:
    assert swedish.organisation_number(text) == number


@pytest.mark.parametrize(
    ("number", "valid", "personal"),
    [
        ("2120003005", True, False),
        ("2120003006", False, False),
        ("2021005489", True, False),
        ("8001011234", False, True),
        ("8012121231", False, True),
    ],
)
def test_a_check_digit_and_a_person_are_told(number: str, valid: bool, personal: bool) -> None:
    assert swedish.is_valid_number(number) is valid
    assert swedish.is_personal_number(number) is personal


@given(st.integers(0, 10**15), st.sampled_from([" ", NO_BREAK, THIN, ".", ""]))
def test_every_amount_is_read_back_however_its_thousands_are_parted(ore: int, mark: str) -> None:
    kronor, rest = divmod(ore, 100)
    text = f"{kronor:,}".replace(",", mark) + (f",{rest:02}" if rest else "")
    assert swedish.read_amount(text) == ore


READERS = (
    swedish.read_amount,
    swedish.read_count,
    swedish.read_percent,
    swedish.read_date,
    swedish.read_period,
    swedish.read_answer,
    swedish.organisation_number,
)


@given(st.sampled_from(READERS), st.text("0123456789 .,-+%krSEKtillJaNe\u00a0٣²\n", max_size=24))
def test_a_reader_reads_or_says_why_not(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except Unreadable as error:
        code = error.code
    else:
        return
    assert code in {"amount-sentinel", "amount-unreadable", "date-unreadable", "value-unreadable"}


def check(read: Callable[[str], object], text: str, expected: object, code: str) -> None:
    """The text is read as expected, or refused with the code where nothing is expected."""
    if expected is not None:
        assert read(text) == expected
        return
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["0.500", "0,500", "0.000.001", "1,234,5", "1.234.50"])
def test_a_mark_that_could_mean_two_things_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="amount-unreadable"):
        swedish.read_amount(text)
