"""What every endpoint works with: the settings, the database and one reading connection."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import Request

from app.database import Database, Reader, SqliteReader
from app.domain.quality import RULES
from app.query.lookups import Lookups
from app.settings import Settings
from app.store.reads import DatasetState, dataset_state, is_code_in_use

_ISSUES: Mapping[str, frozenset[str]] = {"quality_issues": frozenset(RULES)}


class Snapshot(NamedTuple):
    """One consistent view of the data for one request."""

    reader: Reader
    dataset: DatasetState

    @property
    def lookups(self) -> Lookups:
        """What the parser may ask of the data."""
        return Lookups(partial(is_code_in_use, self.reader), _ISSUES)


@dataclass(slots=True)
class Service:
    """Lives as long as the server process; endpoints run inline, so one reader is enough."""

    settings: Settings
    database: Database
    _reader: SqliteReader | None = field(default=None)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The data of one moment, within the time budget."""
        if self._reader is None:
            self._reader = self.database.reader()
        with self._reader.snapshot() as reader:
            yield Snapshot(reader, dataset_state(reader))

    def close(self) -> None:
        """Closes every connection."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.database.close()

    @property
    def shows_contacts(self) -> bool:
        return self.settings.contacts == "public"


def service_of(request: Request) -> Service:
    """The service of the app that a request came to."""
    service: Service = request.app.state.service
    return service


def link(request: Request, path: str, query: str = "") -> str:
    """An absolute address, by the public address where one is set."""
    public = service_of(request).settings.public_url
    base = str(public) if public else str(request.base_url)
    return f"{base.rstrip('/')}{quote(path)}{'?' if query else ''}{query}"
