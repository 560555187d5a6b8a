"""What may be sent to be imported: whole, readable and within limits; else nothing is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api import uploads
from app.api.uploads import KINDS
from app.store import jobs
from tests.api.importing import (
    IMPORTS,
    MAPPING,
    NEWS,
    PAGE,
    Part,
    open_importer,
    outcomes,
    page,
    report,
    send,
    send_form,
)
from tests.api.writers import Writer, contents, faults
from tests.importer.archives import make_archive


@pytest.fixture
def importer(empty_file: Path, tmp_path: Path) -> Iterator[Writer]:
    """A writer on a database without records."""
    with open_importer(empty_file, tmp_path) as writer:
        yield writer


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_that_is_documented_is_taken(importer: Writer, kind: str) -> None:
    [row] = report(importer, send(importer, NEWS, kind=kind))["data"]
    assert (row["document"], row["outcome"]) == (KINDS[kind], "rejected")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([("mapping", (None, MAPPING))], [("/file", "required")]),
        (
            [("file", ("a.csv", b"a")), ("mapping", ("m.toml", b"columns = 1\nx = 2\n"))],
            [("/mapping/columns", "wrong-type"), ("/mapping/x", "unknown-field")],
        ),
        ([("files", ("a.txt", b"a"))], [("/files", "unknown-field")]),
        ([("file", (None, b"a"))], [("/file", "unknown-field")]),
        (
            [("file", ("a.txt", b"a")), ("mapping", (None, b"a=1")), ("mapping", ("m", b"a=1"))],
            [("/mapping", "repeated")],
        ),
        (
            [("file", ("a.txt", b"a")), ("mapping", ("m.toml", b"\xff")), ("dry_run", (None, "1"))],
            [("/dry_run", "unknown-field"), ("/mapping", "bad-value")],
        ),
        (
            [("file", ("a.txt", b"a")), ("mapping", ("m.toml", b"a" * 70_000))],
            [("/mapping", "too-long")],
        ),
    ],
)
def test_everything_wrong_with_a_form_is_told_at_once(
    importer: Writer, parts: list[Part], told: list[tuple[str, str]]
) -> None:
    answer = send_form(importer, *parts)
    assert answer.status_code == 422, answer.text
    assert faults(answer) == told
    assert contents(importer.database)["import_upload"] == []


def test_a_form_without_a_file_chosen_is_refused(importer: Writer) -> None:
    """As a browser sends it."""
    empty = form_body("").partition(b"a.txt")[0] + b'"\r\n\r\n\r\n--x--\r\n'
    answer = send(importer, empty, kind="multipart/form-data; boundary=x")
    assert faults(answer) == [("/file", "required")]


def form_body(end: str) -> bytes:
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="{}"\r\n\r\n'
    return f"{head.format('a.txt')}a\r\n{head.format('b.txt')}b{end}".encode()


@pytest.mark.parametrize("end", ["", "\r\n", "\r\n--x", "\r\n--x\r\n", "--", "\r\n--y--\r\n"])
def test_a_form_that_breaks_off_is_refused_whole(importer: Writer, end: str) -> None:
    kind = "multipart/form-data; boundary=x"
    assert send(importer, form_body("\r\n--x--\r\n"), kind=kind).status_code == 202
    answer = send(importer, form_body(end), kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-body")
    assert importer.ask("GET", IMPORTS).json()["total"] == 1


@given(content=st.binary(max_size=300), cut=st.integers(0, 400))
def test_no_form_breaks_the_reader(house: Writer, content: bytes, cut: int) -> None:
    body = form_body("\r\n--x--\r\n")[:cut] + content
    answer = send(house, body, kind="multipart/form-data; boundary=x")
    assert answer.status_code in (202, 400, 422), answer.text


@pytest.fixture(scope="module")
def house(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with open_importer(empty_file, tmp_path_factory.mktemp("forms")) as writer:
        yield writer


@pytest.mark.parametrize(
    "kind", ["application/json", "", "text/plain; charset=latin-1", "multipart/form-data"]
)
def test_what_cannot_be_read_is_refused_before_anything_is_stored(
    importer: Writer, kind: str
) -> None:
    answer = send(importer, page(), kind=kind)
    assert answer.status_code == (400 if kind.startswith("multipart") else 415)
    assert contents(importer.database)["import_job"] == []


def test_an_upload_has_a_limit_of_its_own(empty_file: Path, tmp_path: Path) -> None:
    with open_importer(
        empty_file, tmp_path, max_upload_bytes=5_000, max_body_bytes=1_000
    ) as importer:
        assert send(importer, "x" * 5_000).status_code == 202
        for body in (b"x" * 5_001, iter([b"x" * 5_000, b"x"])):
            answer = importer.client.post(
                IMPORTS,
                content=body,
                headers={"Content-Type": PAGE, "X-API-Key": importer.key},
            )
            assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
        assert importer.ask("POST", "/v1/projects", {"name": "x" * 2000}).status_code == 413


def test_a_large_upload_comes_through_in_pieces_unchanged(importer: Writer) -> None:
    noise = bytes(range(256)) * 20_000
    archive = make_archive({"brus.bin": noise, "a.txt": page()}, packed=0)
    told = report(importer, send(importer, archive, kind="application/zip"))
    assert outcomes(told) == [
        ("upload.zip/brus.bin", "rejected"),
        ("upload.zip/a.txt", "created"),
    ]
    assert contents(importer.database)["import_upload"] == []


def test_too_many_imports_at_a_time_are_refused(
    importer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_COMING", 0)
    answer = send(importer, page())
    assert (answer.status_code, answer.json()["code"]) == (503, "too-many-imports")
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "MAX_WAITING", 0)
    answer = send(importer, page())
    assert (answer.status_code, answer.json()["code"]) == (503, "too-many-imports")
    assert answer.headers["Retry-After"]
    assert contents(importer.database)["import_job"] == []
