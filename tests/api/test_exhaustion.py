"""The machine has no open file, memory or thread left: that is said, nothing is half, it passes."""

import errno
import os
import resource
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pytest
from httpx2 import Response
from openpyxl import load_workbook
from starlette.testclient import TestClient

from app.api import making
from app.api.contract.files import FILES
from app.database import Database, SqliteReader
from tests.api.conftest import open_client

ENOUGH = 8
"""Files that any answer needs at a time, and some more."""
ROWS = {"database-failed"}
"""What is said where the database has no file."""
ANY = {*ROWS, "out-of-resources"}
READ_BESIDE = {"xlsx", "parquet", "geojson"}
"""Formats that need a file of their own, outlines of regions among them."""
SAID = {
    **{one.path: ANY if one.format.name in READ_BESIDE else ROWS for one in FILES.values()},
    "/v1/projects?q=kompetens": ROWS,
    "/v1/changes": ROWS,
    "/v1/facets?by=region&q=kompetens": ROWS,
    "/docs": {"out-of-resources"},
}
"""Why an answer may be refused."""
SURE = {"/v1/projects.xlsx", "/v1/organisations.xlsx"}
"""Where there is, somewhere between, room for the rows and none for what is made of them."""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be opened, no folder can be looked through to remove it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@contextmanager
def files_left(number: int) -> Iterator[None]:
    """This process can open so many files more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[int] = []
    most = max(int(one.name) for one in Path("/proc/self/fd").iterdir()) + 1 + number
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        with suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(min(number, len(held))):
            os.close(held.pop())
        yield
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def no_thread_left() -> Iterator[None]:
    """This process can start no thread: none gets so large a stack."""
    before = threading.stack_size(2**46)
    try:
        yield
    finally:
        threading.stack_size(before)


def answers(client: TestClient, path: str) -> Iterator[str]:
    """What is said with none to enough files left, `ok` where the answer is whole."""
    refusals = []
    for number in range(ENOUGH):
        with files_left(number):
            answer = client.get(path)
        refusals.append(answer)
    whole = client.get(path)
    assert whole.status_code == 200
    for answer in refusals:
        if answer.status_code != 200:
            assert answer.status_code == 503, answer.text
            assert answer.headers["Retry-After"] == "5"
            yield answer.json()["code"]
        else:
            assert content_of(answer) == content_of(whole)
            yield "ok"


def content_of(answer: Response) -> object:
    """All that is told; a workbook, which bears when it was made, by its rows."""
    if not answer.headers["content-type"].endswith(".sheet"):
        return answer.content
    return list(load_workbook(BytesIO(answer.content)).worksheets[0].values)


@pytest.mark.parametrize(("path", "said"), SAID.items())
def test_an_answer_is_whole_or_says_that_nothing_is_left(
    golden_database: Database, path: str, said: set[str]
) -> None:
    """How many files the database needs, and another thread leaves free meanwhile, is not told."""
    with open_client(golden_database) as client:
        codes = set(answers(client, path))
    assert codes <= {"ok", *said}
    assert path not in SURE or "out-of-resources" in codes


@pytest.mark.parametrize("path", ["/v1/projects.csv", "/v1/projects.xlsx", "/v1/snapshots"])
def test_no_thread_left_is_said_and_takes_no_place(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(making, "MAX_FILES", 1)
    with open_client(golden_database) as client:
        with no_thread_left():
            refused = client.get(path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert refused.json()["code"] == "out-of-resources"
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "out-of-resources"),
        (OSError(errno.ENOSPC, "told elsewhere"), "out-of-resources"),
        (OSError(errno.EFBIG, "one file is too large"), "internal-error"),
        (RuntimeError("another"), "internal-error"),
    ],
)
def test_only_what_passes_is_told_to_pass(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    with open_client(golden_database) as client:
        with monkeypatch.context() as patched:

            def rows(*_: object) -> None:
                raise error

            patched.setattr(SqliteReader, "rows", rows)
            refused = client.get("/v1/projects")
        assert refused.json()["code"] == code
        assert ("Retry-After" in refused.headers) is (refused.status_code == 503)
        assert client.get("/v1/projects").status_code == 200
