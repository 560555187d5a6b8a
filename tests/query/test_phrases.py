"""A question in words says everything that was asked, in Swedish and in English."""

import pytest
from hypothesis import given

from app.query.operators import BY_KEY, OPERATORS
from app.query.phrases import Language, describe_query
from app.query.resource import PROJECTS
from tests.query import asking
from tests.query.asked import Asked
from tests.query.questions import questions


def say(raw: str, language: Language) -> tuple[str, ...]:
    return describe_query(PROJECTS, asking.parse(raw), language)


@pytest.mark.parametrize(
    ("raw", "swedish", "english"),
    [
        (
            "limit=50",
            ("allt, utan filter", "högst 50 rader"),
            ("everything, no filter", "at most 50 rows"),
        ),
        (
            "region=SE12&region=SE0",
            (
                "NUTS-2 kod är någon av SE0 (ESF Nationellt) eller SE12 (Östra Mellansverige)",
                "högst 50 rader",
            ),
            (
                "Region, NUTS 2 code is one of SE0 (ESF Nationellt) or SE12 (Östra Mellansverige)",
                "at most 50 rows",
            ),
        ),
        (
            "status=ongoing&fund__ne=ESF&limit=3",
            (
                "Berörd fond är inte ESF (Europeiska socialfonden)",
                "Status är ongoing (pågående)",
                "högst 3 rader",
            ),
            ("Fund is not ESF (European Social Fund)", "Status is ongoing", "at most 3 rows"),
        ),
        (
            "budget=300000..400000&period=2021..&or_missing=total_budget&limit=3",
            (
                "pågår någon gång under 2021-01-01 eller senare",
                "har en total projektbudget på 300000 SEK till 400000 SEK",
                "även där det saknas uppgift om Total projektbudget",
                "högst 3 rader",
            ),
            (
                "is active within 2021-01-01 or later",
                "has a total budget of 300000 SEK to 400000 SEK",
                "also where Total budget is not stated",
                "at most 3 rows",
            ),
        ),
        (
            "total_budget__isnull=true&number__isnull=false&q=bygg&sort=-name,id&as_of=3&limit=3",
            (
                "Diarienummer är angivet",
                "Total projektbudget saknas",
                "texten innehåller bygg",
                "så som registret såg ut 3",
                "sorterat efter Namn (fallande)",
                "högst 3 rader",
            ),
            (
                "Reference number is stated",
                "Total budget is missing",
                "the text contains bygg",
                "as the registry knew it at 3",
                "sorted by Name (descending)",
                "at most 3 rows",
            ),
        ),
    ],
)
def test_a_question_is_told_in_words(
    raw: str, swedish: tuple[str, ...], english: tuple[str, ...]
) -> None:
    assert say(raw, "sv") == swedish
    assert say(raw, "en") == english


def test_what_belongs_together_in_a_tree_stands_in_brackets() -> None:
    raw = (
        'where={"or":[{"field":"region","value":"SE0"},{"and":['
        '{"field":"fund","value":"ESF"},{"not":{"field":"budget","value":"..5"}}]}]}'
    )
    assert say(raw, "en")[0] == (
        "((Fund is ESF (European Social Fund)) and (it is not so that has a total budget of 5 SEK"
        " or less)) or (Region, NUTS 2 code is SE0 (ESF Nationellt))"
    )
    assert "stämmer inte att har en total projektbudget" in say(raw, "sv")[0]


@pytest.mark.parametrize("key", [row.key for row in OPERATORS if row.key != "between"])
def test_an_operator_is_told_in_its_own_words(key: str) -> None:
    row = BY_KEY[key]
    assert row.phrase_sv in say(row.example, "sv")[0]
    assert row.phrase_en in say(row.example, "en")[0]


@pytest.mark.parametrize(
    ("raw", "swedish", "english"),
    [
        (
            "start_date__between=2021..2022-06",
            "är 2021-01-01 till 2022-06-30",
            "is 2021-01-01 to 2022-06-30",
        ),
        ("start_date__between=..2022", "är 2022-12-31 eller tidigare", "is 2022-12-31 or earlier"),
        ("total_budget__between=..3.5", "är 3.5 SEK eller mindre", "is 3.5 SEK or less"),
        ("total_budget__between=3..", "är 3 SEK eller mer", "is 3 SEK or more"),
        ("total_budget__between=3..3", "är 3 SEK", "is 3 SEK"),
    ],
)
def test_a_range_is_told_by_its_ends(raw: str, swedish: str, english: str) -> None:
    assert say(raw, "sv")[0].endswith(f" {swedish}")
    assert say(raw, "en")[0].endswith(f" {english}")


@given(questions())
def test_every_condition_has_a_phrase(asked: Asked) -> None:
    query = asking.parse_pairs(asked.pairs())
    phrases = describe_query(PROJECTS, query, "sv")
    parts = bool(query.q) + bool(query.or_missing) + bool(query.sort) + bool(query.where) + 1
    whole = not query.filters and query.where is None and query.q is None
    assert len(phrases) == len(query.filters) + parts + whole
    assert all(phrases)
