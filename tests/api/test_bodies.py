"""What a write refuses of its body: unreadable, too large, of another type, against the rules."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from tests.api.writers import NEW, PROJECTS, Writer, contents, open_writer, writer_of
from tests.writing.bodies import anything

OTHER = f"{PROJECTS}/2020-00713"
WRITES = (
    ("POST", PROJECTS),
    ("PUT", NEW),
    ("PUT", OTHER),
    ("PATCH", OTHER),
    ("POST", f"{OTHER}/revert"),
    ("POST", f"{PROJECTS}/bulk?mode=upsert"),
    ("POST", f"{PROJECTS}/bulk?mode=create&atomic=false"),
    ("POST", f"{PROJECTS}/bulk?mode=update&atomic=false"),
    ("POST", f"{PROJECTS}/bulk?mode=delete&atomic=false"),
)
KINDS = ("application/json", "application/x-ndjson", "text/csv")


@pytest.fixture(scope="module")
def lasting(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A writer whose database goes through every example."""
    with open_writer(golden_file, tmp_path_factory.mktemp("bodies")) as writer:
        yield writer


@pytest.fixture(scope="module")
def steady(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A writer of the invented project, to whom nothing is ever allowed."""
    with open_writer(golden_file, tmp_path_factory.mktemp("rules")) as writer:
        writer.make()
        yield writer


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


@pytest.mark.parametrize(("method", "address"), WRITES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"{",
        b"{}{}",
        b"{'name': 1}",
        b'{"name": "a",}',
        b'{"total_budget": NaN}',
        b'{"total_budget": -Infinity}',
        b'{"total_budget": 01}',
        b'{"name": "a\tb"}',
        b'{"name": "\xe5"}',
        '{"name": "Å"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"null null",
    ],
    ids=repr,
)
def test_malformed_json_is_a_400(steady: Writer, method: str, address: str, content: bytes) -> None:
    answer = steady.ask(method, address, content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-body")


@pytest.mark.parametrize("depth", range(300, 1000, 7))
def test_no_depth_of_nesting_is_a_fault_of_ours(lasting: Writer, depth: int) -> None:
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        body = opening * depth + b"1" + closing * depth
        assert lasting.ask("POST", PROJECTS, content=body).status_code in (400, 422)


def test_a_byte_order_mark_is_no_fault(writer: Writer) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"phase": "Genomförande"}).encode()
    assert writer.ask("PATCH", OTHER, content=body).status_code == 200


@pytest.mark.parametrize(("method", "address"), WRITES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/json; charset=latin-1"},
        {"Content_Type": "multipart/form-data; boundary=x"},
        {"Content_Type": "application/json", "Content_Encoding": "gzip"},
    ],
    ids=str,
)
def test_another_type_or_coding_is_a_415(
    steady: Writer, method: str, address: str, headers: dict[str, str]
) -> None:
    kind, *coding = headers.values()
    more = {"Content_Encoding": coding[0]} if coding else {}
    answer = steady.ask(method, address, content=b"{}", kind=kind, **more)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON;charset=UTF-8",
        'application/json; profile="x"; charset="utf-8"',
        "application/merge-patch+json; charset=utf-8; v=1",
    ],
)
def test_json_is_read_in_every_spelling_of_its_type(writer: Writer, kind: str) -> None:
    assert writer.ask("PATCH", OTHER, content=b"{}", kind=kind).status_code == 200


@pytest.mark.parametrize(("method", "address"), WRITES)
def test_a_body_over_the_limit_is_a_413_with_a_length_or_without(
    golden_database: Database, method: str, address: str
) -> None:
    writer = writer_of(golden_database, max_body_bytes=1_000)
    before = contents(golden_database)
    headers = {"Authorization": f"Bearer {writer.key}", "Content-Type": "application/json"}
    whole = writer.client.request(method, address, content=b" " * 1_001, headers=headers)
    pieces = (b" " * 100 for _ in range(11))
    chunked = writer.client.request(method, address, content=pieces, headers=headers)
    for answer in (whole, chunked):
        assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    within = writer.client.request(method, address, content=b" " * 1_000, headers=headers)
    assert within.status_code == 400
    assert contents(golden_database) == before


def check_is_answered(writer: Writer, method: str, address: str, body: bytes, kind: str) -> None:
    answer = writer.ask(method, address, content=body, kind=kind)
    assert answer.status_code in (200, 201, 400, 404, 409, 415, 422), answer.text
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.slow
@settings(max_examples=150)
@given(write=st.sampled_from(WRITES), body=anything, listed=st.booleans())
def test_arbitrary_json_is_never_a_fault_of_ours(
    lasting: Writer, write: tuple[str, str], body: object, listed: bool
) -> None:
    content = json.dumps([body] if listed else body).encode()
    check_is_answered(lasting, *write, content, "application/json")


@pytest.mark.slow
@settings(max_examples=150)
@given(
    write=st.sampled_from(WRITES),
    body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    kind=st.sampled_from(KINDS),
    start=st.sampled_from([b"", b'{"name":', b"id,name\n", b'"', b"\xef\xbb\xbf"]),
)
def test_arbitrary_bytes_are_never_a_fault_of_ours(
    lasting: Writer, write: tuple[str, str], body: bytes, kind: str, start: bytes
) -> None:
    check_is_answered(lasting, *write, start + body, kind)
