"""A database that gets documents and hand-made changes of one record."""

from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.database import Database
from app.domain.provenance import Author
from app.domain.record import today
from app.importer.report import Result
from app.models import Project
from app.store import acceptance, editing
from app.store.editing import Edit, Written
from app.store.history import moment
from app.store.versions import find_revertible
from app.writing.given import read_given
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.rows import stored_record

KEY = "2020-00001"
KIM = Author("Kim Exempel (k7wq2mzd)", "Enligt beslut.")


class Registry:
    """The database, and the steps of a record's life."""

    def __init__(self, database: Database, folder: Path, key: str = KEY) -> None:
        self.database = database
        self.folder = folder
        self.key = key

    def take_in(self, **facts: str) -> Result:
        """A page of the record with more facts by label."""
        page = make_page(**{"Diarienummer": "2020/00001", **facts})
        (result,) = import_contents(self.database, self.folder, page)
        return result

    def change(self, author: Author = KIM, **values: object) -> Written:
        with self.database.write() as session:
            project, edit = self._asked(session, author)
            return editing.change_project(session, project, read_given(values), edit, whole=False)

    def delete(self) -> None:
        with self.database.write() as session:
            project, edit = self._asked(session, KIM)
            editing.delete_project(session, project, edit)

    def revert(self, version: int) -> Written:
        with self.database.write() as session:
            found = find_revertible(session, KEY, version)
            edit = Edit(KIM, moment(session), today())
            project = editing.find_project(session, KEY)
            return editing.revert_project(session, KEY, project, found, edit)

    def accept(self, code: str, reason: str, author: Author = KIM) -> Written:
        with self.database.write() as session:
            project, edit = self._asked(session, author)
            return acceptance.accept_issue(session, project, code, reason, edit)

    def withdraw(self, code: str) -> Written:
        with self.database.write() as session:
            project, edit = self._asked(session, KIM)
            return acceptance.withdraw_acceptance(session, project, code, edit)

    def _asked(self, session: Session, author: Author) -> tuple[Project, Edit]:
        project = editing.find_project(session, self.key)
        assert project is not None
        return project, Edit(author, moment(session), today())

    def record(self) -> dict[str, Any]:
        return stored_record(self.database, KEY)
