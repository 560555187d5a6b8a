"""docs/api.md is the contract as it is: addresses, fields, operators, controls, codes, limits."""

import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.api.contract.schemas import schemas
from app.api.cors import EXPOSED_HEADERS
from app.api.making import MAX_FILES
from app.api.problems import PROBLEM_TYPES
from app.api.stream import MAX_STREAMS
from app.api.uploads import MAX_FILES as MAX_UPLOADED
from app.domain.fields import FIELDS, Field, Kind
from app.domain.organisations import ORGANISATION_FIELDS
from app.errors import (
    ADDRESS_FAILURES,
    REJECTIONS,
    AddressFailed,
    AddressTaken,
    BackupRefused,
    DocumentRejected,
    ExportRefused,
    RecordConflict,
    RecordDeleted,
    SettingsInvalid,
    SnapshotRefused,
)
from app.faults import FAULTS, RECORD_FAULTS, QueryRejected, RecordRejected
from app.importer.traps import MAX_MEMBERS
from app.mirror.grouping import MAX_GROUPS
from app.query import body
from app.query.accepts import AGGREGATE, FACETS, LIST, SIMILAR, SUGGEST
from app.query.aggregation.keys import MAX_KEYS
from app.query.aggregation.metrics import MAX_METRICS
from app.query.controls import MAX_OFFSET
from app.query.field_lists import MAX_SORT
from app.query.filters import MAX_VALUES
from app.query.leaf_reading import MAX_CONDITIONS
from app.query.operators import OPERATORS
from app.query.parse import parse_query
from app.query.resource import CONTROLS, PROJECTS
from app.query.search import MAX_CHARACTERS
from app.query.tree_reading import MAX_DEPTH
from app.query.values import DIGITS
from app.query.wire import MAX_BYTES, MAX_PARAMETERS
from app.settings import Settings
from app.store.jobs import MAX_WAITING
from app.store.replays import KEPT_FOR
from app.writing import rules as writing
from app.writing.reason import MAX_REASON
from app.writing.rows import MAX_ROWS
from tests.docs.markdown import NO_VALUE, ROOT, matcher, names, prose, read, rows, section, spans
from tools.examples import DOCUMENTED_BASE, blocks

API = "docs/api.md"


def as_row(field: Field) -> tuple[str, ...]:
    """A field as its table shows it."""
    meaning = f"{field.definition} {field.caveat}".strip()
    missing = "yes" if field.flags.nullable else "no"
    return f"`{field.name}`", field.kind.value, field.unit or NO_VALUE, missing, meaning


def test_every_address_is_listed_and_no_other(openapi: dict[str, Any]) -> None:
    pages = {"/openapi.json", "/connect", "/docs", "/redoc"}
    assert sorted(names(API, "Addresses")) == sorted({*openapi["paths"], *pages})


def test_every_address_has_an_example_of_each_method(openapi: dict[str, Any]) -> None:
    asked = {
        (_method(words), urlsplit(word).path)
        for block in blocks(ROOT / API)
        for words in [shlex.split(block["command"])]
        for word in words
        if word.startswith(DOCUMENTED_BASE)
    }
    described = {(name.upper(), path) for path, one in openapi["paths"].items() for name in one}
    missing = {
        (method, path)
        for method, path in described
        if not any(asked_method == method and matcher(path)(one) for asked_method, one in asked)
    }
    assert missing == set()


def _method(words: list[str]) -> str:
    """The method of a curl command."""
    if "-I" in words:
        return "HEAD"
    if "-X" in words:
        return words[words.index("-X") + 1]
    return "POST" if {"-d", "--json"} & {*words} else "GET"


def test_every_field_of_a_project_is_documented_as_the_code_has_it() -> None:
    assert rows(API, "Fields of a project") == [as_row(field) for field in FIELDS]


def test_every_field_of_an_organisation_is_documented_as_the_code_has_it() -> None:
    assert rows(API, "Fields of an organisation") == [as_row(row) for row in ORGANISATION_FIELDS]


def test_every_type_is_documented_and_no_other() -> None:
    assert names(API, "Types") == [kind.value for kind in Kind]


def test_every_operator_is_documented_with_its_example() -> None:
    documented = [(spans(row[0])[0], spans(row[3])) for row in rows(API, "Operators")]
    assert documented == [(row.suffix or row.key, [row.example]) for row in OPERATORS]


def test_an_operator_is_said_to_fit_the_types_that_it_fits() -> None:
    ordered = re.search(r"^Ordered are (.+?)\.", section(API, "Operators"), re.MULTILINE)
    assert ordered
    every = {kind.value for kind in Kind}
    for (_, _, fits, _), operator in zip(rows(API, "Operators"), OPERATORS, strict=True):
        words = spans(ordered[1]) if fits == "ordered" else spans(fits)
        said = every - set(words) if fits.startswith("all") else set(words)
        assert said == {kind.value for kind in operator.kinds}, operator.key


