"""Verdicts in three values; None is "maybe": a comparison by order with a missing value."""

from collections.abc import Callable, Iterable
from typing import Any

Verdict = bool | None


def every(verdicts: Iterable[Verdict]) -> Verdict:
    told = list(verdicts)
    return False if False in told else None if None in told else True


def some(verdicts: Iterable[Verdict]) -> Verdict:
    told = list(verdicts)
    return True if True in told else None if None in told else False


def beside(value: Any, kept: bool, holds: Callable[[Any], bool]) -> Verdict:  # noqa: ANN401
    if value is None:
        return True if kept else None
    return holds(value)
