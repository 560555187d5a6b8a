"""Which projects a complete dump no longer has."""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.models import Project


class Missing(NamedTuple):
    """A project that is stored, and that no document of the dump speaks of."""

    id: str
    name: str


def find_missing(session: Session, seen: Collection[str]) -> list[Missing]:
    """The projects of the programme periods that the dump covers which are not among those seen.

    A dump of one period says nothing about the others.
    """
    periods: set[str | None] = set()
    absent: dict[str, tuple[str, str | None]] = {}
    asked = select(Project.id, Project.name, Project.programme_period).order_by(col(Project.id))
    for key, name, period in session.exec(asked):
        if key in seen:
            periods.add(period)
        else:
            absent[key] = (name, period)
    return [Missing(key, name) for key, (name, period) in absent.items() if period in periods]
