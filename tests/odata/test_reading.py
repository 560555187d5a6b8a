"""What `$filter` and the other options say, and what is wrong with those that cannot be read."""

import re

import pytest

from app.query.format import format_query
from app.query.model import AnyOf, Query
from app.query.odata.expression import MAX_NESTED
from app.query.odata.tokens import MAX_CHARACTERS
from app.query.resource import PROJECTS
from app.query.tree_reading import MAX_DEPTH
from tests.odata.spoken import read, refused
from tests.query import asking

_FUND = '{"field":"fund","op":'
_ESF_OR_NONE = f'{{"or":[{_FUND}"in","value":["ESF"]}},{_FUND}"isnull","value":true}}]}}'
SAME = (
    ("region eq 'SE12' and total_budget ge 300000", "region=SE12&total_budget__gte=300000"),
    ("300000 le total_budget", "total_budget__gte=300000"),
    ("((name eq 'O''Neil'))", "name=O'Neil"),
    ("year(start_date) eq 2021", "start_date__between=2021-01-01..2021-12-31"),
    ("year(start_date) lt 2021", "start_date__between=..2020-12-31"),
    ("2021 lt year(updated_at)", "updated_at__between=2022-01-01T00:00:00Z.."),
    ("date(updated_at) eq 2021-03-01", "updated_at__between=2021-03-01..2021-03-01"),
    ("date(updated_at) gt 2021-03-01", "updated_at__between=2021-03-02T00:00:00Z.."),
    ("start_date ge 2021-01-01T00:00:00Z", "start_date__gte=2021-01-01"),
    ("contains(tolower(name), toupper('nu')) eq true", "name__contains=nu"),
    ("startswith(specific_objective,'A1')", "specific_objective__startswith=A1"),
    ("contains(quality_issues,'budget-not-stated')", "quality_issues=budget-not-stated"),
    ("tackles_child_poverty", "tackles_child_poverty=true"),
    ("tackles_child_poverty eq True", "tackles_child_poverty=true"),
    ("not tackles_child_poverty", "tackles_child_poverty__ne=true"),
    ("fund eq null", "fund__isnull=true"),
    ("not (fund eq null)", "fund__isnull=false"),
    ("name ne null and fund eq 'ESF'", "fund=ESF"),
    ("name eq null or fund eq 'ESF'", "fund=ESF"),
    ("summary ne ''", ""),
    ("number gt ''", "number__isnull=false"),
    ("contains(number,'')", "number__isnull=false"),
    ("fund in ('ESF',null) and region in ('SE12')",
     f"region__in=SE12&where={_ESF_OR_NONE}"),
    ("true", ""),
    ("not not (true and not false)", ""),
)  # fmt: skip


@pytest.mark.parametrize(("text", "raw"), SAME)
def test_a_filter_is_the_same_question_as_at_other_doors(text: str, raw: str) -> None:
    query = read(f"$filter={text}").query
    expected = asking.parse(raw)
    assert (query.filters, query.where) == (expected.filters, expected.where)


@pytest.mark.parametrize(
    "text",
    ["name eq null", "total_budget gt null", "name eq ''", "false", "not (name ne null)",
     "number lt ''", "year(start_date) gt 9999", "date(updated_at) lt 0001-01-01"],
)  # fmt: skip
def test_what_holds_of_no_record_finds_none(text: str) -> None:
    query = read(f"$filter={text}").query
    assert format_query(PROJECTS, Query(query.filters, where=query.where)) == (
        "number__isnull=false&where=%7B%22field%22:%22number%22,%22op%22:%22isnull%22,"
        "%22value%22:true%7D"
    )


