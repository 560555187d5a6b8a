"""What any answer shows of a field is read back from a body, and from a cell, as the same value."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.fields import BY_NAME, FIELDS, Field, Kind
from app.domain.representation import to_json
from app.faults import ValueRefused
from app.json_text import read_json
from app.writing.given import WRITABLE, read_given
from app.writing.members import read_member
from app.writing.rows import CSV, NDJSON, read_rows
from app.writing.rules import check_value
from tests.domain.values import fields, values
from tests.writing.bodies import anything, legal_values

TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.LIST: (list,),
    Kind.INTEGER: (int, float),
    Kind.MONEY: (int, float),
    Kind.PERCENT: (int, float),
    Kind.BOOLEAN: (bool,),
}
"""What a value of the kind may be in JSON; a string where nothing stands here."""


@given(data=st.data(), field=fields)
def test_what_is_shown_is_read_back(data: st.DataObject, field: Field) -> None:
    value = data.draw(values(field))
    assume("\0" not in str(value))
    shown = read_json(json.dumps(to_json(field, value)).encode())
    assert read_member(field, shown) == value


@given(value=anything, field=fields)
def test_a_value_of_another_json_type_is_refused_by_its_type(value: object, field: Field) -> None:
    allowed = TYPES.get(field.kind, (str,))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = isinstance(value, allowed) and (not isinstance(value, bool) or bool in allowed)
    body = read_json(json.dumps(value).encode())
    if value is None or fits:
        assume(False)
    with pytest.raises(ValueRefused) as refused:
        read_member(field, body)
    assert refused.value.code == "wrong-type"
    assert is_number == ("a number" in refused.value.detail.rpartition(" not ")[2])


@given(data=st.data(), name=st.sampled_from(WRITABLE))
def test_what_is_legal_in_a_body_passes_the_rules(data: st.DataObject, name: str) -> None:
    assume(name != "number")
    record: dict[str, Any] = dict.fromkeys(BY_NAME) | {"programme_period": "2014-2020"}
    body = json.dumps({name: data.draw(legal_values(name, record))})
    stated = read_given(read_json(body.encode()))
    assert stated.faults == []
    check_value(BY_NAME[name], stated.values[name])


@given(data=st.data())
def test_rows_say_the_same_in_every_form(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([f.name for f in FIELDS]), min_size=2, unique=True))
    rows = [
        {name: to_json(BY_NAME[name], data.draw(values(BY_NAME[name]))) for name in names}
        for _ in range(data.draw(st.integers(1, 3)))
    ]
    assume(not any("\0" in str(value) for row in rows for value in row.values()))
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    told = [
        [(row.values, row.faults) for row in read_rows(body, kind)]
        for body, kind in (
            (json.dumps(rows).encode(), "application/json"),
            (lines, NDJSON),
            (_table(names, rows), CSV),
        )
    ]
    assert told[0] == told[1]
    lists = [name for name in names if BY_NAME[name].kind is Kind.LIST]
    for (values_, faults), (cells, other) in zip(told[0], told[2], strict=True):
        assert (faults, other) == ([], [])
        assert cells == {**values_} | {name: values_[name] or () for name in lists}


def _table(names: list[str], rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(names)
    for row in rows:
        table.writerow([_cell(row[name]) for name in names])
    return file.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)
