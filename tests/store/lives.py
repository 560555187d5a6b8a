"""Lives of a database at random: documents come in, people change, delete, merge and part."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app.database import Database
from app.domain.provenance import Author
from app.domain.record import today
from app.errors import ProjektbankError
from app.models import Organisation, Project
from app.query.compile import compile_page
from app.query.parse import parse_query
from app.query.resource import PROJECTS, Resource
from app.store import editing
from app.store.editing import Edit
from app.store.history import Event, moment
from app.store.merging import merge_organisation, undo_merge
from app.writing.given import read_given
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import ORGANISATION_NUMBERS, OWNERS, pages

KIM = Author("Kim Exempel (k7wq2mzd)", "Samma förening.")

Step = Callable[["Life"], None]


@dataclass(frozen=True)
class Life:
    """A database and a folder for its documents."""

    database: Database
    folder: Path

    def take_in(self, document: str) -> None:
        import_contents(self.database, self.folder, document)

    def merge(self, key: str, into: str) -> None:
        with self.database.write() as session:
            merge_organisation(session, key, into, by_hand(session))

    def part(self, key: str) -> None:
        with self.database.write() as session:
            undo_merge(session, key, by_hand(session))

    def change(self, key: str, **values: object) -> None:
        """Changes a record, if its rules allow."""
        with self.database.write() as session:
            project = session.exec(select(Project).where(Project.id == key)).one()
            edit = Edit(KIM, moment(session), today())
            try:
                editing.change_project(session, project, read_given(values), edit, whole=False)
            except ProjektbankError:
                session.rollback()

    def delete(self, key: str) -> None:
        with self.database.write() as session:
            project = session.exec(select(Project).where(Project.id == key)).one()
            editing.delete_project(session, project, Edit(KIM, moment(session), today()))

    def organisations(self, *, merged: bool) -> list[str]:
        """Ids of those that are merged into another, or of those that stand for themselves."""
        state = col(Organisation.merged_into)
        with Session(self.database.engine) as session:
            asked = state.is_not(None) if merged else state.is_(None)
            return list(session.exec(select(Organisation.id).where(asked).order_by("id")))

    def projects(self) -> list[str]:
        with Session(self.database.engine) as session:
            return list(session.exec(select(Project.id).order_by(Project.id)))


def listed(life: Life, asked: str, resource: Resource = PROJECTS) -> list[dict[str, Any]]:
    """The rows of a list, but for when they were last changed."""
    query = parse_query(resource, asked)
    statement = compile_page(resource, query, today=today())
    with closing(sqlite3.connect(life.database.path)) as connection:
        rows = connection.execute(statement.sql, statement.parameters).fetchall()
    clerical = {"version", "updated_at"}
    return [
        {name: value for name, value in json.loads(row[0]).items() if name not in clerical}
        for row in rows
    ]


def by_hand(session: Session) -> Event:
    """What a person does now."""
    return Event("update", moment(session), KIM)


@contextmanager
def lived(file: Path, steps: list[Step]) -> Iterator[Life]:
    """A database of one's own in which the steps were taken."""
    with TemporaryDirectory() as name, open_copy(file, Path(name)) as database:
        life = Life(database, Path(name))
        for step in steps:
            step(life)
        yield life


def steps() -> st.SearchStrategy[list[Step]]:
    """Any steps; those for which there is nothing there do nothing."""
    place = st.integers(0, 20)
    return st.lists(
        st.one_of(
            st.builds(_taking_in, pages()),
            st.builds(_taking_in, pages()),
            st.builds(_merging, place, place),
            st.builds(_parting, place),
            st.builds(_deleting, place),
            st.builds(
                _changing,
                place,
                st.sampled_from(OWNERS),
                st.sampled_from([None, ORGANISATION_NUMBERS[0], *ORGANISATION_NUMBERS[2:4]]),
            ),
        ),
        min_size=3,
        max_size=14,
    )


def _taking_in(document: str) -> Step:
    return lambda life: life.take_in(document)


def _merging(one: int, other: int) -> Step:
    def step(life: Life) -> None:
        standing = life.organisations(merged=False)
        if len({one % max(len(standing), 1), other % max(len(standing), 1)}) == 2:
            life.merge(standing[one % len(standing)], standing[other % len(standing)])

    return step


def _parting(place: int) -> Step:
    def step(life: Life) -> None:
        merged = life.organisations(merged=True)
        if merged:
            life.part(merged[place % len(merged)])

    return step


def _deleting(place: int) -> Step:
    def step(life: Life) -> None:
        projects = life.projects()
        if place < len(projects):
            life.delete(projects[place])

    return step


def _changing(place: int, owner: str, number: str | None) -> Step:
    def step(life: Life) -> None:
        projects = life.projects()
        if projects:
            key = projects[place % len(projects)]
            life.change(key, owner=owner, owner_organisation_number=number)

    return step
