"""Trees of conditions: equal ones are equal values, plain ones are plain filters, and both doors
read the same question.
"""

import json
from typing import Any

import pytest
from hypothesis import given

from app.query.format import format_query
from app.query.model import All, Filter, Not
from app.query.narrowing import narrow
from app.query.resource import PROJECTS
from app.query.tree import asserted, conditions_of
from app.query.tree_text import write_tree
from tests.query import asking
from tests.query.asked import Asked
from tests.query.questions import questions

Json = dict[str, Any]


def leaf(field: str, value: Any, op: str = "eq") -> Json:  # noqa: ANN401 - any literal
    return {"field": field, "op": op, "value": value}


ESF, PLUS = leaf("fund", "ESF"), leaf("fund", "ESF+")
CHEAP, DEAR = leaf("total_budget", 5, "lt"), leaf("total_budget", 9.5, "gt")


PLAIN = (
    (leaf("region", "SE12"), "region=SE12"),
    ({"field": "region", "value": "SE12"}, "region=SE12"),
    ({"and": [{"and": [CHEAP]}, {"or": [ESF]}]}, "fund=ESF&total_budget__lt=5"),
    (leaf("region", ["SE12", "SE11"]), "region=SE11&region=SE12"),
    (leaf("region", ["SE12", "SE11"], "notin"), "region__ne=SE11&region__ne=SE12"),
    (leaf("region", "SE1"), "region=SE1"),
    (leaf("programme_area", "2014-2020:2"), "programme_area=2014-2020:2"),
    (leaf("period", "2021"), "period=2021"),
    (leaf("period", ["2021", "2023.."]), "period=2021&period=2023.."),
    (leaf("period", {"from": "2021-03"}), "period=2021-03.."),
    (leaf("budget", 400000), "budget=400000"),
    (leaf("budget", {"from": 0.05, "to": 7}), "budget=0.05..7"),
    (leaf("active_on", "2021-06-30"), "active_on=2021-06-30"),
    (leaf("start_date", {"to": "2022"}, "between"), "start_date__between=..2022"),
    (leaf("total_budget", {"from": 1, "to": 2}, "between"), "total_budget__between=1..2"),
    (leaf("total_budget", True, "isnull"), "total_budget__isnull=true"),
    (leaf("planned_participants", 5.0, "gte"), "planned_participants__gte=5"),
    (leaf("strategic_importance", [True, False]),
     "strategic_importance=true&strategic_importance=false"),
    (leaf("name", 'a,b"', "in") | {"value": ['a,b"']}, "name=a,b%22"),
    ({"not": leaf("region", "SE12")}, "region__ne=SE12"),
    ({"not": {"not": CHEAP}}, "total_budget__lt=5"),
    ({"not": {"or": [ESF, leaf("region", True, "isnull")]}}, "fund__ne=ESF&region__isnull=false"),
    ({"and": [leaf("region", "SE11", "ne"), leaf("region", ["SE12"], "notin")]},
     "region__notin=SE11,SE12"),
    ({"and": [leaf("region", "SE11"), leaf("region", ["SE11", "SE12"], "in")]},
     "region=SE11&region__in=SE11,SE12"),
)  # fmt: skip


@pytest.mark.parametrize(("tree", "raw"), PLAIN)
def test_what_a_query_string_can_say_is_the_very_same_question(tree: Json, raw: str) -> None:
    query = asking.parse_json_body({"where": tree})
    assert query == asking.parse(raw)
    assert query.where is None


EQUAL: tuple[tuple[Json, ...], ...] = (
    ({"or": [ESF, CHEAP]}, {"or": [CHEAP, ESF, CHEAP]}, {"or": [{"or": [CHEAP]}, ESF]},
     {"not": {"and": [{"not": ESF}, {"not": CHEAP}]}}, {"and": [{"or": [ESF, CHEAP]}]}),
    ({"not": {"and": [ESF, CHEAP]}}, {"or": [leaf("fund", "ESF", "ne"), {"not": CHEAP}]}),
    ({"or": [leaf("region", "SE1"), ESF]}, {"or": [leaf("region", ["SE12", "SE11"], "in"), ESF]}),
)  # fmt: skip


