"""Imports over HTTP for tests: sent, waited for, and their reports."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from httpx2 import Response

from tests.api.keys import bearer
from tests.api.writers import Writer, open_writer
from tests.importer.pages import make_page

IMPORTS = "/v1/imports"
PAGE = "text/plain"
Part = tuple[str, tuple[str | None, bytes | str]]
"""A part of a form: its name, then the name of its file, if it is one, and its content."""
_PATIENCE = 20
PROJECT = "/v1/projects/2020-00001"
NEWS = "Nyheter\n\nDen här sidan handlar inte om något projekt.\n"
MAPPING = '[columns]\n"Projekt" = "name"\n"Vem" = "owner"\n"Dnr" = "number"\n'
LIST = "Projekt;Vem;Dnr\nBron;Exempelkommunen;2020/00001\n;Exempelkommunen;2020/00002\n"


@contextmanager
def open_importer(file: Path, folder: Path, **settings: object) -> Iterator[Writer]:
    """A writer on a copy of a database whose service does imports."""
    with open_writer(file, folder, **settings) as writer, writer.client:
        yield writer


def send(
    writer: Writer,
    content: str | bytes,
    question: str = "",
    kind: str = PAGE,
    **headers: str,
) -> Response:
    """The answer to one document as the whole body."""
    body = content.encode() if isinstance(content, str) else content
    return writer.ask("POST", f"{IMPORTS}{question}", content=body, kind=kind, **headers)


def send_form(writer: Writer, *parts: Part, question: str = "") -> Response:
    """The answer to a form of these parts."""
    address = f"{IMPORTS}{question}"
    return writer.client.post(address, files=list(parts), headers=bearer(writer.key))


def report(writer: Writer, answer: Response, question: str = "") -> dict[str, Any]:
    """The whole report of an import that was taken in, once it has come to its end."""
    assert answer.status_code == 202, answer.text
    address = f"{IMPORTS}/{answer.json()['id']}"
    deadline = time.monotonic() + _PATIENCE
    while True:
        told = writer.ask("GET", f"{address}{question}")
        assert told.status_code == 200, told.text
        content: dict[str, Any] = told.json()
        if content["job"]["state"] in ("done", "failed"):
            return content
        assert time.monotonic() < deadline, content["job"]
        time.sleep(0.02)


def outcomes(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Document and outcome of every row of a report."""
    return [(row["document"], row["outcome"]) for row in told["data"]]


def page(number: int = 1, **labels: str) -> str:
    return make_page(Diarienummer=f"2020/{number:05d}", **labels)
