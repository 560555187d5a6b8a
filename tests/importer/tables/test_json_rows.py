"""NDJSON and JSON arrays: values as they are written, and disorder line by line."""

import json

import pytest

from app.errors import DocumentRejected
from app.importer.tables import open_table
from app.importer.tables.row import MAX_ROW
from tests.importer.tables.lists import drafts_of, refusals_of, rows_of, values_of

RECORD = {"id": "2020-00001", "number": "2020/00001", "name": "Bron", "owner": "Exempel"}
GOOD = json.dumps(RECORD, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "literal", "value"),
    [
        ("total_budget", "2073781.25", 2073781_25),
        ("total_budget", "1e3", 1000_00),
        ("total_budget", "0.30000000000000004", 30),
        ("total_budget", "1.005", None),
        ("total_budget", "NaN", None),
        ("planned_participants", "0", 0),
        ("planned_participants", "12.0", 12),
        ("eu_cofinancing_rate", "0.5", 50),
        ("strategic_importance", "false", False),
        ("region", '"SE11"', "SE11"),
        ("name", "12", "12"),
    ],
)
def test_a_value_is_read_as_it_is_written(name: str, literal: str, value: object) -> None:
    line = f'{GOOD[:-1].replace(chr(34) + name + chr(34), chr(34) + "x" + chr(34))}, "{name}": '
    assert values_of(f"{line}{literal}}}".encode(), "a.ndjson")[name] == value


@pytest.mark.parametrize("first", ["{", '{"name": ', "\ufeff{x"])
def test_the_first_line_may_be_the_one_in_disorder(first: str) -> None:
    content = f"{first}\n{GOOD}\n".encode()
    assert [number for number, _ in refusals_of(content, "a.ndjson")] == [1]


def test_null_states_nothing() -> None:
    line = json.dumps({**RECORD, "phase": None, "total_budget": None})
    assert values_of(line.encode()).keys() == {"number", "name", "owner"}


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("{", "it is no JSON at character 2"),
        (f"{GOOD} {GOOD}", "something stands behind the object"),
        ("[]", "it is no JSON object"),
        ('"text"', "it is no JSON object"),
        ('{"name": "a", "name": "b"}', "it names the key 'name' twice"),
        ('{"name": {"sv": "a"}}', "the value of 'name' is no single one"),
        ('{"name": ["a"]}', "the value of 'name' is no single one"),
        ("[" * 100_000, "it is nested too deeply"),
        (f'{{"name": "{"a" * MAX_ROW}"}}', "it has more than 1000000 characters"),
        ('{"name": "\\ud800", "owner": "b"}', "it holds bytes that are no text"),
        ('{"name": "a\\u0000", "owner": "b"}', "it holds NUL bytes"),
    ],
)
def test_a_line_in_disorder_is_refused_alone(line: str, detail: str) -> None:
    content = f"{GOOD}\n{line}\n\n{GOOD}\n".encode()
    [(number, refusal)] = refusals_of(content)
    assert (number, refusal.code) == (2, "bad-row")
    assert refusal.detail.startswith(detail)
    assert [row.number for row in rows_of(content) if row.draft] == [1, 4]


@pytest.mark.parametrize(
    "text",
    [
        f"[{GOOD},{GOOD}]",
        f"[\n{GOOD},\n{GOOD}\n]\n",
        f" [ {GOOD} , {GOOD} ] ",
        f'{{"data": [{GOOD},{GOOD}], "total": 2, "next": null}}',
        f'{{\n  "data": [\n{GOOD},\n{GOOD}\n  ],\n  "total": 2\n}}',
    ],
)
def test_an_array_is_a_list(text: str) -> None:
    assert [row.number for row in rows_of(text.encode(), "a.json")] == [1, 2]
    assert len(drafts_of(f"\ufeff{text}".encode(), "a.json")) == 2


def test_one_object_over_several_lines_is_a_list_of_one() -> None:
    assert values_of(json.dumps(RECORD, indent=2).encode())["name"] == "Bron"


def test_an_empty_array_of_a_known_object_and_no_more() -> None:
    with pytest.raises(DocumentRejected) as refused:
        open_table(b"[]", "a.json", None)
    assert refused.value.reason == "not-a-list"


@pytest.mark.parametrize("end", ["", ",", '{"name": "c"', "x]"])
def test_an_array_that_is_cut_short_says_so(end: str) -> None:
    content = f"[{GOOD},{GOOD}{',' if end.startswith(('{', 'x')) else ''}{end}".encode()
    [(number, refusal)] = refusals_of(content, "a.json")
    assert (number, refusal.code) == (3, "bad-row")


def test_objects_larger_than_what_is_read_at_once_come_whole() -> None:
    long = json.dumps({**RECORD, "summary": "å" * 100_000})
    assert len(drafts_of(f"[{long},{long},{GOOD}]".encode(), "a.json")) == 3


def test_other_json_is_no_list() -> None:
    assert open_table(b'{"a": 1}', "sida.txt", None) is None
    assert open_table(b"{ inte json", "sida.txt", None) is None
    with pytest.raises(DocumentRejected) as refused:
        open_table(b'{"a": 1}', "data.json", None)
    assert refused.value.reason == "not-a-list"
