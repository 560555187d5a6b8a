"""`$orderby`, `$select` and `$search` in the words of the one query model (part 1, 11.2.4, 11.2.5).

The words themselves are read where those of a query string are.
"""

import re

from app.faults import ValueRefused, quoted
from app.query.odata.expression import COMPARISONS, OPERATORS_NOT_OFFERED
from app.query.odata.tokens import not_offered

_KEY = re.compile(r"\s*([^\s(),/]+)(?:\s+(asc|desc))?\s*")
_PATH = re.compile(r"[(/$@]")
_OPERATOR = re.compile(rf"\s(?:and|or|in|{'|'.join((*COMPARISONS, *OPERATORS_NOT_OFFERED))})\s")
_WORDS = re.compile(r'"[^"]*"(?![^\s()])|[()]|[^\s()"]++(?!")|\S+')
_BROKEN = re.compile(r'(?!"[^"]*"$).*".*')


def sort_of(text: str) -> str:
    """`total_budget desc,name` → `-total_budget,name`; raises `ValueRefused`."""
    return ",".join(map(_sort_key, text.split(",")))


def _sort_key(part: str) -> str:
    found = _KEY.fullmatch(part)
    if found is None:
        if _PATH.search(part) or _OPERATOR.search(part):
            raise not_offered(f"Sorting by an expression such as {quoted(part.strip())}")
        detail = f"{quoted(part.strip())} is no property with asc or desc behind it."
        raise ValueRefused("bad-value", detail, "name desc")
    name, direction = found[1], found[2]
    if name.startswith("-"):
        detail = f"{quoted(name)} is no property; desc behind it means descending."
        raise ValueRefused("bad-value", detail, f"{name[1:]} desc")
    return f"{'-' if direction == 'desc' else ''}{name}"


def spoken_sort(hint: str) -> str:
    """A key of the query model as `$orderby` has it."""
    return f"{hint[1:]} desc" if hint.startswith("-") else hint


def names_of(text: str) -> str:
    """The properties of `$select`, as the query model lists columns; raises `ValueRefused`."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if _PATH.search(name):
            raise not_offered(f"The path {quoted(name)}")
    return ",".join(names)


def words_of(text: str) -> str:
    """A `$search` (part 2, 5.1.7): words and phrases that must all occur, `NOT` before those that
    must not, `AND` or a blank between; raises `ValueRefused`."""
    words: list[str] = []
    operator = ""
    for word in _WORDS.findall(text):
        if word in {"OR", "(", ")"}:
            raise not_offered(f"{word} in a search")
        if _BROKEN.fullmatch(word):
            detail = "A phrase stands between double quotes, apart from other words."
            raise ValueRefused("bad-value", detail)
        if word not in {"AND", "NOT"}:
            words.append(f"-{word}" if operator == "NOT" else word)
            operator = ""
        elif operator == "NOT" or (word == "AND" and (operator or not words)):
            raise ValueRefused("bad-value", "AND stands between two words, NOT before one.")
        else:
            operator = word
    if operator:
        raise ValueRefused("bad-value", f"Nothing follows {operator}.")
    return " ".join(words)