@pytest.mark.parametrize("trees", EQUAL)
def test_equal_trees_are_equal_values_and_texts(trees: tuple[Json, ...]) -> None:
    read = [asking.parse_json_body({"where": tree}) for tree in trees]
    assert len(set(read)) == 1
    assert len({format_query(PROJECTS, one) for one in read}) == 1


def test_a_comparison_by_order_and_its_not_are_different() -> None:
    below = asking.parse_json_body({"where": {"not": leaf("total_budget", 5, "gte")}})
    assert below != asking.parse("total_budget__lt=5")
    assert below.where == Not(Filter("total_budget", "gte", (500,)))
    assert asserted(below) == ()


def test_what_can_be_named_once_only_stays_in_the_tree() -> None:
    three = [leaf("name", part, "contains") for part in ("b", "a", "c")]
    query = asking.parse_json_body({"where": {"and": three}})
    assert query.filters == (Filter("name", "contains", ("a",)),)
    kept = tuple(Filter("name", "contains", (part,)) for part in ("b", "c"))
    assert query.where == All(kept)
    both = [leaf("tackles_child_poverty", True), leaf("tackles_child_poverty", False)]
    assert asking.parse_json_body({"where": {"and": both}}).where is not None
    assert asking.parse(format_query(PROJECTS, query)) == query


def test_a_tree_is_written_as_compact_json_with_typed_literals() -> None:
    parts = [DEAR, leaf("period", "2021.."), leaf("fund", False, "isnull"), PLUS,
             leaf("region", ["SE11", "SE12"])]  # fmt: skip
    query = asking.parse_json_body({"where": {"not": {"and": parts}}})
    assert query.where is not None
    written = write_tree(PROJECTS, query.where)
    assert written == (
        '{"or":[{"field":"fund","op":"isnull","value":true},'
        '{"field":"fund","op":"ne","value":"ESF+"},'
        '{"field":"region","op":"notin","value":["SE11","SE12"]},'
        '{"not":{"field":"period","op":"eq","value":"2021-01-01.."}},'
        '{"not":{"field":"total_budget","op":"gt","value":9.5}}]}'
    )
    assert asking.parse_pairs([("where", written)]) == query


def test_missing_values_are_kept_only_where_a_condition_drops_them() -> None:
    body = {"where": {"or": [CHEAP, ESF]}, "or_missing": ["total_budget"]}
    assert asking.parse_json_body(body).or_missing == ("total_budget",)
    raw = f"where={json.dumps({'or': [{'not': CHEAP}, ESF]})}&or_missing=total_budget"
    assert [fault.code for fault in asking.faults_of(raw)] == ["conflict"]


def test_a_narrowed_question_keeps_its_tree() -> None:
    either = {"or": [ESF, CHEAP]}
    query = asking.parse_json_body({"where": {"and": [either, leaf("region", "SE1")]}})
    for value in ("SE12", None):
        narrowed = narrow(PROJECTS, query, "region", value)
        assert narrowed is not None
        assert narrowed.where == query.where is not None
        assert asking.parse(format_query(PROJECTS, narrowed)) == narrowed


@given(questions())
def test_settling_a_settled_question_changes_nothing(asked: Asked) -> None:
    query = asking.parse_json_body(asked.body())
    assert asking.parse(format_query(PROJECTS, query)) == query
    if query.where is not None:
        whole = All((*query.filters, query.where)) if query.filters else query.where
        again = asking.parse_json_body(
            {**asked.body(), "where": json.loads(write_tree(PROJECTS, whole))}
        )
        assert again == query
        assert len(conditions_of(query)) >= len(query.filters)
