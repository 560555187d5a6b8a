"""Questions and records as text: Python values to the parameters and bodies that the API takes.

Nothing is left out silently: what has no text, None too, is refused before anything is sent.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, quote

from projektbank_client.errors import NotAskable

Scalar = str | int | float | Decimal | bool | date | datetime
Value = Scalar | Sequence[Scalar | None] | AbstractSet[Scalar] | Mapping[str, object]
"""What a parameter takes: a value, a list (any of these), a pair `(a, b)` as a range whose ends may
be None, or, for `where`, a tree of conditions."""

_JOINED = frozenset({"sort", "fields", "by", "group_by", "metrics", "or_missing", "kinds"})
"""Parameters that take several names with commas in one text."""
_LISTS = ("__in", "__notin")


def write_question(question: Mapping[str, Value]) -> str:
    """The query string; raises `NotAskable` where a value has no text, `TypeError` where its type
    is none that a parameter takes."""
    pairs = (pair for name, value in question.items() for pair in _pairs(name, value))
    return "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in pairs)


def parse_question(query: str) -> dict[str, Value]:
    """The keywords for what stands behind the `?` of an address, each value as it stands there;
    raises `NotAskable` for what is no query string."""
    try:
        pairs = parse_qsl(
            query.removeprefix("?"), True, strict_parsing=bool(query), errors="strict"
        )
    except ValueError as error:
        raise NotAskable(f"{query!r} is no query string: {error}.") from error
    values: dict[str, list[str]] = {}
    for name, text in pairs:
        values.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in values.items()}


def write_body(record: object) -> bytes:
    """A record or its changes as JSON; amounts exact, times in UTC."""
    return _write_json(record).encode()


def _quoted(text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError as error:
        raise NotAskable(f"{text!r} holds half of a surrogate pair.") from error


def _pairs(name: str, value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield name, _write_json(value)
    elif isinstance(value, tuple):
        yield name, _range(name, value)
    elif isinstance(value, Sequence | AbstractSet) and not isinstance(value, str | bytes):
        texts = [_text(name, one) for one in value]
        if not texts:
            raise NotAskable(f"{name} is an empty list, which asks for nothing.")
        if name in _JOINED:
            yield name, ",".join(texts)
        elif name.endswith(_LISTS):
            yield name, ",".join(map(_cell, texts))
        else:
            yield from ((name, text) for text in texts)
    else:
        yield name, _text(name, value)


def _range(name: str, ends: Sequence[Scalar | None]) -> str:
    if len(ends) != 2:
        raise NotAskable(f"{name} is a tuple of {len(ends)}: a range has two ends, a list is [].")
    return "..".join("" if end is None else _text(name, end) for end in ends)


def _text(name: str, value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() | Decimal():
            return _plain_number(name, value)
        case datetime():
            return _time(value)
        case date():
            return value.isoformat()
        case None:
            raise NotAskable(f"{name} is None; missing values are found with {name}__isnull=True.")
    raise TypeError(f"{name} cannot be a {type(value).__name__}.")


def _plain_number(name: str, value: float | Decimal) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        raise NotAskable(f"{name} is {value}, which is no number to compare with.")
    return f"{number:f}"


def _time(value: datetime) -> str:
    if value.tzinfo is None:
        raise NotAskable(f"{value.isoformat()} has no time zone; datetime.now(UTC) has.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _cell(text: str) -> str:
    """As in CSV: in quotes where a comma or a quote stands in it."""
    return '"' + text.replace('"', '""') + '"' if {",", '"'} & {*text} else text


def _write_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json)
    except ValueError as error:
        raise NotAskable(str(error)) from error


def _json(value: object) -> object:
    match value:
        case Decimal():
            return _number(value)
        case datetime():
            return _time(value)
        case date():
            return value.isoformat()
    raise TypeError(f"A record cannot hold a {type(value).__name__}.")


def _number(value: Decimal) -> int | float:
    """JSON's writer knows no `Decimal`; a float stands for one where it is written the same."""
    if value.is_finite() and value == value.to_integral_value():
        return int(value)
    number = float(value)
    if Decimal(repr(number)) != value:
        raise NotAskable(f"{value} has more digits than can be sent exactly.")
    return number
