"""The machine has no open file, memory or thread left: that is said, nothing is half, it passes."""

import errno
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from httpx2 import Response

from app.api import making
from app.api.contract.files import FILES
from app.database import Database, SqliteReader
from tests.api.conftest import open_client

READ_ANEW = ["/v1/projects?q=kompetens", "/v1/changes", "/v1/facets?by=region&q=kompetens", "/docs"]


@contextmanager
def no_file_left() -> Iterator[None]:
    """This process can open nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[int] = []
    most = max(int(one.name) for one in Path("/proc/self/fd").iterdir()) + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        with suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
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


def check_whole_or_refused(refused: Response, whole: Response) -> None:
    """Another thread may have left a file free meanwhile."""
    assert whole.status_code == 200
    if refused.status_code == 200:
        assert refused.content == whole.content
    else:
        assert refused.status_code == 503
        assert refused.json()["code"] in {"out-of-resources", "database-failed"}
        assert refused.headers["Retry-After"] == "5"


@pytest.mark.parametrize("path", [*(file.path for file in FILES.values()), *READ_ANEW])
def test_an_answer_is_whole_or_says_that_nothing_is_left(
    golden_database: Database, path: str
) -> None:
    with open_client(golden_database) as client:
        with no_file_left():
            refused = client.get(path)
        check_whole_or_refused(refused, client.get(path))


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
