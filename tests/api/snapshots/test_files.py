"""The files of a snapshot as they go over the wire: what they say of themselves, and who
need not be sent them."""

import asyncio
import base64
import hashlib
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from app.api import sending
from app.snapshots.editions import SQLITE, FileKind
from tests.api.snapshots.conftest import address, problem, scope_of, stay
from tests.api.test_exhaustion import ANY, answers


def test_a_file_says_what_it_is(given: TestClient, kind: FileKind, content: bytes) -> None:
    answer = given.get(address(kind))
    digest = hashlib.sha256(content)
    assert (answer.status_code, answer.content) == (200, content)
    headers = answer.headers
    assert headers["etag"] == f'"{digest.hexdigest()}"'
    assert headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert headers["cache-control"] == "public, max-age=86400"
    assert headers["content-disposition"] == f'attachment; filename="projects.v12.{kind.format}"'
    assert headers["content-length"] == str(len(content))
    assert (headers["accept-ranges"], headers["content-type"]) == ("bytes", kind.media_type)
    assert (headers["x-total-count"], headers["x-change-seq"]) == ("12", "12")
    assert parsedate_to_datetime(headers["last-modified"]) <= datetime.now().astimezone()
    exposed = headers["access-control-expose-headers"].split(", ")
    assert {"Accept-Ranges", "Content-Length", "Content-Range", "Repr-Digest"} <= {*exposed}


def test_where_no_file_can_be_opened_that_is_said(given: TestClient, kind: FileKind) -> None:
    said = set(answers(given, address(kind)))
    assert "out-of-resources" in said <= {"ok", *ANY}


def test_the_newest_says_where_it_stays(given: TestClient, kind: FileKind, content: bytes) -> None:
    answer = given.get(address(kind, "latest"))
    assert answer.content == content
    assert answer.headers["content-location"] == f"http://testserver{address(kind)}"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["etag"] == given.get(address(kind)).headers["etag"]


@pytest.mark.parametrize("version", [12, "latest"])
def test_head_answers_as_get_without_the_file(
    given: TestClient, kind: FileKind, version: object
) -> None:
    clerical = {"server-timing", "x-request-id"}
    whole = dict(given.get(address(kind, version)).headers)
    for headers in ({}, {"Range": "bytes=0-3"}):  # ranges are of GET alone
        answer = given.head(address(kind, version), headers=headers)
        assert (answer.status_code, answer.content) == (200, b"")
        same = {name for name in whole if whole[name] == answer.headers.get(name)} | clerical
        assert same == whole.keys() == answer.headers.keys()


def test_who_holds_it_gets_nothing(given: TestClient, kind: FileKind) -> None:
    first = given.get(address(kind))
    tag, made = first.headers["etag"], first.headers["last-modified"]
    held: list[dict[str, str]] = [
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-None-Match": tag, "Range": "bytes=0-3"},
        {"If-Modified-Since": made},
    ]
    for headers in held:
        for method in ("GET", "HEAD"):
            answer = given.request(method, address(kind), headers=headers)
            assert (answer.status_code, answer.content) == (304, b""), headers
            assert answer.headers["etag"] == tag
            assert answer.headers["cache-control"] == first.headers["cache-control"]
    others: list[dict[str, str]] = [
        {"If-None-Match": '"other"', "If-Modified-Since": made},
        {"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Match": tag},
        {"If-Match": "*"},
    ]
    for headers in others:
        assert given.get(address(kind), headers=headers).status_code == 200, headers
    refused = given.get(address(kind, "latest"), headers={"If-Match": '"other"'})
    assert problem(refused) == (412, "precondition-failed")


def test_no_parameter_is_taken(given: TestClient, kind: FileKind) -> None:
    assert problem(given.get(f"{address(kind)}?region=SE12")) == (400, "unknown-parameter")
    assert given.get(f"{address(kind)}?utm_source=x").status_code == 200


def test_a_client_that_takes_nothing_is_let_go(
    given: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "IDLE_SECONDS", 0.05)
    started = []

    async def send(message: Message) -> None:
        started.append(message["type"])
        if message["type"] == "http.response.body":
            await asyncio.sleep(60)

    answered = given.app(scope_of(address(SQLITE)), stay, send)
    asyncio.run(asyncio.wait_for(answered, 10))
    assert started == ["http.response.start", "http.response.body"]
