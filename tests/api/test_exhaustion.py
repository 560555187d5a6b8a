"""The machine has no open file left: that is said, nothing is half, and it passes."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from httpx2 import Response

from app.api.contract.files import FILES
from app.database import Database
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
