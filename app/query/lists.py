"""Comma-separated lists as in CSV: a value with a comma or quote stands in double quotes.

Unlike a CSV reader it drops nothing: blanks, line ends and empty values stay what they are.
"""

import re

from app.faults import ValueRefused

_ITEM = re.compile(r'(?:"((?:[^"]|"")*)"|([^",][^,]*)|)(,|\Z)')
_NEEDS_QUOTES = re.compile(r'[,"]')


def split_list(text: str) -> tuple[str, ...]:
    """The values of a list; an empty one is kept, for the reader of values to refuse."""
    items, position = [], 0
    while True:
        match = _ITEM.match(text, position)
        if match is None:
            raise ValueRefused("bad-value", "A double quote is not closed, or text follows it.")
        quoted, bare, end = match.groups()
        items.append(quoted.replace('""', '"') if quoted is not None else bare or "")
        if not end:
            return tuple(items)
        position = match.end()


def join_list(values: tuple[str, ...]) -> str:
    """The list of these values; splitting it gives them again."""
    return ",".join(_quote(value) if _NEEDS_QUOTES.search(value) else value for value in values)


def _quote(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
