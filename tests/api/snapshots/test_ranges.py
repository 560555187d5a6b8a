"""Some bytes of a snapshot's file (RFC 9110, 14)."""

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.snapshots.editions import SQLITE, Edition, FileKind
from tests.api.snapshots.conftest import address, problem
from tests.snapshots.kept import path_of


def test_ranges_put_together_are_the_file(
    given: TestClient, kind: FileKind, content: bytes
) -> None:
    size, step, parts = len(content), 5_000, []
    tag = given.head(address(kind, "latest")).headers["etag"]
    for start in range(0, size, step):
        headers = {"Range": f"bytes={start}-{start + step - 1}", "If-Range": tag}
        answer = given.get(address(kind, "latest"), headers=headers)
        assert answer.status_code == 206
        end = min(start + step, size) - 1
        assert answer.headers["content-range"] == f"bytes {start}-{end}/{size}"
        assert answer.headers["content-length"] == str(end - start + 1)
        assert answer.headers["etag"] == tag
        parts.append(answer.content)
    assert b"".join(parts) == content
    last = given.get(address(kind), headers={"Range": "bytes=-8"})
    assert (last.status_code, last.content) == (206, content[-8:])


def test_several_ranges_come_as_parts_of_one_answer(
    given: TestClient, edition: Edition, golden_database: Database
) -> None:
    content = path_of(golden_database, edition, SQLITE).read_bytes()
    headers = {"Range": "bytes=0-15, 100-199, 999999999-"}
    answer = given.get(address(SQLITE), headers=headers)
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert len(answer.content) == int(answer.headers["content-length"])
    assert content[:16] in answer.content
    assert content[100:200] in answer.content


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=9-2"},
        {"Range": "rows=0-2"},
        {"Range": f"bytes={','.join(['0-'] * 50)}"},
        {"Range": "bytes=0-2", "If-Range": '"other"'},
        {"Range": "bytes=0-2", "If-Range": "Sun, 06 Nov 1994 08:49:37 GMT"},
    ],
)
def test_a_range_that_is_none_or_of_another_file_gives_the_whole(
    given: TestClient, kind: FileKind, content: bytes, headers: dict[str, str]
) -> None:
    answer = given.get(address(kind), headers=headers)
    assert (answer.status_code, answer.content) == (200, content)


def test_a_range_beyond_the_end_is_refused_with_the_size(
    given: TestClient, kind: FileKind, content: bytes
) -> None:
    answer = given.get(address(kind), headers={"Range": f"bytes={len(content)}-"})
    assert problem(answer) == (416, "range-not-satisfiable")
    assert answer.headers["content-range"] == f"bytes */{len(content)}"
    assert answer.headers["cache-control"] == "no-store"
