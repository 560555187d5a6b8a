"""The operator table: complete, documented by working examples, and fitting to every field."""

import sqlite3

import pytest

from app.domain.fields import Field, Flags, Kind
from app.query.operators import BY_KEY, OPERATORS, Operator, fits, operators_of
from app.query.resource import PROJECTS
from tests.query import asking

FITTING = {
    Kind.KEY: "eq ne in notin gt gte lt lte between contains startswith",
    Kind.TEXT: "eq ne in notin gt gte lt lte between contains startswith isnull",
    Kind.CODE: "eq ne in notin startswith isnull",
    Kind.LIST: "eq ne in notin",
    Kind.INTEGER: "eq ne in notin gt gte lt lte between isnull",
    Kind.MONEY: "eq ne in notin gt gte lt lte between isnull",
    Kind.PERCENT: "eq ne in notin gt gte lt lte between isnull",
    Kind.DATE: "eq ne in notin gt gte lt lte between isnull",
    Kind.TIME: "eq ne in notin gt gte lt lte between isnull",
    Kind.BOOLEAN: "eq ne isnull",
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_takes_the_operators_that_fit_it(kind: Kind) -> None:
    nullable = kind not in {Kind.KEY, Kind.LIST}
    field = Field("f", kind, "", "", "", flags=Flags(nullable=nullable))
    assert [operator.key for operator in operators_of(field)] == FITTING[kind].split()


def test_only_a_field_that_can_be_missing_is_asked_whether_it_is() -> None:
    for field in PROJECTS.fields.values():
        asked = fits(BY_KEY["isnull"], field)
        assert asked == (field.flags.nullable and not field.flags.personal)


def test_contact_data_takes_no_operator_and_long_texts_no_order() -> None:
    assert operators_of(PROJECTS.fields["contact_name"]) == ()
    keys = {operator.key for operator in operators_of(PROJECTS.fields["summary"])}
    assert keys == {"eq", "ne", "in", "notin", "contains", "startswith", "isnull"}


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.key)
def test_the_example_of_an_operator_works(database: sqlite3.Connection, operator: Operator) -> None:
    name, _, _ = operator.example.partition("=")
    assert name.endswith(operator.suffix)
    assert operator.phrase_en
    assert operator.phrase_sv
    asking.page(database, asking.parse(operator.example))


@pytest.mark.parametrize("word", PROJECTS.words.values(), ids=lambda word: word.name)
def test_the_example_of_a_plain_word_works(database: sqlite3.Connection, word: object) -> None:
    example = str(getattr(word, "example", ""))
    assert example
    asking.page(database, asking.parse(example))


def test_every_operator_of_every_field_runs(database: sqlite3.Connection) -> None:
    literals = {
        Kind.DATE: "2021-01-01",
        Kind.TIME: "2021-01-01",
        Kind.BOOLEAN: "true",
        Kind.KEY: "x",
        Kind.TEXT: "x",
    }
    codes = {"region": "SE12", "programme_period": "2014-2020", "programme_area": "2",
             "specific_objective": "1.1", "intervention_type": "117", "fund": "ESF",
             "country": "SE", "status": "ended", "quality_issues": "budget-not-stated"}  # fmt: skip
    for field in PROJECTS.fields.values():
        literal = codes.get(field.codes) or literals.get(field.kind, "1")
        for operator in operators_of(field):
            text = {"isnull": "true", "between": f"{literal}..{literal}"}.get(operator.key, literal)
            query = asking.parse_pairs([(f"{field.name}{operator.suffix}", text)])
            asking.page(database, query)
            asking.total(database, query)
