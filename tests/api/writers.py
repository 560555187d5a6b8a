"""A writer: a client of the real application with a key, and the database behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.api.contract.writes import NEW_PROJECT
from app.database import Database
from app.domain.keys import Scope
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.conftest import open_copy
from tests.store.rows import Rows, everything

PROJECTS = "/v1/projects"
NEW = f"{PROJECTS}/{NEW_PROJECT['number']}"
"""Where the invented project of the examples lives once it is made."""


@dataclass(frozen=True)
class Writer:
    """Asks with its key; header names have `_` for `-`."""

    client: TestClient
    database: Database
    key: str

    def ask(
        self,
        method: str,
        address: str,
        body: Any = None,  # noqa: ANN401 - any JSON
        *,
        content: bytes | None = None,
        kind: str = "application/json",
        **headers: str,
    ) -> Response:
        """The answer to a JSON `body`, or to `content` of a media type."""
        given = bearer(self.key) | {name.replace("_", "-"): text for name, text in headers.items()}
        if content is not None:
            given["Content-Type"] = kind
        sent = {name.encode(): text.encode() for name, text in given.items()}
        if content is not None:
            return self.client.request(method, address, content=content, headers=sent)
        if method in ("GET", "DELETE"):
            return self.client.request(method, address, headers=sent)
        return self.client.request(method, address, json=body, headers=sent)

    def record(self, address: str) -> tuple[dict[str, Any], str]:
        """A record as it is shown, and its tag."""
        answer = self.ask("GET", address)
        assert answer.status_code == 200, answer.text
        return answer.json(), answer.headers["ETag"]

    def make(self, **more: object) -> dict[str, Any]:
        """The invented project, stored."""
        answer = self.ask("POST", PROJECTS, NEW_PROJECT | more)
        assert answer.status_code == 201, answer.text
        record: dict[str, Any] = answer.json()
        return record


@contextmanager
def open_writer(file: Path, folder: Path, **settings: object) -> Iterator[Writer]:
    """A writer on a copy of a database."""
    with open_copy(file, folder) as database:
        yield writer_of(database, **settings)


def writer_of(database: Database, name: str = "Kim Exempel", /, **settings: object) -> Writer:
    """A writer on a database; its key has a name."""
    return Writer(
        open_client(database, **settings), database, make_key(database, Scope.WRITE, name)
    )


def faults(answer: Response) -> list[tuple[str, str]]:
    """Where and what, of every fault that an answer tells."""
    return [
        (error.get("pointer", error.get("parameter")), error["code"])
        for error in answer.json()["errors"]
    ]


def contents(database: Database) -> Rows:
    """Everything but when a key was used."""
    return {**everything(database), "api_key": []}
