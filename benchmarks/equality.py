"""Holds the contenders' answers against each other: nothing is timed before they are the same.

Compared are the total where both tell one, the rows in their order or by what names them, and every
field of every row.
"""

from collections.abc import Mapping
from math import isclose

from benchmarks.asks import Answer, Row

_CLOSE = 1e-9
"""Sums of kronor as floats differ by the order in which they were added."""


class AnswersDiffer(Exception):
    """Two contenders do not say the same; the message names the question and the difference."""


def compare(question: object, answers: Mapping[str, Answer], order: tuple[str, ...] = ()) -> int:
    """The number of rows; raises `AnswersDiffer` at the first difference from the first answer.

    Where the order of rows says nothing, `order` names the fields that tell them apart.
    """
    first, *others = answers
    for other in others:
        found = _difference(_sorted(answers[first], order), _sorted(answers[other], order))
        if found:
            raise AnswersDiffer(f"{first} and {other} differ for {question}: {found}")
    return len(answers[first].rows)


def _sorted(answer: Answer, order: tuple[str, ...]) -> Answer:
    if not order:
        return answer
    rows = sorted(answer.rows, key=lambda row: [str(row[name]) for name in order])
    return Answer(tuple(rows), answer.total)


def _difference(one: Answer, other: Answer) -> str:
    if None not in (one.total, other.total) and one.total != other.total:
        return f"total {one.total} and {other.total}"
    if len(one.rows) != len(other.rows):
        return f"{len(one.rows)} and {len(other.rows)} rows"
    pairs = enumerate(zip(one.rows, other.rows, strict=True), 1)
    return next((f"row {row}, {found}" for row, pair in pairs if (found := _unlike(*pair))), "")


def _unlike(left: Row, right: Row) -> str:
    if left.keys() != right.keys():
        return f"fields {sorted(left.keys() ^ right.keys())}"
    unlike = (name for name in left if not _is_same(left[name], right[name]))
    return next((f"{name}: {left[name]!r} and {right[name]!r}" for name in unlike), "")


def _is_same(one: object, other: object) -> bool:
    """A time with and without its mark of UTC is the same; so are 5 and 5.0."""
    if isinstance(one, str) and isinstance(other, str):
        return one.removesuffix("Z") == other.removesuffix("Z")
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=_CLOSE)
    return one == other
