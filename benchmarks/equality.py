"""Holds the contenders' answers against each other: nothing is timed before they are the same.

Compared are the total, the ids in their order, and every field of every row.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.servers import ask


class AnswersDiffer(Exception):
    """Two contenders do not say the same; the message names the question and the difference."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as far as it is compared."""

    total: int
    rows: tuple[Mapping[str, Any], ...]


def require_equal(bases: Mapping[str, str], questions: Iterable[str]) -> int:
    """Asks every contender every question and returns how many rows were the same in all."""
    compared = 0
    for question in questions:
        answers = {name: _ask(base, question) for name, base in bases.items()}
        compared += compare(question, answers)
    if not compared:
        raise AnswersDiffer("no question found any record: there is nothing to compare")
    return compared


def compare(question: str, answers: Mapping[str, Answer]) -> int:
    """The number of rows; raises `AnswersDiffer` at the first difference from the first answer."""
    first, *others = answers
    for other in others:
        found = _difference(answers[first], answers[other])
        if found:
            raise AnswersDiffer(f"{first} and {other} differ for “{question}”: {found}")
    return len(answers[first].rows)


def _difference(one: Answer, other: Answer) -> str:
    if one.total != other.total:
        return f"total {one.total} and {other.total}"
    ids = [[row["id"] for row in answer.rows] for answer in (one, other)]
    if ids[0] != ids[1]:
        return f"ids {ids[0][:3]}… and {ids[1][:3]}…, {len(ids[0])} and {len(ids[1])} of them"
    for left, right in zip(one.rows, other.rows, strict=True):
        if left.keys() != right.keys():
            return f"fields {sorted(left.keys() ^ right.keys())} of {left['id']}"
        for name in left:
            if _plain(left[name]) != _plain(right[name]):
                return f"{name} of {left['id']}: {left[name]!r} and {right[name]!r}"
    return ""


def _plain(value: object) -> object:
    """A time with and without its mark of UTC is the same; so are 5 and 5.0."""
    return value.removesuffix("Z") if isinstance(value, str) else value


def _ask(base: str, question: str) -> Answer:
    page = json.loads(ask(base, question))
    return Answer(page["total"], tuple(page["data"]))
