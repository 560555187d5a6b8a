"""What a reader of the change feed asks for, and one look at it: shared by page and stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

from app.database import Row
from app.domain.fields import Kind
from app.domain.record import today
from app.faults import Fault, QueryRejected, ValueRefused
from app.query.accepts import Accepts
from app.query.compile import compile_changes
from app.query.format import format_query
from app.query.fragment import Window
from app.query.model import Query
from app.query.parse import read_query, refuse_grown
from app.query.resource import PROJECTS
from app.query.values import read_value
from app.query.wire import Pair, split_query
from app.store.feed import Feed, end_of_look
from app.store.snapshot import Snapshot
from app.store.sought import with_words

LAST_EVENT = "Last-Event-ID"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Following:
    """The changes asked for: of which records, behind which number, of which feed."""

    query: Query
    since: int | None
    epoch: str | None

    @property
    def written(self) -> str:
        """The question in its canonical form, without its place in the feed."""
        return format_query(PROJECTS, self.query)


class Place(NamedTuple):
    """Where in the feed a look begins, and how far it goes: a rare filter must not read the whole
    feed at once."""

    behind: int
    rows: int  # that are answered, at most
    changes: int  # that are looked through for them, at most


class Look(NamedTuple):
    """Changes as the database wrote them, and the number up to which nothing was left out."""

    rows: Sequence[Row]
    position: int


def read_following(
    snapshot: Snapshot, raw: bytes, accepts: Accepts, last_event: str | None = None
) -> Following:
    """What the parameters say; the id of the last event seen, where there is one, goes before
    `since`. Raises `QueryRejected` with everything that is wrong."""
    pairs, faults = split_query(raw)
    lookups = snapshot.lookups_of_all_time
    query, more = read_query(PROJECTS, pairs, lookups=lookups, accepts=accepts)
    own: list[Fault] = []
    since = read_one(pairs, "since", read_number, own)
    epoch = read_one(pairs, "epoch", _word, own)
    if last_event is not None:
        try:
            since = read_number(last_event)
        except ValueRefused as refused:
            own.append(refused.at(LAST_EVENT, "header"))
    if faults or more or own:
        raise QueryRejected((*faults, *more, *own))
    following = Following(query, since, epoch)
    refuse_grown(following.written)
    return following


def look(snapshot: Snapshot, feed: Feed, query: Query, place: Place, *, authors: bool) -> Look:
    """The next changes from a place on."""
    reader = snapshot.reader
    end = end_of_look(reader, feed, place.behind, place.changes)
    window = Window(place.behind, end, place.rows + 1)
    asked = with_words(reader, query)
    statement = compile_changes(PROJECTS, asked, window, today=today(), authors=authors)
    rows = reader.rows(statement.sql, statement.parameters)
    if len(rows) <= place.rows:
        return Look(rows, end)
    return Look(rows[: place.rows], rows[place.rows - 1][1])


def read_one(
    pairs: Sequence[Pair], name: str, read: Callable[[str], _T], faults: list[Fault]
) -> _T | None:
    """The value of a parameter that may be given once, read; what is wrong with it is a fault."""
    texts = [pair.value for pair in pairs if pair.name == name]
    if len(texts) > 1:
        faults.append(Fault(name, "repeated", f"{name} may be given once only."))
    elif texts:
        try:
            return read(texts[0])
        except ValueRefused as refused:
            faults.append(refused.at(name))
    return None


def read_number(text: str, least: int = 0) -> int:
    """A number of the feed, or 0, which is before all; raises `ValueRefused`."""
    number = cast("int", read_value(Kind.INTEGER, text))
    if number < least:
        raise ValueRefused("out-of-range", "The changes are numbered from 1.", f"{least}")
    return number


def _word(text: str) -> str:
    return cast("str", read_value(Kind.KEY, text))
