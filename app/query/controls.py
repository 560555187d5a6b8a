"""The parameters that are no filters: one reader each, in a table.

Those that name fields are read in field_lists.py.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import get_args

from app.faults import ValueRefused, quoted
from app.query.field_lists import Context, read_fields, read_or_missing, read_sort
from app.query.model import AsOf, Count
from app.query.moments import read_moment
from app.query.search import MAX_CHARACTERS, read_terms

MAX_OFFSET = 100_000

_DIGITS = re.compile(r"-?[0-9]+")


def read_control(context: Context, name: str, text: str) -> object:
    """The value of a control; raises `ValueRefused` or fills the context's sink."""
    if not text:
        raise ValueRefused("empty-value", "The value is empty.")
    return _READERS[name](context, text)


def _read_q(_: Context, text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise ValueRefused("too-long", f"A search text has at most {MAX_CHARACTERS} characters.")
    if not read_terms(text):
        raise ValueRefused("empty-value", "The search text is empty.")
    return text


def _read_as_of(_: Context, text: str) -> AsOf:
    return read_moment(text)


def _read_limit(context: Context, text: str) -> int:
    return _whole_number(text, 1, context.accepts.max_limit)


def _read_offset(_: Context, text: str) -> int:
    return _whole_number(text, 0, MAX_OFFSET)


def _read_cursor(_: Context, text: str) -> str:
    return text  # understood only beside the finished question: see cursor.py


def _read_count(_: Context, text: str) -> Count:
    if text == "exact":
        return "exact"
    if text == "none":
        return "none"
    raise ValueRefused("bad-value", f"{quoted(text)} is no way to count.", None, get_args(Count))


def _whole_number(text: str, least: int, most: int) -> int:
    if not _DIGITS.fullmatch(text):
        raise ValueRefused("bad-value", f"{quoted(text)} is no whole number.")
    # The length is looked at first: Python refuses to read thousands of digits.
    if len(text) > len(str(most)) or not least <= int(text) <= most:
        near = str(least) if text.startswith("-") or not text.strip("0") else str(most)
        raise ValueRefused("out-of-range", f"It must be from {least} to {most}.", near)
    return int(text)


_READERS: Mapping[str, Callable[[Context, str], object]] = MappingProxyType(
    {
        "q": _read_q,
        "or_missing": read_or_missing,
        "as_of": _read_as_of,
        "sort": read_sort,
        "fields": read_fields,
        "limit": _read_limit,
        "offset": _read_offset,
        "cursor": _read_cursor,
        "count": _read_count,
    }
)
