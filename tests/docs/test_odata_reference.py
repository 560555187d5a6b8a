"""docs/odata.md is the OData door as it is: options, functions, types, limits."""

import re

from app.domain.edm import edm_attributes
from app.domain.fields import FIELDS
from app.query.controls import MAX_OFFSET
from app.query.field_lists import MAX_SORT
from app.query.leaf_reading import MAX_CONDITIONS
from app.query.odata.apply import METHODS
from app.query.odata.functions import FUNCTIONS, NOT_OFFERED
from app.query.odata.options import NOT_OFFERED as OPTIONS_NOT_OFFERED
from app.query.odata.options import SET
from app.query.odata.question import DEFAULT_PAGE, MAX_PAGE
from app.query.odata.tokens import MAX_CHARACTERS
from app.query.tree_reading import MAX_DEPTH
from tests.docs.markdown import prose, read, rows, section, spans
from tests.odata.spoken import read as read_question

ODATA = "docs/odata.md"


def test_every_option_is_documented_in_order_and_no_other() -> None:
    named = [spans(row[0])[0] for row in rows(ODATA, "Options")]
    assert sorted(named) == sorted(SET)
    assert set(OPTIONS_NOT_OFFERED) <= set(spans(prose(section(ODATA, "Options"))))


def test_every_function_is_documented_as_its_table_has_it() -> None:
    documented = [(spans(row[0])[0], row[1], spans(row[2])[0]) for row in rows(ODATA, "Functions")]
    assert documented == [(name, one.meaning, one.example) for name, one in FUNCTIONS.items()]


def test_every_example_of_a_function_can_be_asked() -> None:
    for function in FUNCTIONS.values():
        assert read_question(f"$filter={function.example}").query.filters, function.example


def test_every_function_that_is_not_offered_is_named() -> None:
    (named,) = re.findall(r"^Answered 501: (.*?);", section(ODATA, "Functions"), re.MULTILINE)
    assert tuple(spans(named)) == NOT_OFFERED


def test_every_way_to_aggregate_is_named() -> None:
    assert set(METHODS) <= set(spans(section(ODATA, "Figures")))


def test_every_type_of_field_has_its_type_of_the_metadata() -> None:
    documented = {kind: spans(row[1])[0] for row in rows(ODATA, "Types") for kind in spans(row[0])}
    for field in FIELDS:
        assert f'"{documented[field.kind.value]}"' in edm_attributes(field)


def test_the_documented_limits_are_those_in_force() -> None:
    numbers = [int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*\d|\d", read(ODATA))]
    limits = {MAX_CHARACTERS, MAX_CONDITIONS, MAX_DEPTH, MAX_SORT, MAX_OFFSET, DEFAULT_PAGE}
    assert {*limits, MAX_PAGE} <= set(numbers)
