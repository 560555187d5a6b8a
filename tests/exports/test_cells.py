"""What a spreadsheet would run, or take for something else, is held; all else stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fields import BY_NAME
from app.exports.cells import converter, guard, hold
from app.exports.style import Style

EXCEL = Style("sv", excel=True)


@pytest.mark.parametrize(
    "text", ["=1+1", "+46 8", "-1", "@SUM(A1)", "'quoted", "\t=1", "\r=1", "\n=1", "＝1", "＋1"]
)
def test_a_text_that_would_be_run_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert hold(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1=1", "Åre", " =1", '"=1"', "a'b", ""])
def test_any_other_text_stays_what_it_is(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize(
    "text",
    ["2.1", "1-2", "3/4", "2021-03", "2021-03-01", "12:30", "1,5", "1 234", "1E5", "01", "00"],
)
def test_a_text_that_excel_takes_for_a_date_or_a_number_comes_as_a_formula(text: str) -> None:
    assert hold(text) == f'="{text}"'


def test_figures_that_a_number_would_cut_are_held() -> None:
    assert hold("0701740606") == '="0701740606"'
    assert hold("1234567890123456") == '="1234567890123456"'


@pytest.mark.parametrize(
    "text",
    ["117", "0", "2120003005", "2015/00671", "2020-00713", "23-032-S01", "A1", "2.1 a", "a2"],
)
def test_a_text_that_excel_leaves_alone_is_left_alone(text: str) -> None:
    assert hold(text) == text


def release(text: str) -> str:
    """What a reader of the file does."""
    if text.startswith('="'):
        return text[2:-1]
    return text.removeprefix("'")


@given(st.text() | st.from_regex(r"['=+@-]{0,2}[0-9.,:/ E+-]{0,8}", fullmatch=True))
def test_what_is_held_can_be_told_and_taken_off(text: str) -> None:
    assert release(guard(text)) == text
    assert release(hold(text)) == text


@pytest.mark.parametrize(
    ("name", "stored", "words"),
    [
        ("total_budget", 38196900, "381969"),
        ("total_budget", 207378125, "2073781,25"),
        ("total_budget", 5, "0,05"),
        ("eu_cofinancing_rate", 6650, "66,5"),
        ("status", "ongoing", "pågående"),
        ("strategic_importance", 1, "Ja"),
        ("tackles_child_poverty", 0, "Nej"),
        ("start_date", "2021-02-01", "2021-02-01"),
        ("updated_at", "2026-11-22 02:31:00.000000", "2026-11-22 02:31:00"),
        ("planned_participants", 0, "0"),
        ("specific_objective", "2.1", '="2.1"'),
        ("quality_issues", '["budget-not-stated","zero-budget"]', "budget-not-stated zero-budget"),
        ("quality_issues", "[]", ""),
        ("name", "-rad", "'-rad"),
    ],
)
def test_a_value_is_written_as_the_swedish_excel_takes_it(
    name: str, stored: str | int, words: str
) -> None:
    assert converter(BY_NAME[name], EXCEL)(stored) == words


@pytest.mark.parametrize(
    ("name", "stored", "words"),
    [
        ("total_budget", 207378125, "2073781.25"),
        ("status", "unknown", "unknown"),
        ("strategic_importance", 1, "Yes"),
        ("updated_at", "2026-11-22 02:31:00.000000", "2026-11-22T02:31:00Z"),
        ("specific_objective", "2.1", "2.1"),
        ("name", "-rad", "-rad"),
    ],
)
def test_labels_alone_change_words_and_nothing_else(
    name: str, stored: str | int, words: str
) -> None:
    assert converter(BY_NAME[name], Style("en"))(stored) == words