def test_the_plain_words_are_documented_as_the_contract_puts_them_first(
    openapi: dict[str, Any],
) -> None:
    listed = openapi["paths"]["/v1/projects"]["get"]["parameters"]
    keys = [one["$ref"].rpartition("/")[2] for one in listed]
    first = next(place for place, key in enumerate(keys) if key.startswith("control-"))
    plain = [openapi["components"]["parameters"][key]["name"] for key in keys[:first]]
    assert names(API, "Plain words") == plain
    examples = {spans(row[0])[0]: spans(row[2])[0] for row in rows(API, "Plain words")}
    assert {name: examples[name] for name in PROJECTS.words} == {
        word.name: word.example for word in PROJECTS.words.values()
    }


def test_every_control_is_documented_and_no_other() -> None:
    documented = [spans(row[0])[0] for row in rows(API, "Controls") if len(row) == 3]
    assert documented == list(CONTROLS)


def test_which_addresses_take_a_moment_a_tree_or_a_search_is_documented(
    openapi: dict[str, Any],
) -> None:
    above = ""
    for address, _, parameters in rows(API, "Addresses"):
        above = parameters.replace("the same", above)
        said, _, but = above.partition(" but ")
        read = openapi["paths"].get(spans(address)[0], {}).get("get", {})
        taken = {_parameter_name(openapi, one) for one in read.get("parameters", ())}
        for name in {"as_of", "where", "q", "or_missing"} if read else ():
            documented = f"`{name}`" in said or "all controls" in said
            assert (documented and f"`{name}`" not in but) == (name in taken), (address, name)


def _parameter_name(openapi: dict[str, Any], described: dict[str, str]) -> str:
    key = described.get("$ref", "").rpartition("/")[2]
    return str(openapi["components"]["parameters"][key]["name"] if key else described["name"])


def test_the_envelope_is_documented_as_it_is() -> None:
    assert names(API, "The envelope") == list(schemas()["ProjectPage"]["properties"])


def test_a_documented_slip_is_refused_with_the_documented_hint() -> None:
    slips = rows(API, "Refused, with a hint")
    assert slips
    for asked, code, hint in slips:
        with pytest.raises(QueryRejected) as refused:
            parse_query(PROJECTS, spans(asked)[0])
        told = [(f"`{fault.code}`", f"`{fault.hint}`") for fault in refused.value.faults]
        assert told == [(code, hint)], asked


def test_the_documented_limits_are_those_in_force() -> None:
    defaults = Settings.model_construct()
    figures = [
        [int(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*", row[1])]
        for row in rows(API, "Limits")
    ]
    assert figures == [
        [LIST.default_limit, LIST.max_limit],
        [MAX_OFFSET],
        [MAX_SORT],
        [MAX_CHARACTERS],
        [DIGITS, DIGITS - 2, 2],
        [MAX_VALUES],
        [MAX_PARAMETERS],
        [MAX_BYTES],
        [MAX_CONDITIONS, MAX_DEPTH],
        [body.MAX_BYTES],
        [MAX_KEYS],
        [MAX_METRICS],
        [MAX_GROUPS, AGGREGATE.default_limit],
        [FACETS.max_limit],
        [SUGGEST.default_limit, SUGGEST.max_limit],
        [SIMILAR.default_limit, SIMILAR.max_limit],
        [defaults.max_body_bytes],
        [defaults.max_upload_bytes],
        [MAX_UPLOADED],
        [MAX_MEMBERS],
        [MAX_WAITING],
        [MAX_ROWS],
        [writing.MAX_CHARACTERS, writing.MAX_LONG_CHARACTERS, MAX_REASON],
        [KEPT_FOR.total_seconds() / 3600],
        [MAX_STREAMS],
        [MAX_FILES],
        [defaults.query_seconds],
    ]


def test_every_header_that_pages_may_read_is_documented() -> None:
    assert set(EXPOSED_HEADERS) <= set(spans(prose(read(API))))


def test_every_error_code_is_documented_with_its_status_and_no_other() -> None:
    documented = [(spans(row[0])[0], int(row[1])) for row in rows(API, "Errors")]
    assert sorted(documented) == [(row.code, row.status) for row in PROBLEM_TYPES.values()]
    assert all(row[2] for row in rows(API, "Errors"))


def test_error_codes_stand_where_they_are_met() -> None:
    questions = {QueryRejected.code, *FAULTS}
    assert set(names(API, "A question that cannot be read")) == questions
    records = {RecordRejected.code, *RECORD_FAULTS}
    assert set(names(API, "A record that breaks a rule")) == records
    refusing = (AddressTaken, BackupRefused, ExportRefused, SnapshotRefused)
    of_commands = {error.code for error in (*refusing, RecordConflict, RecordDeleted)}
    of_commands |= {SettingsInvalid.code}
    of_commands |= {DocumentRejected.code, *REJECTIONS}
    of_commands |= {AddressFailed.code, *ADDRESS_FAILURES}
    assert set(names(API, "Codes of the commands")) == of_commands
