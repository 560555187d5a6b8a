"""`as_of`: which state of the dataset a moment asked for means, and on which day it is seen."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from app.domain.record import STOCKHOLM, today
from app.faults import QueryRejected, ValueRefused
from app.query.model import AsOf, Query
from app.query.moments import last_day
from app.store.reads import DatasetState
from app.store.snapshot import Snapshot
from app.store.sought import with_words
from app.store.timeline import Turn, is_undone, turn_at, turn_of

_CONTROL = "as_of"
YEARS = range(1990, 2100)
"""Versions that somebody may have meant as a year."""


class View(NamedTuple):
    """What a question is asked of: a state of the dataset, the day that decides the status, and
    the question with its moment as a dataset version, or with none for the present one."""

    dataset: DatasetState
    day: date
    query: Query

    @property
    def version(self) -> int | None:
        """The dataset version asked for; None where the present state is."""
        return self.query.as_of if isinstance(self.query.as_of, int) else None


def view_of(snapshot: Snapshot, query: Query) -> View:
    """The state that a question is about; raises `QueryRejected` where there was or is none.

    The words of a search are those of all time: in which states they stand, their index tells.
    """
    query = with_words(snapshot.reader, query)
    if query.as_of is None:
        return View(snapshot.dataset, today(), query)
    try:
        turn, day = _found(snapshot, query.as_of)
    except ValueRefused as refused:
        raise QueryRejected([refused.at(_CONTROL)]) from refused
    if turn.version == snapshot.dataset.version:
        return View(snapshot.dataset, day, replace(query, as_of=None))
    dataset = DatasetState(snapshot.dataset.epoch, turn.version, turn.at)
    return View(dataset, day, replace(query, as_of=turn.version))


def _found(snapshot: Snapshot, moment: AsOf) -> tuple[Turn, date]:
    if isinstance(moment, int):
        turn = _turn_of_version(snapshot, moment)
        return turn, _day_of(datetime.fromisoformat(turn.at)) if turn.at else today()
    if isinstance(moment, datetime):
        if moment > datetime.now(UTC):
            raise ValueRefused("out-of-range", "This time is yet to come.", today().isoformat())
        return _turn_by(snapshot, moment), _day_of(moment)
    if moment > today():
        raise ValueRefused("out-of-range", "This day is yet to come.", today().isoformat())
    midnight = datetime.combine(moment + timedelta(days=1), time.min, STOCKHOLM)
    return _turn_by(snapshot, midnight.astimezone(UTC) - timedelta(microseconds=1)), moment


def _turn_by(snapshot: Snapshot, moment: datetime) -> Turn:
    present = snapshot.dataset
    if present.updated_at is None or datetime.fromisoformat(present.updated_at) <= moment:
        return Turn(present.version, present.updated_at)
    return turn_at(snapshot.reader, moment)


def _turn_of_version(snapshot: Snapshot, version: int) -> Turn:
    present = snapshot.dataset
    if version == present.version:
        return Turn(version, present.updated_at)
    if version > present.version:
        end = last_day(str(version)) if version in YEARS else None
        hint = end if end and end < today().isoformat() else str(present.version)
        detail = f"The newest version of the dataset is {present.version}."
        raise ValueRefused("out-of-range", detail, hint)
    if is_undone(snapshot.reader, version):
        raise ValueRefused(
            "out-of-range", f"A restore from a backup has undone version {version} of the dataset."
        )
    return turn_of(snapshot.reader, version)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()
