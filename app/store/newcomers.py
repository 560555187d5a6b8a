"""Projects that nothing is known of yet, stored many at once: what `save_reading` would store, one
by one, for each of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlmodel import Session, select

from app.domain.provenance import IMPORT
from app.models import Change, PastProject, Project, ProjectVersion, StoredDocument
from app.store.among import Among
from app.store.columns import to_columns
from app.store.evidence import Evidence, dump
from app.store.history import Event, count_on
from app.store.inserts import insert_rows
from app.store.organisations import join_numberless
from app.store.owner_book import OwnerBook
from app.store.projects import Reading, combine, issues_of, optional
from app.store.records import GIVEN, key_of, make_record
from app.store.words import Entry, entry_of, index_entries

Row = dict[str, Any]
_VERSIONS = Among(select(ProjectVersion.project_id), ProjectVersion.project_id)
_NUMBERED = tuple(Among(select(one.number), one.number) for one in (Project, PastProject))
_NAMED = tuple(
    Among(select(one.name_key, one.owner_key), one.name_key) for one in (Project, PastProject)
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The rows that a reading makes where nothing is known of its project: all but what the
    database gives."""

    key: str
    columns: Row
    words: Entry
    provenance: str
    stated: str
    issues: tuple[str, ...]

    @property
    def owner_number(self) -> str | None:
        return optional(self.columns["owner_organisation_number"])

    @property
    def names(self) -> tuple[str, str]:
        """What it is known by where no number tells."""
        return self.columns["name_key"], self.columns["owner_key"]


def make_newcomer(reading: Reading, today: date) -> Newcomer:
    """The rows of a reading; needs no database."""
    evidence = combine(Evidence({}), reading)
    record = make_record(evidence, today)
    key = reading.key or key_of(record)
    columns = to_columns(record)
    return Newcomer(
        key,
        columns,
        entry_of(0, columns),
        dump(evidence),
        _to_json(tuple([name for name in record if record[name] is not None or name in GIVEN])),
        issues_of(record),
    )


class Newcomers:
    """Those of one transaction: met all at once, admitted one by one, stored when it is time."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at
        times = dict.fromkeys(("created_at", "updated_at", "last_seen_at"), at)
        self._begun: Row = {**times, "version": 1}
        self._taken: set[object] = set()
        self._owners = OwnerBook(session)
        self._admitted: list[Newcomer] = []
        self._documents: list[Row] = []

    def meet(self, newcomers: Sequence[Newcomer]) -> None:
        """Asks the database, once for all of them, what it knows of their keys and owners."""
        keys = {one.key for one in newcomers}
        numbers = {one.columns["number"] for one in newcomers} - {None}
        names = {one.columns["name_key"] for one in newcomers}
        self._session.flush()
        self._taken = {
            *(row[0] for row in _VERSIONS.rows(self._session, keys)),
            *(row[0] for held in _NUMBERED for row in held.rows(self._session, numbers)),
            *(tuple(row) for held in _NAMED for row in held.rows(self._session, names)),
        }
        self._owners.meet((one.columns["owner"], one.owner_number) for one in newcomers)

    def admit(self, newcomer: Newcomer, document: Row | None) -> bool:
        """Whether it is new without a doubt; then it is stored with the next `flush`, at once where
        other projects may move to its owner."""
        marks = _marks(newcomer)
        if not self._taken.isdisjoint(marks):
            return False
        owner = self._owners.settle(newcomer.columns["owner"], newcomer.owner_number)
        if owner is None:
            return False
        self._taken |= marks
        newcomer.columns.update({"id": newcomer.key, "owner_id": owner})
        self._admitted.append(newcomer)
        if document is not None:
            self._documents.append(document)
        if self._owners.may_join(newcomer.columns["owner"], newcomer.owner_number):
            self._join(newcomer.columns["owner"], newcomer.owner_number, owner)
        return True

    def pass_by(self, newcomer: Newcomer) -> None:
        """Someone else stores what it states: what it is known by is no longer certain."""
        self._taken |= _marks(newcomer)
        self._owners.doubt(newcomer.columns["owner"], newcomer.owner_number)

    def flush(self) -> None:
        """Stores everyone admitted, in their order."""
        admitted, documents = self._admitted, self._documents
        self._admitted, self._documents = [], []
        if not admitted:
            return
        self._owners.flush()
        count = len(admitted)
        version, seq = count_on(self._session, self._at, versions=count, changes=count)
        numbered = [
            (one, version - count + index, seq - count + index)
            for index, one in enumerate(admitted, start=1)
        ]
        insert_rows(
            self._session, Project, [self._project(one, since) for one, since, _ in numbered]
        )
        insert_rows(self._session, ProjectVersion, [self._version(one) for one in admitted])
        insert_rows(self._session, Change, [self._change(*one) for one in numbered])
        insert_rows(self._session, StoredDocument, documents)
        words = [one.words._replace(since=since) for one, since, _ in numbered]
        index_entries(self._session.connection(), words)

    def _join(self, name: str, number: str | None, owner: str) -> None:
        self.flush()
        join_numberless(self._session, name, owner, Event("update", self._at, IMPORT))
        self._owners.note_joined(name, number)

    def _project(self, one: Newcomer, since: int) -> Row:
        one.columns.update(self._begun, since=since)
        return one.columns

    def _version(self, one: Newcomer) -> Row:
        return {
            "project_id": one.key,
            "version": 1,
            "op": "create",
            "at": self._at,
            "by": IMPORT.by,
            "reason": IMPORT.reason,
            "provenance": one.provenance,
        }

    def _change(self, one: Newcomer, dataset_version: int, seq: int) -> Row:
        return {
            "seq": seq,
            "project_id": one.key,
            "version": 1,
            "op": "create",
            "changed_fields": one.stated,
            "at": self._at,
            "dataset_version": dataset_version,
        }


def _marks(newcomer: Newcomer) -> set[object]:
    return {newcomer.key, newcomer.names, newcomer.columns["number"]} - {None}


@lru_cache(maxsize=1_000)
def _to_json(names: tuple[str, ...]) -> str:
    """Names of fields, as the change feed bears them: most records state the same ones."""
    return json.dumps(names)
