"""A database that gets documents and hand-made changes of one record."""

from pathlib import Path
from typing import Any

from app.database import Database
from app.domain.provenance import Author
from app.domain.record import today
from app.importer.report import Result
from app.store import editing
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

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def take_in(self, **facts: str) -> Result:
        """A page of the record with more facts by label."""
        page = make_page(**{"Diarienummer": "2020/00001", **facts})
        (result,) = import_contents(self.database, self.folder, page)
        return result

    def change(self, author: Author = KIM, **values: object) -> Written:
        with self.database.write() as session:
            project = editing.find_project(session, KEY)
            assert project is not None
            edit = Edit(author, moment(session), today())
            return editing.change_project(session, project, read_given(values), edit, whole=False)

    def delete(self) -> None:
        with self.database.write() as session:
            project = editing.find_project(session, KEY)
            assert project is not None
            editing.delete_project(session, project, Edit(KIM, moment(session), today()))

    def revert(self, version: int) -> Written:
        with self.database.write() as session:
            found = find_revertible(session, KEY, version)
            edit = Edit(KIM, moment(session), today())
            project = editing.find_project(session, KEY)
            return editing.revert_project(session, KEY, project, found, edit)

    def record(self) -> dict[str, Any]:
        return stored_record(self.database, KEY)
