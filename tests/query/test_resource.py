"""Resources: no field hides behind a control, and each address takes its part of the language."""

from dataclasses import replace

import pytest

from app.domain.fields import BY_NAME, Field, Kind
from app.faults import QueryRejected
from app.query.accepts import CODE_LIST, FILE, RECORD, Accepts
from app.query.controls import _READERS
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.parse import parse_query, read_query
from app.query.resource import CONTROLS, ORGANISATIONS, PROJECTS, WHERE, check_names, name_clashes
from app.query.wire import split_query


@pytest.mark.parametrize("name", [*CONTROLS, "period", "since", "format", "labels", "a__b"])
def test_a_field_with_a_reserved_name_is_refused_at_start(name: str) -> None:
    field = Field(name, Kind.TEXT, "", "", "")
    resource = replace(PROJECTS, fields={**PROJECTS.fields, name: field})
    assert name_clashes(resource) == (name,)
    with pytest.raises(ValueError, match=name):
        check_names(PROJECTS, resource)


def test_the_fields_of_today_clash_with_nothing() -> None:
    assert name_clashes(PROJECTS) == name_clashes(ORGANISATIONS) == ()


def test_every_control_has_a_reader() -> None:
    assert {*_READERS, WHERE} == set(CONTROLS)


def _codes(raw: str, accepts: Accepts, lookups: Lookups | None = None) -> list[tuple[str, str]]:
    try:
        parse_query(PROJECTS, raw, accepts=accepts, lookups=lookups or Lookups())
    except QueryRejected as rejected:
        return [(fault.where, fault.code) for fault in rejected.faults]
    return []


def test_a_record_takes_only_its_columns() -> None:
    assert _codes("fields=name", RECORD) == []
    assert _codes("region=SE12&limit=5&fields=name", RECORD) == [
        ("limit", "unknown-parameter"),
        ("region", "unknown-parameter"),
    ]


def test_a_code_list_takes_only_its_window() -> None:
    assert _codes("limit=5&offset=2", CODE_LIST) == []
    assert _codes("sort=name", CODE_LIST) == [("sort", "unknown-parameter")]


def test_a_file_is_whole_unless_a_limit_is_given() -> None:
    assert parse_query(PROJECTS, "region=SE12", accepts=FILE).limit is None
    assert parse_query(PROJECTS, "limit=50000", accepts=FILE).limit == 50_000
    assert _codes("offset=1&cursor=x", FILE) == [
        ("offset", "unknown-parameter"),
        ("cursor", "unknown-parameter"),
    ]


def test_what_an_endpoint_reads_itself_is_left_to_it() -> None:
    accepts = Accepts(others=frozenset({"format", "name"}))
    assert parse_query(PROJECTS, "format=csv&name=", accepts=accepts) == Query()


def test_an_endpoint_can_add_its_own_faults_to_ours() -> None:
    pairs, _ = split_query("regin=1&region=SE12")
    query, faults = read_query(PROJECTS, pairs)
    assert [fault.where for fault in faults] == ["regin"]
    assert [asked.field for asked in query.filters] == ["region"]


def test_contact_data_can_be_named_as_columns_by_those_who_may_see_it() -> None:
    accepts = Accepts(personal=True)
    query = parse_query(PROJECTS, "fields=contact_name", accepts=accepts)
    assert query.fields == ("id", "contact_name")
    assert _codes("contact_name=x", accepts) == [("contact_name", "personal-field")]


def test_a_code_that_no_list_knows_is_taken_where_the_data_holds_it() -> None:
    asked: list[tuple[str, str]] = []

    def is_code_in_use(field: str, code: str) -> bool:
        asked.append((field, code))
        return code == "9"

    lookups = Lookups(is_code_in_use)
    raw = "programme_area=9&specific_objective__in=9,1.1&intervention_type=2014-2020:9&country=9"
    assert _codes(raw, Accepts(), lookups) == []
    assert _codes("programme_area=8", Accepts(), lookups) == [("programme_area", "unknown-code")]
    assert _codes("region=9&fund=9", Accepts(), lookups) == [
        ("region", "unknown-code"),
        ("fund", "unknown-code"),
    ]
    assert ("specific_objective", "1.1") not in asked
    assert {field for field, _ in asked} <= {
        name for name, field in BY_NAME.items() if field.flags.by_period or name == "country"
    }
