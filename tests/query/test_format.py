"""The canonical question: what it looks like, and that equal questions become equal values."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.query.cursor import make_cursor
from app.query.format import format_query
from app.query.lists import join_list
from app.query.resource import PROJECTS
from tests.query.asking import parse, parse_pairs

EQUAL = (
    ("region=SE12", "region=Östra Mellansverige", "region__in=SE12", "region=SE12&region=se12"),
    ("region=SE1", "region=SE11&region=SE12", "region__in=SE12,SE11,SE12", "region__in=SE1"),
    ("region=SE3", "region=se3", "region__in=SE31,SE32,SE33"),
    ("period=2021..&or_missing=period", "period=2021..&or_missing=end_date"),
    ("region__ne=SE1", "region__notin=SE12,SE11", "region__ne=SE11&region__notin=SE12"),
    ("region=SE11&fund=ESF", "fund=ESF&region=SE11"),
    ("region=SE11&region__in=SE11,SE12", "region__in=SE11&region=SE12&region=SE11"),
    ("budget=5", "budget=5.00..5", "budget=05"),
    ("period=2021", "period=2021-01..2021-12", "period=2021-01-01..2021-12-31"),
    ("start_date__between=2021..", "start_date__between=2021-01-01.."),
    ("updated_at__gte=2021-01-01", "updated_at__gte=2021-01-01T01:00:00%2B01:00"),
    ("total_budget__gte=300000", "total_budget__gte=300000.0", "total_budget__gte=0300000"),
    ("sort=name", "sort=name,id", "sort=name,id,-owner"),
    ("fields=name,number", "fields=number,id,name,name"),
    ("limit=50", "", "offset=0", "count=exact"),
    ("budget=..5&or_missing=budget", "budget=..5&or_missing=total_budget,budget"),
    ("name__in=a,%22b%22", "name=a&name=b"),
)


@pytest.mark.parametrize("questions", EQUAL)
def test_equal_questions_are_equal_values_and_texts(questions: tuple[str, ...]) -> None:
    assert len({parse(raw) for raw in questions}) == 1
    assert len({format_query(PROJECTS, parse(raw)) for raw in questions}) == 1


DIFFERENT = (
    ("region=SE11&region=SE12", "region=SE11&region__in=SE12"),
    ("sort=name,-id", "sort=name"),
    ("sort=id", ""),  # with a search text, no order means the best first
    ("budget=5", "total_budget=5"),
    ("total_budget__gte=5", "total_budget__between=5.."),
    ("programme_area=2", "programme_area=2014-2020:2"),
)


@pytest.mark.parametrize("questions", DIFFERENT)
def test_different_questions_stay_different(questions: tuple[str, str]) -> None:
    assert parse(questions[0]) != parse(questions[1])


def test_two_any_of_conditions_on_one_field_both_stay() -> None:
    query = parse("region=SE11&region__in=SE12,SE11")
    assert [(asked.op, asked.values) for asked in query.filters] == [
        ("eq", ("SE11",)),
        ("in", ("SE11", "SE12")),
    ]
    assert parse("region__in=SE11&region=SE12&region=SE11") == query


def test_of_two_lists_the_longer_is_written_as_one_parameter() -> None:
    names = [f"a{place}" for place in range(300)]
    query = parse("name=z&name__in=" + ",".join(names))
    assert parse(format_query(PROJECTS, query)) == query


CANONICAL = (
    ("", ""),
    ("region=SE1&fund=ESF%2B", "fund=ESF%2B&region__in=SE11,SE12"),
    ("owner=Rädda+Barnen", "owner=R%C3%A4dda%20Barnen"),
    ("name__in=%22a,b%22,c%22d,%22%22%22%22", 'name__in="","a,b","c""d"'),
    ("total_budget__lt=12.50&total_budget__gt=-0.5", "total_budget__gt=-0.5&total_budget__lt=12.5"),
    ("budget=300000..400000", "budget=300000..400000"),
    ("period=2021-02", "period=2021-02-01..2021-02-28"),
    ("active_on=2021-02-03", "active_on=2021-02-03"),
    ("active_on=2021-02-03&active_on=2021-01-03", "active_on=2021-01-03&active_on=2021-02-03"),
    ("strategic_importance=true&strategic_importance=false",
     "strategic_importance=false&strategic_importance=true"),
    ("updated_at__lt=2021-01-01T00:00:00.5Z", "updated_at__lt=2021-01-01T00:00:00.500000Z"),
    ("q=%22a+b%22+-c", 'q="a b" -c'),
    ("limit=7&count=none&offset=3&fields=*&sort=-name",
     "sort=-name&fields=*&limit=7&count=none&offset=3"),
    ("programme_area=2014-2020:2", "programme_area=2014-2020:2"),
)  # fmt: skip


@pytest.mark.parametrize(("raw", "canonical"), CANONICAL)
def test_a_question_is_written_in_one_way(raw: str, canonical: str) -> None:
    written = format_query(PROJECTS, parse(raw))
    expected = canonical.replace('"', "%22").replace(" ", "%20")
    if "name__in" in raw:
        expected = "name__in=%22%22%22%22,%22a,b%22,%22c%22%22d%22"
    assert written == expected
    assert format_query(PROJECTS, parse(written)) == written


def test_paging_can_be_left_out() -> None:
    query = parse("offset=5&region=SE12")
    assert format_query(PROJECTS, query, paging=False) == "region=SE12"


def test_the_cursor_stands_in_the_link_to_the_next_page() -> None:
    query = parse("region=SE12&limit=2")
    following = replace(query, cursor=make_cursor(PROJECTS, query, ("r1",)))
    assert parse(format_query(PROJECTS, following)) == following


def test_all_columns_are_written_as_a_star() -> None:
    query = parse("fields=*")
    assert query.fields == PROJECTS.public
    assert parse(format_query(PROJECTS, query)) == query


_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("name", "name__ne", "number__contains", "id", "owner", "owner__gt")),
        _TEXTS,
    ),
    st.lists(_TEXTS, min_size=1, max_size=4),
)
def test_any_text_survives_being_written_and_read(
    conditions: dict[str, str], listed: list[str]
) -> None:
    query = parse_pairs([*conditions.items(), ("summary__in", join_list(tuple(listed)))])
    assert parse(format_query(PROJECTS, query)) == query
