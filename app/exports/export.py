"""From a query string to a file's bytes, of one moment; every door that gives files out uses it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import Enum

from app.database import Database
from app.exports.extract import Extract, count_rows
from app.exports.formats import Format
from app.exports.style import Style, read_style
from app.faults import QueryRejected
from app.query.accepts import FILE
from app.query.model import Query
from app.query.parse import read_query
from app.query.resource import Resource
from app.query.wire import split_query
from app.store.feed import feed_state
from app.store.reads import DatasetState, dataset_state
from app.store.snapshot import Snapshot
from app.store.view import view_of


class Contacts(Enum):
    """Whether contact data may stand in a file: never, in columns that the question names, or in
    all where it names none."""

    NEVER = "never"
    NAMED = "named"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Export:
    """A file in the making: what is known of it before its first byte."""

    format: Format
    extract: Extract
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


@contextmanager
def open_export(
    database: Database,
    resource: Resource,
    raw: bytes | str,
    format: Format,
    *,
    contacts: Contacts = Contacts.NEVER,
    address: str | None = None,
) -> Iterator[Export]:
    """The file that a query string asks for, of the moment at which it is opened.

    It has a connection of its own, so it may be read on any one thread. Raises `QueryRejected` with
    everything that is wrong with the question.
    """
    with closing(database.reader()) as connection, connection.snapshot() as reader:
        snapshot = Snapshot(reader, dataset_state(reader))
        asked, style = _read_question(snapshot, resource, raw, format, contacts)
        if contacts is Contacts.ALWAYS and asked.fields is None:
            asked = replace(asked, fields=tuple(resource.fields))
        view = view_of(snapshot, asked)
        extract = Extract(
            reader=reader,
            resource=resource,
            asked=asked,
            view=view,
            style=style,
            personal=_shows_contacts(resource, asked, contacts),
            total=count_rows(reader, resource, view),
            address=address,
        )
        yield Export(format, extract, feed_state(reader).latest)


def _read_question(
    snapshot: Snapshot, resource: Resource, raw: bytes | str, format: Format, contacts: Contacts
) -> tuple[Query, Style]:
    accepts = replace(FILE, others=format.options, personal=contacts is not Contacts.NEVER)
    pairs, faults = split_query(raw)
    past = any(pair.name == "as_of" for pair in pairs)
    lookups = snapshot.lookups_of_all_time if past else snapshot.lookups
    query, more = read_query(resource, pairs, lookups=lookups, accepts=accepts)
    style, others = read_style(pairs, format.options)
    if faults or more or others:
        raise QueryRejected((*faults, *more, *others))
    return query, style


def _shows_contacts(resource: Resource, asked: Query, contacts: Contacts) -> bool:
    """Only where the columns that were asked for hold some, as in lists."""
    if contacts is Contacts.NEVER or asked.fields is None or asked.fields == resource.public:
        return False
    return any(map(resource.is_personal, asked.fields))
