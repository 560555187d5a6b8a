"""What every endpoint works with: the settings, the database and one reading connection."""

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

from app.api.hot_rows import HotRows
from app.api.last_use import LastUse
from app.api.questions import Questions
from app.api.turns import Turns
from app.database import Database, Reader, SqliteReader
from app.jobs.runner import Runner
from app.mirror.mirror import Mirror
from app.query.resource import Resource
from app.settings import Settings
from app.snapshots.keeper import Keeper, Plan
from app.snapshots.shelf import Shelf
from app.store.reads import dataset_state
from app.store.snapshot import Snapshot
from app.suggestions.directory import Directory

CALLER = "caller"
"""Where a request's scope has its `Caller`, or None; see access.py."""
_VARIES = "varies_by_key"


@dataclass(slots=True)
class Service:
    """Lives as long as the server process; endpoints run inline, so one reader is enough."""

    settings: Settings
    database: Database
    last_use: LastUse = field(init=False)
    runner: Runner = field(init=False)  # of imports
    shelf: Shelf = field(init=False)  # of snapshots
    keeper: Keeper = field(init=False)  # of the shelf
    mirror: Mirror = field(init=False)
    directory: Directory = field(init=False)  # of owners and codes
    hot_rows: HotRows = field(default_factory=HotRows)
    questions: Questions = field(default_factory=Questions)
    figuring: Turns = field(default_factory=partial(Turns, 1))  # figures need much memory each
    lengthy: Turns = field(default_factory=partial(Turns, 2))  # statements
    wholes: Turns = field(default_factory=partial(Turns, 2))  # files that are made before they go
    streams: int = 0  # of changes and imports that are open
    uploads: int = 0  # that come in
    files: int = 0  # on their way out
    stopping: bool = False  # told to stop: what never ends by itself ends now
    _reader: SqliteReader | None = field(default=None)

    def __post_init__(self) -> None:
        self.last_use = LastUse(self.database)
        self.runner = Runner(self.database)
        self.shelf = Shelf.beside(self.database.path, self.settings.snapshot_folder)
        self.keeper = Keeper(self.database, self.shelf, Plan.of(self.settings))
        self.mirror = Mirror(self.database)
        self.directory = Directory(self.mirror)

    def reading(self, seconds: float = math.inf) -> AbstractContextManager[Reader]:
        """The database at one moment, within the time budget or a shorter one."""
        if self._reader is None:
            self._reader = self.database.reader()
        return self._reader.snapshot(seconds)

    @contextmanager
    def snapshot(self, seconds: float = math.inf) -> Iterator[Snapshot]:
        """The data of one moment, within the time budget or a shorter one."""
        with self.reading(seconds) as reader:
            yield Snapshot(reader, dataset_state(reader))

    def start(self) -> None:
        """Begins what is done in the background."""
        self.runner.start()
        self.keeper.start()
        with self.snapshot() as snapshot:
            self.mirror.start(snapshot)

    def close(self) -> None:
        """Ends what is done in the background, and closes every connection."""
        self.runner.stop()
        self.keeper.stop()
        self.mirror.stop()
        self.last_use.close()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.database.close()


def service_of(request: Request) -> Service:
    """The service of the app that a request came to."""
    service: Service = request.app.state.service
    return service


def shows_contacts(request: Request) -> bool:
    """Whether this caller may see contact persons on one record and what belongs to it."""
    setting = service_of(request).settings.contacts
    if setting != "key":
        return setting == "public"
    mark_varying(request.scope)
    return request.scope[CALLER] is not None


def may_name_contacts(request: Request) -> bool:
    """Whether this caller may name contact data among the columns of a list."""
    hidden = service_of(request).settings.contacts == "hidden"
    return not hidden and request.scope[CALLER] is not None


def lists_contacts(request: Request, resource: Resource, fields: tuple[str, ...] | None) -> bool:
    """Whether rows show this caller contact data: only to a key, where `fields` names some."""
    if fields is None or fields == resource.public or not any(map(resource.is_personal, fields)):
        return False
    mark_varying(request.scope)
    return may_name_contacts(request)


def mark_varying(connection: Scope) -> None:
    """Has the answer say that it depends on the key: `Vary`."""
    connection[_VARIES] = True


def varies_by_key(connection: Scope) -> bool:
    """Whether the answer was made to depend on the key."""
    return _VARIES in connection


def link(request: Request, path: str, query: str = "") -> str:
    """An absolute address, by the public address where one is set."""
    public = service_of(request).settings.public_url
    base = str(public) if public else str(request.base_url)
    return f"{base.rstrip('/')}{quote(path)}{'?' if query else ''}{query}"
