"""JSON texts (RFC 8259) read strictly: UTF-8, no key twice, no NaN, numbers exact.

Fractions are `Decimal`, so that an amount is taken to the öre as it was written.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, NoReturn

from app.errors import BodyMalformed
from app.faults import Fault, RecordRejected, cut, quoted

Json = Any
"""str, int, Decimal, bool, None, list or dict of them."""

MAX_FAULTS = 50
"""Of one body or record that are told."""
_LONGEST_WHOLE = 40
"""Digits beyond which a whole number is kept as `Decimal`: Python refuses to read thousands."""


class _Repeating(dict[str, Json]):
    """An object that names a key twice."""

    repeated: tuple[str, ...] = ()


def read_json(content: bytes) -> Json:
    """The value; raises `BodyMalformed`, or `RecordRejected` with every key that stands twice."""
    value = parse_json(content)
    faults = [
        Fault(where, "duplicate-key", detail, place="body") for where, detail in repetitions(value)
    ]
    if faults:
        raise RecordRejected(faults)
    return value


def parse_json(content: bytes) -> Json:
    """The value of a body, in which a key may stand twice; raises `BodyMalformed`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyMalformed(f"The body is not UTF-8 at byte {error.start}.") from error
    if not text.strip():
        raise BodyMalformed("The body is empty.")
    try:
        return parse_text(text)
    except ValueError as error:
        raise BodyMalformed(f"The body is {error}") from error


def parse_text(text: str) -> Json:
    """The value, in which a key may stand twice; raises `ValueError` that ends a sentence."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"no JSON at {place}: {error.msg}.") from error
    except RecursionError as error:
        raise ValueError("nested too deeply.") from error


def repetitions(value: Json) -> list[tuple[str, str]]:
    """Where keys stand twice, as JSON pointers, and a sentence that says so; the first of them."""
    return list(islice(_repetitions(value), MAX_FAULTS))


def member(pointer: str, name: str | int) -> str:
    """The JSON pointer (RFC 6901) of a member; half a surrogate pair, which no answer can hold, is
    a question mark in it."""
    shown = str(name).encode("utf-8", "replace").decode()
    return f"{pointer}/{shown.replace('~', '~0').replace('/', '~1')}"


def _object(pairs: Sequence[tuple[str, Json]]) -> Mapping[str, Json]:
    found = _Repeating(pairs)
    if len(found) < len(pairs):
        times = Counter(name for name, _ in pairs)
        found.repeated = tuple(name for name in found if times[name] > 1)
    return found


def _fraction(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all numbers; no field takes it
        return Decimal("NaN")


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)


def _repetitions(value: Json) -> Iterator[tuple[str, str]]:
    """In the order of the text; without recursion, because nesting may be as deep as is read."""
    waiting: list[tuple[Json, str]] = [(value, "")]
    while waiting:
        part, pointer = waiting.pop()
        if isinstance(part, _Repeating):
            for name in part.repeated:
                yield member(pointer, cut(name)), f"The key {quoted(name)} stands more than once."
        if isinstance(part, dict):
            inner = [(one, member(pointer, name)) for name, one in part.items()]
        else:
            listed = part if isinstance(part, list) else ()
            inner = [(one, member(pointer, index)) for index, one in enumerate(listed)]
        waiting.extend(reversed(inner))
