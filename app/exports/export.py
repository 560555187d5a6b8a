"""From a query string to a file's bytes, of one moment; every door that gives files out uses it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import NamedTuple

from app.database import Database, Reader
from app.exports.extract import Extract, count_rows, never
from app.exports.formats import Format
from app.exports.style import Style, read_style
from app.faults import QueryRejected
from app.query.accepts import FILE
from app.query.model import Query
from app.query.parse import read_query
from app.query.resource import Resource
from app.query.wire import names_in, split_query
from app.store.feed import newest_change
from app.store.reads import DatasetState, dataset_state, redaction_stamp
from app.store.snapshot import Snapshot
from app.store.view import View, view_of


class Contacts(Enum):
    """Whether contact data may stand in a file: never, in columns that the question names, or in
    all where it names none."""

    NEVER = "never"
    NAMED = "named"
    ALWAYS = "always"


class FileQuestion(NamedTuple):
    """What a file is asked for, and how it is written."""

    query: Query
    style: Style


class Moment(NamedTuple):
    """What decides a file beside its question: the data, the day of each status, and how much was
    redacted, which makes no version."""

    dataset: DatasetState
    day: date
    redaction: str | None

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> "Moment":
        """That of a question asked now."""
        return cls(snapshot.dataset, view.day, redaction_stamp(snapshot.reader))


class Counted(NamedTuple):
    """Rows of a question without its limit, at one moment."""

    moment: Moment
    total: int


class Told(NamedTuple):
    """What is known of a file before it is opened: where the same is to be had, its rows, and how
    to see that nobody waits for it any more."""

    address: str | None = None
    counted: Counted | None = None
    is_given_up: Callable[[], bool] = never


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Export:
    """A file in the making: what is known of it before its first byte."""

    format: Format
    extract: Extract
    moment: Moment
    latest: int  # the number of the newest change that it has

    @property
    def total(self) -> int:
        """Rows, up to the limit."""
        return self.extract.total

    @property
    def dataset(self) -> DatasetState:
        """The state that it shows."""
        return self.extract.view.dataset

    def blocks(self) -> Iterator[bytes]:
        """Its bytes, once; raises `FormatLimit` before the first of them."""
        return self.format.write(self.extract)

    def check(self) -> None:
        """Raises `FormatLimit` where its bytes would; makes none of them."""
        if self.format.check is not None:
            self.format.check(self.extract)


@contextmanager
def open_export(
    database: Database,
    resource: Resource,
    raw: bytes | str,
    format: Format,
    *,
    contacts: Contacts = Contacts.NEVER,
    told: Told = NOTHING,
) -> Iterator[Export]:
    """The file that a query string asks for, of the moment at which it is opened.

    It has a connection of its own, so it may be read on any one thread. Raises `QueryRejected` with
    everything that is wrong with the question.
    """
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        yield export_of(reader, resource, raw, format, contacts=contacts, told=told)


def export_of(
    reader: Reader,
    resource: Resource,
    raw: bytes | str,
    format: Format,
    *,
    contacts: Contacts = Contacts.NEVER,
    told: Told = NOTHING,
) -> Export:
    """The same of a moment that is open already: several files may be of it, one after another."""
    snapshot = Snapshot(reader, dataset_state(reader))
    asked, style = read_file_question(snapshot, resource, raw, format, contacts)
    if contacts is Contacts.ALWAYS and asked.fields is None:
        asked = replace(asked, fields=tuple(resource.fields))
    view = view_of(snapshot, asked)
    moment = Moment.of(snapshot, view)
    extract = Extract(
        reader=reader,
        resource=resource,
        asked=asked,
        view=view,
        style=style,
        personal=_shows_contacts(resource, asked, contacts),
        total=_total(reader, resource, view, moment, told.counted),
        address=told.address,
        is_given_up=told.is_given_up,
    )
    return Export(format, extract, moment, newest_change(reader, view.version))


def read_file_question(
    snapshot: Snapshot, resource: Resource, raw: bytes | str, format: Format, contacts: Contacts
) -> FileQuestion:
    """What a query string asks of a file; raises `QueryRejected` with everything that is wrong."""
    accepts = replace(FILE, others=format.options, personal=contacts is not Contacts.NEVER)
    pairs, faults = split_query(raw)
    lookups = snapshot.lookups_for(names_in(raw))
    query, more = read_query(resource, pairs, lookups=lookups, accepts=accepts)
    style, others = read_style(pairs, format.options)
    if faults or more or others:
        raise QueryRejected((*faults, *more, *others))
    return FileQuestion(query, style)


def _total(
    reader: Reader, resource: Resource, view: View, moment: Moment, counted: Counted | None
) -> int:
    """The rows of the file: as counted before where nothing has changed since."""
    if counted is not None and counted.moment == moment:
        total = counted.total
    else:
        total = count_rows(reader, resource, view)
    return total if view.query.limit is None else min(total, view.query.limit)


def _shows_contacts(resource: Resource, asked: Query, contacts: Contacts) -> bool:
    """Only where the columns that were asked for hold some, as in lists."""
    if contacts is Contacts.NEVER or asked.fields is None or asked.fields == resource.public:
        return False
    return any(map(resource.is_personal, asked.fields))
