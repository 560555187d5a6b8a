"""What is wrong with a question as JSON: everything at once, each with its pointer and a hint."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import QueryRejected
from app.json_text import MAX_FAULTS, parse_json
from app.query.body import parse_body
from app.query.filters import MAX_VALUES
from app.query.leaf_reading import MAX_CONDITIONS
from app.query.resource import PROJECTS
from app.query.tree_reading import MAX_DEPTH
from tests.query import asking

Told = list[tuple[str, str]]
FUND = {"field": "fund", "value": "ESF"}
CHEAP = {"field": "total_budget", "op": "lt", "value": 1}


def refusals(text: str) -> list[tuple[str, str, str | None]]:
    """Pointer, code and hint of everything that is wrong."""
    try:
        parse_body(PROJECTS, parse_json(text.encode()), lookups=asking.LOOKUPS)
    except QueryRejected as rejected:
        return [
            (fault.where if fault.place == "body" else fault.place, fault.code, fault.hint)
            for fault in rejected.faults
        ]
    return []


def refused(body: Any) -> list[tuple[str, str, str | None]]:  # noqa: ANN401 - any JSON
    return refusals(json.dumps(body))


WHERE: tuple[tuple[Any, str, str, str | None], ...] = (
    ([], "", "bad-value", None),
    ({}, "", "bad-value", None),
    ({"and": [FUND], "or": [FUND]}, "", "bad-value", None),
    ({"and": FUND}, "/and", "bad-value", None),
    ({"or": []}, "/or", "empty-value", None),
    ({"not": [FUND]}, "/not", "bad-value", None),
    ({"not": FUND, "nto": 1}, "/nto", "unknown-parameter", "not"),
    ({**FUND, "ops": "eq"}, "/ops", "unknown-parameter", "op"),
    ({"field": "fund"}, "", "empty-value", None),
    ({"field": 1, "value": 1}, "/field", "bad-value", None),
    ({**FUND, "op": None}, "/op", "bad-value", None),
    ({"field": "regoin", "value": "SE12"}, "/field", "unknown-field", "region"),
    ({"field": "contact_email", "value": "a"}, "/field", "personal-field", None),
    ({**FUND, "op": "gt"}, "/op", "unknown-operator", None),
    ({"field": "total_budget", "op": ">=", "value": 1}, "/op", "unknown-operator", "gte"),
    ({"field": "total_budget", "op": "__gte", "value": 1}, "/op", "unknown-operator", "gte"),
    ({"field": "period", "op": "gte", "value": "2021"}, "/op", "unknown-operator", "eq"),
    ({"field": "fund", "value": "ESF "}, "/value", "unknown-code", "ESF+"),
    ({"field": "region", "value": "Östergötland"}, "/value", "unknown-code",
     "Östergötland lies in SE12: region=SE12"),
    ({"field": "fund", "value": ["ESF", "esf"]}, "/value/1", "unknown-code", "ESF"),
    ({"field": "fund", "value": []}, "/value", "empty-value", None),
    ({"field": "fund", "value": ""}, "/value", "empty-value",
     '{"field": "fund", "op": "isnull", "value": true}'),
    ({"field": "total_budget", "op": "lt", "value": None}, "/value", "empty-value",
     '{"field": "total_budget", "op": "isnull", "value": true}'),
    ({"field": "name", "value": None}, "/value", "empty-value", None),
    ({"field": "fund", "op": "in", "value": "ESF"}, "/value", "bad-value", None),
    ({"field": "total_budget", "op": "lt", "value": [1, 2]}, "/value", "repeated", None),
    ({"field": "total_budget", "op": "lt", "value": "300000"}, "/value", "bad-value", "300000"),
    ({"field": "total_budget", "op": "lt", "value": 0.005}, "/value", "bad-value", None),
    ({"field": "total_budget", "op": "lt", "value": 10**17}, "/value", "out-of-range", None),
    ({"field": "total_budget", "op": "lt", "value": {"from": 1}}, "/value", "bad-value", None),
    ({"field": "planned_participants", "op": "lt", "value": 1.5}, "/value", "bad-value", None),
    ({"field": "planned_participants", "value": True}, "/value", "bad-value", None),
    ({"field": "programme_area", "value": 2}, "/value", "bad-value", '"2"'),
    ({"field": "tackles_child_poverty", "value": "true"}, "/value", "bad-value", None),
    ({"field": "total_budget", "op": "isnull", "value": 1}, "/value", "bad-value", None),
    ({"field": "period", "value": 2021}, "/value", "bad-value", '"2021"'),
    ({"field": "period", "value": "2014-2020"}, "/value", "bad-value",
     "programme_period=2014-2020 or period=2014..2020"),
    ({"field": "period", "value": {}}, "/value", "bad-value", None),
    ({"field": "budget", "value": {"from": 2, "to": 1}}, "/value", "bad-value", "1..2"),
    ({"field": "budget", "value": {"from": 2, "until": 1}}, "/value", "bad-value", None),
    ({"field": "budget", "value": {"from": None}}, "/value", "empty-value", None),
    ({"field": "name", "op": "between", "value": {"from": "a..b"}}, "/value", "bad-value", None),
    ({"field": "name", "op": "between", "value": {"from": "a.", "to": "b"}},
     "/value", "bad-value", None),
    ({"field": "active_on", "value": {"from": "2021-01-01"}}, "/value", "bad-value", None),
    ({"field": "name", "value": "a\0"}, "/value", "bad-encoding", None),
    ({"field": "name", "value": "\ud800"}, "/value", "bad-encoding", None),
)  # fmt: skip


@pytest.mark.parametrize(("where", "pointer", "code", "hint"), WHERE)
def test_a_condition_that_cannot_be_read_is_told_where_it_stands(
    where: Any,  # noqa: ANN401 - any JSON
    pointer: str,
    code: str,
    hint: str | None,
) -> None:
    assert refused({"where": where}) == [(f"/where{pointer}", code, hint)]
    inside = {"where": {"or": [FUND, where]}}
    assert refused(inside) == [(f"/where/or/1{pointer}", code, hint)]
    (fault,) = asking.faults_of(_as_parameter(where))
    assert (fault.where, fault.code, fault.hint) == ("where", code, hint)
    assert fault.detail.startswith(f"At {pointer}: ") == bool(pointer)


def _as_parameter(where: Any) -> bytes:  # noqa: ANN401 - any JSON
    text = json.dumps(where).replace("%", "%25").replace("&", "%26").replace("+", "%2B")
    return f"where={text}".encode()


MEMBERS: tuple[tuple[Any, Told], ...] = (
    ([], [("", "bad-value")]),
    (None, [("", "bad-value")]),
    ({"wehre": FUND}, [("/wehre", "unknown-parameter")]),
    ({"region": "SE12"}, [("/region", "unknown-parameter")]),
    ({"where": None}, [("/where", "bad-value")]),
    ({"q": 1}, [("/q", "bad-value")]),
    ({"q": "a" * 201}, [("/q", "too-long")]),
    ({"q": "\ud800"}, [("/q", "bad-encoding")]),
    ({"sort": "name"}, [("/sort", "bad-value")]),
    ({"sort": ["name,id"]}, [("/sort", "bad-value")]),
    ({"sort": ["nmae", "contact_email"]},
     [("/sort", "unknown-field"), ("/sort", "personal-field")]),
    ({"fields": []}, [("/fields", "empty-value")]),
    ({"fields": [1]}, [("/fields", "bad-value")]),
    ({"limit": "5"}, [("/limit", "bad-value")]),
    ({"limit": True}, [("/limit", "bad-value")]),
    ({"limit": 0}, [("/limit", "out-of-range")]),
    ({"limit": 1.5}, [("/limit", "bad-value")]),
    ({"offset": 10**50}, [("/offset", "out-of-range")]),
    ({"cursor": None}, [("/cursor", "empty-value")]),
    ({"cursor": "x"}, [("/cursor", "bad-cursor")]),
    ({"cursor": "x", "offset": 1}, [("/offset", "conflict")]),
    ({"count": "all"}, [("/count", "bad-value")]),
    ({"as_of": 1.5}, [("/as_of", "bad-value")]),
    ({"as_of": "yesterday"}, [("/as_of", "bad-value")]),
    ({"or_missing": ["total_budget"]}, [("/or_missing", "conflict")]),
    ({"limit": 0, "where": {"not": {"field": "x"}}, "a/b": 1},
     [("/a~1b", "unknown-parameter"), ("/where/not/field", "unknown-field"),
      ("/where/not", "empty-value"), ("/limit", "out-of-range")]),
)  # fmt: skip


@pytest.mark.parametrize(("body", "told"), MEMBERS)
def test_a_member_that_cannot_be_read_is_told_with_all_others(body: Any, told: Told) -> None:  # noqa: ANN401
    assert [(pointer, code) for pointer, code, _ in refused(body)] == told


def test_a_filter_beside_the_controls_is_told_where_it_belongs() -> None:
    assert refused({"region": "SE12", "total_budget__gte": 5, "period__x": "2021"}) == [
        ("/region", "unknown-parameter", '"where": {"field": "region", "op": "eq", "value": …}'),
        ("/total_budget__gte", "unknown-parameter",
         '"where": {"field": "total_budget", "op": "gte", "value": …}'),
        ("/period__x", "unknown-parameter",
         '"where": {"field": "period", "op": "eq", "value": …}'),
    ]  # fmt: skip


def test_a_key_that_stands_twice_is_told_beside_all_else() -> None:
    text = '{"limit": 0, "where": {"field": "fund", "value": "ESF", "value": "x"}, "limit": 0}'
    assert [(pointer, code) for pointer, code, _ in refusals(text)] == [
        ("/limit", "repeated"),
        ("/where/value", "repeated"),
        ("/where/value", "unknown-code"),
        ("/limit", "out-of-range"),
    ]


def test_an_amount_is_taken_as_it_is_written() -> None:
    exact = '{"where": {"field": "total_budget", "op": "gte", "value": 9007199254740993.01}}'
    query = parse_body(PROJECTS, parse_json(exact.encode()))
    assert query == asking.parse("total_budget__gte=9007199254740993.01")
    assert refusals(exact.replace("9007199254740993.01", "1e400000")) == [
        ("/where/value", "out-of-range", None)
    ]


def test_a_tree_is_as_deep_and_as_long_as_is_told_and_no_more() -> None:
    tree: Any = CHEAP
    for depth in range(MAX_DEPTH):
        tree = {"and" if depth % 2 else "or": [FUND, tree]}
    assert refused({"where": tree}) == []
    assert refused({"where": {"not": tree}})[0][1] == "too-long"
    most = [{"field": "total_budget", "op": "lt", "value": n} for n in range(MAX_CONDITIONS)]
    assert refused({"where": {"or": most}}) == []
    assert refused({"where": {"or": [*most, FUND]}}) == [
        (f"/where/or/{MAX_CONDITIONS}", "too-long", None)
    ]
    names = [f"n{n}" for n in range(MAX_VALUES)]
    listed = {"field": "name", "op": "in", "value": names}
    assert refused({"where": {"or": [listed, {"not": listed}]}})[0][1] == "too-long"
    assert refused({"where": {"or": [listed, CHEAP]}})[0][1] == "too-long"
    assert refused({"where": listed}) == []
    halves = [{"field": "region", "op": "in", "value": ["SE1"] * 400} for _ in range(2)]
    assert refused({"where": {"or": halves}}) == []  # many values, of which few are left


def test_no_more_faults_are_told_than_one_can_use() -> None:
    many = [{"field": f"x{n}", "value": "a"} for n in range(2 * MAX_FAULTS)]
    told = refused({"where": {"and": many}})
    assert len(told) == MAX_FAULTS + 1
    assert told[-1] == ("", "too-long", None)


@pytest.mark.parametrize("text", ["", "{", "[1,]", "NaN", "[" * 5_000, "1 2"])
def test_a_where_that_is_no_json_is_refused(text: str) -> None:
    raw = f"where={text}"
    assert [(fault.where, fault.code) for fault in asking.faults_of(raw)] == [
        ("where", "bad-value")
    ]


_NAMES = ("where", "and", "or", "not", "field", "op", "value", "from", "to", "limit", "sort", "q")
_WORDS = st.sampled_from((*_NAMES, "region", "total_budget", "period", "in", "isnull", "SE12", "a"))
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(_ANY)
def test_any_json_is_read_or_refused_with_pointers(value: Any) -> None:  # noqa: ANN401
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        return
    for body in (text, f'{{"where": {text}}}'):
        assert all(pointer == "" or pointer[0] == "/" for pointer, _, _ in refusals(body))