REFUSED = (
    ("$filter=regin eq 'SE12' and month(start_date) eq 3", 400,
     [("$filter", "unknown-field", "region"), ("$filter", "not-supported", None)]),
    ("$filter=endswith(name,'x')", 501, [("$filter", "not-supported", None)]),
    ("$filter=region eq SE12", 400, [("$filter", "unknown-field", "'SE12'")]),
    ("$filter=owner eq name", 501, [("$filter", "not-supported", None)]),
    ("$filter=1 eq 1", 501, [("$filter", "not-supported", None)]),
    ("$filter=owner/name eq 'x'", 501, [("$filter", "not-supported", None)]),
    ("$filter=total_budget add 5 gt 3", 501, [("$filter", "not-supported", None)]),
    ("$filter=fund gt 'ESF'", 501, [("$filter", "not-supported", None)]),
    ("$filter=quality_issues eq 'x'", 501,
     [("$filter", "not-supported", "contains(quality_issues,'…')")]),
    ("$filter=total_budget ge '300000'", 400, [("$filter", "bad-value", "300000")]),
    ("$filter=contact_email eq 'x'", 400, [("$filter", "personal-field", None)]),
    ("$filter=name eq 'x' AND fund eq 'ESF'", 400, [("$filter", "bad-value", "and")]),
    ("$filter=total_budget gte 5", 400, [("$filter", "bad-value", "ge")]),
    ("$filter=not name eq 'x'", 400, [("$filter", "bad-value", "not (…)")]),
    ("$filter=name eq 'x", 400, [("$filter", "bad-value", None)]),
    ("$filter=total_budget gt 5M", 400, [("$filter", "bad-value", "5")]),
    ("$filter=substringof('x',name)", 400, [("$filter", "unknown-operator", "contains")]),
    ("$filter=tolower(total_budget) eq 5", 400, [("$filter", "bad-value", None)]),
    ("$filter=year(name) eq 2021", 400, [("$filter", "bad-value", None)]),
    ("$filter=year(start_date) eq 2021.5", 400, [("$filter", "bad-value", "2021")]),
    ("$filter=contains(name)", 400, [("$filter", "bad-value", None)]),
    ("$filter=name", 400, [("$filter", "bad-value", "name ne null")]),
    ("$filter=fund eq 'ESF' eq true", 400, [("$filter", "bad-value", None)]),
    ("$filter=", 400, [("$filter", "bad-value", None)]),
    ("$orderby=-name", 400, [("$orderby", "bad-value", "name desc")]),
    ("$orderby=nme desc", 400, [("$orderby", "unknown-field", "name desc")]),
    ("$orderby=length(name)", 501, [("$orderby", "not-supported", None)]),
    ("$orderby=summary", 501, [("$orderby", "not-sortable", None)]),
    ("$select=nme", 400, [("$select", "unknown-field", "name")]),
    ("$select=contact_name", 400, [("$select", "personal-field", None)]),
    ("$search=a OR b", 501, [("$search", "not-supported", None)]),
    ("$search=NOT", 400, [("$search", "bad-value", None)]),
    ("$search=a AND", 400, [("$search", "bad-value", None)]),
    ("$search=AND a", 400, [("$search", "bad-value", None)]),
    ("$search=a AND AND b", 400, [("$search", "bad-value", None)]),
    ("$search=NOT AND a", 400, [("$search", "bad-value", None)]),
    ('$search="a b"c', 400, [("$search", "bad-value", None)]),
    ('$search=c"a b"', 400, [("$search", "bad-value", None)]),
    ("$top=-1", 400, [("$top", "out-of-range", "0")]),
    ("$skip=100001", 400, [("$skip", "out-of-range", "100000")]),
    ("$count=True", 400, [("$count", "bad-value", "true")]),
    ("$skiptoken=x", 400, [("$skiptoken", "bad-cursor", "Follow @odata.nextLink as it is.")]),
    ("$top=1&$top=2", 400, [("$top", "repeated", None)]),
    ("$expand=Owner&@p=1", 501,
     [("$expand", "not-supported", None), ("@p", "not-supported", None)]),
    ("filter=x&limit=3&utm_source=x", 400,
     [("filter", "unknown-parameter", "$filter"), ("limit", "unknown-parameter", "$top")]),
    ("$inlinecount=allpages", 400, [("$inlinecount", "unknown-parameter", "$count")]),
)  # fmt: skip


@pytest.mark.parametrize(("raw", "status", "faults"), REFUSED)
def test_what_cannot_be_read_is_refused_with_all_its_faults(
    raw: str, status: int, faults: list[tuple[str, str, str | None]]
) -> None:
    assert refused(raw) == (status, faults)


def test_a_fault_tells_at_which_character_it_stands() -> None:
    text = "fund eq 'ESF' and nme eq 'x'"
    with pytest.raises(Exception, match=re.escape(f"At character {text.index('nme') + 1}:")):
        read(f"$filter={text}")


@pytest.mark.parametrize(
    "text",
    [
        f"name eq '{'x' * MAX_CHARACTERS}'",
        "(" * (MAX_NESTED + 1) + "true" + ")" * (MAX_NESTED + 1),
        "not " * 1500 + "strategic_importance",
        "not (" * (MAX_NESTED // 2) + "not true" + ")" * (MAX_NESTED // 2),
        "not not (" * 50 + "contains(name,'a')" + ")" * 50,
        " or ".join(["name eq 'x'"] * 201),
        f"name in ({','.join(map(repr, map(str, range(1001))))})",
        "not(name eq 'a' or " * (MAX_DEPTH + 1) + "region eq 'SE12'" + ")" * (MAX_DEPTH + 1),
    ],
)
def test_a_filter_is_bounded_in_every_direction(text: str) -> None:
    assert refused(f"$filter={text}")[1][0][1] == "too-long"


def test_only_what_stands_within_another_is_nested() -> None:
    text = "not " * MAX_NESTED + "true"
    many = " and ".join([f"{text} or ({'(' * (MAX_NESTED - 1)}true{')' * MAX_NESTED}"] * 8)
    assert read(f"$filter={many}").query.where is None


def test_nested_parentheses_of_one_kind_are_not_deep() -> None:
    text = "name eq 'x'"
    for number in range(60):
        text = f"({text} or name eq 'x{number}')"
    names = read(f"$filter={text}").query.where
    assert isinstance(names, AnyOf)
    assert len(names.parts) == 61


def test_a_page_is_as_large_as_is_wanted() -> None:
    for raw, preferred, limit in (
        ("", None, 1_000),
        ("", 50, 50),
        ("", 20_000, 10_000),
        ("$top=5", None, 5),
        ("$top=5000", None, 5_000),
        ("$top=50000", None, 10_000),
        ("$top=50", 20, 20),
    ):
        assert read(raw, preferred=preferred).limit == limit


def test_columns_are_those_selected_and_no_other() -> None:
    assert read("").query.fields == PROJECTS.public
    assert read("$select=*").selected is None
    assert read("$select=total_budget, name").selected == ("name", "total_budget")
    assert read("$select=name,id").selected == ("id", "name")
