"""JSON is read strictly and exactly: what is written is read, or refused with its place."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import RecordRejected
from app.json_text import member, read_json
from tests.writing.bodies import anything

NUMBERS = r"-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,9})?([eE][-+]?[0-9]{1,30})?"


@given(
    value=anything,
    indent=st.none() | st.integers(0, 2),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_what_is_written_is_read(value: object, indent: int | None, mark: bytes) -> None:
    text = json.dumps(value, indent=indent)
    assert read_json(mark + text.encode()) == json.loads(text, parse_float=Decimal)


@given(digits=st.from_regex(NUMBERS, fullmatch=True))
def test_every_number_of_the_grammar_is_read_to_the_last_digit(digits: str) -> None:
    value = read_json(digits.encode())
    assert isinstance(value, int | Decimal)
    if Decimal(value).is_finite():
        assert Decimal(value) == Decimal(digits)
    else:
        assert len(digits.lower().partition("e")[2].lstrip("+-0")) > 17


@given(
    path=st.lists(st.text(max_size=4) | st.integers(0, 3), max_size=5),
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
def test_a_key_that_stands_twice_is_told_where_it_stands(path: list[str | int], name: str) -> None:
    text = f"{{{json.dumps(name)}: 1, {json.dumps(name)}: 2}}"
    pointer = ""
    for step in reversed(path):
        inner = f"{json.dumps(step)}: {text}" if isinstance(step, str) else text
        text = f"{{{inner}}}" if isinstance(step, str) else f"[{'0, ' * step}{text}]"
    for step in path:
        pointer = member(pointer, step)
    with pytest.raises(RecordRejected) as refused:
        read_json(text.encode())
    assert [(f.where, f.code) for f in refused.value.faults] == [
        (member(pointer, name), "duplicate-key")
    ]


@given(names=st.lists(st.text(max_size=5), min_size=1, max_size=4))
def test_a_pointer_leads_to_its_member(names: list[str]) -> None:
    value: Any = 1
    pointer = ""
    for name in reversed(names):
        value = {name: value}
    for name in names:
        pointer = member(pointer, name)
    assert pointer.isprintable() or not all(map(str.isprintable, names))
    steps = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    assert steps == [name.encode("utf-8", "replace").decode() for name in names]
