"""Answers as values: records, texts, and the errors that the service tells. Sends nothing."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, cast

import httpx

from projektbank_client.errors import NotUnderstood, Problem, read_fault, refusal
from projektbank_client.records import Tagged
from projektbank_client.rows import MALFORMED, Reader, Row, T

_TOLD = frozenset({"type", "title", "status", "detail", "instance", "code", "request_id", "errors"})
_SHOWN = 200
"""Characters of an answer that is not understood."""

Answer = Callable[[httpx.Response], T]
"""Reads a whole answer; raises what it tells."""


def record(read_row: Reader[T]) -> Answer[T]:
    """One record."""
    return partial(_read_record, read_row)


def tagged(read_row: Reader[T]) -> Answer[Tagged[T]]:
    """One record with its tag."""
    return partial(_read_tagged, read_row)


def _read_tagged(read_row: Reader[T], response: httpx.Response) -> Tagged[T]:
    return Tagged(_read_record(read_row, response), response.headers.get("etag", ""))


def _read_record(read_row: Reader[T], response: httpx.Response) -> T:
    value = read_json(response)
    try:
        return read_row(value)
    except MALFORMED as error:
        raise _not_understood(response) from error


def read_json(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON can be anything
    """The value; raises `Refused` where the service says no."""
    refuse(response)
    try:
        return parse_json(response.content)
    except ValueError as error:
        raise _not_understood(response) from error


def read_bytes(response: httpx.Response) -> bytes:
    """The answer as it came."""
    refuse(response)
    return response.content


def read_text(response: httpx.Response) -> str:
    """The answer as text in UTF-8."""
    try:
        return read_bytes(response).decode()
    except UnicodeDecodeError as error:
        raise _not_understood(response) from error


def parse_json(text: str | bytes) -> Any:  # noqa: ANN401 - JSON can be anything
    """Fractions are exact; raises `ValueError`, for what is nested too deeply or has too large an
    exponent as well."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (RecursionError, ArithmeticError) as error:
        raise ValueError(f"JSON that cannot be held: {error!r}.") from error


def refuse(response: httpx.Response) -> None:
    """Raises what the service says it will not do; its body must have been read."""
    if not response.is_success:
        raise refusal(_problem(response))


def _problem(response: httpx.Response) -> Problem:
    told = _told(response)
    title = str(told.get("title") or response.reason_phrase)
    return Problem(
        status=response.status_code,
        code=str(told.get("code") or ""),
        title=title,
        detail=str(told.get("detail") or _elsewhere(response)),
        type=str(told.get("type") or "about:blank"),
        request_id=told.get("request_id"),
        errors=tuple(map(read_fault, told.get("errors") or ())),
        more={name: one for name, one in told.items() if name not in _TOLD},
    )


def _told(response: httpx.Response) -> Row:
    """The problem document; nothing where a proxy answered in the service's place."""
    try:
        value = parse_json(response.content)
    except ValueError:
        return {}
    return cast("Row", value) if isinstance(value, dict) else {}


def _elsewhere(response: httpx.Response) -> str:
    place = response.headers.get("location")
    return f"The address leads to {place}: give that one." if place else ""


def _not_understood(response: httpx.Response) -> NotUnderstood:
    kind = response.headers.get("content-type", "no type")
    return NotUnderstood(f"An answer of {kind}: {response.text[:_SHOWN]!r}.")
