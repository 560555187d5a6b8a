"""What was refused is told of, shown and read again; documents are shown as they came in."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.importer.document import MAX_SIZE, Document, Draft
from tests.api.importing import (
    LIST,
    MAPPING,
    NEWS,
    PROJECT,
    open_importer,
    page,
    report,
    send,
    send_form,
)
from tests.api.keys import make_key
from tests.api.writers import Writer, contents, faults, writer_of
from tests.importer.archives import make_archive

BROKEN = b"PK\x03\x04 avbruten"
BINARY = b"\0\1\2"
QUARANTINE, DOCUMENTS = "/v1/quarantine", "/v1/documents"


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@pytest.fixture
def importer(empty_file: Path, tmp_path: Path) -> Iterator[Writer]:
    with open_importer(empty_file, tmp_path) as writer:
        yield writer


@pytest.fixture
def refused(importer: Writer) -> Writer:
    """News, an archive that is broken, and a list of which a row is refused."""
    for answer in (
        send(importer, NEWS),
        send(importer, BROKEN, kind="application/zip"),
        send_form(importer, ("mapping", (None, MAPPING)), ("file", ("a.csv", LIST))),
    ):
        report(importer, answer)
    return importer


def told(writer: Writer, address: str) -> dict[str, Any]:
    answer = writer.ask("GET", address)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def test_what_was_refused_is_listed_lists_with_their_rows_too(refused: Writer) -> None:
    listed = {row["sha256"]: row for row in told(refused, QUARANTINE)["data"]}
    assert listed.keys() == {sha256(one) for one in (NEWS, BROKEN, LIST)}
    news, rows = listed[sha256(NEWS)], listed[sha256(LIST)]
    assert (news["name"], news["code"], news["rows"]) == ("upload.txt", "not-a-project", 0)
    assert (news["size"], news["kept"]) == (len(NEWS.encode()), True)
    assert (rows["code"], rows["rows"]) == (None, 1)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("not-a-project", ["upload.txt"]),
        ("archive-broken", ["upload.zip"]),
        ("no-name", ["a.csv"]),
        ("empty", []),
    ],
)
def test_it_is_listed_by_its_reason(refused: Writer, code: str, names: list[str]) -> None:
    listed = told(refused, f"{QUARANTINE}?code={code}")
    assert [row["name"] for row in listed["data"]] == names
    assert (listed["total"], listed["query"]) == (len(names), f"code={code}")


def test_it_is_listed_a_page_at_a_time(refused: Writer) -> None:
    whole = told(refused, QUARANTINE)["data"]
    first = told(refused, f"{QUARANTINE}?limit=2")
    assert first["next"].endswith("?limit=2&offset=2")
    assert first["data"] + told(refused, f"{QUARANTINE}?limit=2&offset=2")["data"] == whole


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("code=not-a-projekt", ("code", "bad-value")),
        ("code=", ("code", "empty-value")),
        ("code=empty&code=empty", ("code", "repeated")),
        ("codes=empty", ("codes", "unknown-parameter")),
        ("limit=0", ("limit", "out-of-range")),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    importer: Writer, question: str, fault: tuple[str, str]
) -> None:
    answer = importer.ask("GET", f"{QUARANTINE}?{question}")
    assert (answer.status_code, faults(answer)) == (400, [fault])


def test_a_refused_document_shows_how_it_begins_and_its_rows(refused: Writer) -> None:
    news = told(refused, f"{QUARANTINE}/{sha256(NEWS)}")
    assert (news["document"]["text"], news["data"]) == (NEWS, [])
    rows = told(refused, f"{QUARANTINE}/{sha256(LIST)}")
    assert rows["total"] == 1
    [row] = rows["data"]
    assert (row["row"], row["code"]) == (3, "no-name")
    assert row["cells"] == {"Projekt": "", "Vem": "Exempelkommunen", "Dnr": "2020/00002"}
    archive = told(refused, f"{QUARANTINE}/{sha256(BROKEN)}")
    assert archive["document"]["text"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_beginning_of_a_long_text_is_cut_between_letters(
    importer: Writer, encoding: str
) -> None:
    text = "Nyhet utan projekt å ä ö " * 2_000
    for shift in ("", "x", "å"):
        content = (shift + text).encode(encoding)
        report(importer, send(importer, content))
        shown = told(importer, f"{QUARANTINE}/{sha256(content)}")["document"]["text"]
        assert shown == (shift + text)[:2_000]


def test_what_was_taken_in_is_in_no_quarantine(importer: Writer) -> None:
    report(importer, send(importer, page()))
    for address in (sha256(page()), sha256("nothing"), "%00", "x"):
        answer = importer.ask("GET", f"{QUARANTINE}/{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "document-not-found")
        assert importer.ask("POST", f"{QUARANTINE}/{address}/retry").status_code == 404


def test_trying_again_takes_in_what_a_mended_reader_reads(
    importer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Document) -> Draft:
        raise TypeError("nobody thought of it")

    retry = f"{QUARANTINE}/{sha256(page())}/retry"
    with monkeypatch.context() as broken:
        broken.setattr("app.importer.opening.read_document", fail)
        [row] = report(importer, send(importer, page()))["data"]
        assert row["reason"].startswith("reader-failed")
        assert importer.ask("POST", retry).json()["outcome"] == "rejected"
    again = importer.ask("POST", retry)
    assert (again.status_code, again.json()["outcome"]) == (200, "created")
    assert again.json().keys() == row.keys()
    assert told(importer, QUARANTINE)["total"] == 0
    assert importer.record(PROJECT)[0]["number"] == "2020/00001"


def test_trying_a_list_again_reads_it_by_its_mapping(refused: Writer) -> None:
    again = refused.ask("POST", f"{QUARANTINE}/{sha256(LIST)}/retry").json()
    assert (again["rows"]["unchanged"], again["rows"]["rejected"]) == (1, 1)
    assert told(refused, f"{QUARANTINE}/{sha256(LIST)}")["total"] == 1


@pytest.mark.parametrize("header", ["Idempotency-Key", "Change-Reason", "If-Match"])
def test_trying_again_takes_no_header_that_means_nothing_there(
    refused: Writer, header: str
) -> None:
    headers = {"X-API-Key": refused.key, header: '"x"'}
    answer = refused.client.post(f"{QUARANTINE}/{sha256(NEWS)}/retry", headers=headers)
    assert (answer.status_code, faults(answer)) == (400, [(header, "conflict")])


def test_what_is_too_large_to_keep_says_so(importer: Writer) -> None:
    noise = b"x" * (MAX_SIZE + 1)
    report(importer, send(importer, noise))
    shown = told(importer, f"{QUARANTINE}/{sha256(noise)}")["document"]
    assert (shown["kept"], shown["text"], shown["size"]) == (False, None, len(noise))
    for method, address in (
        ("POST", f"{QUARANTINE}/{sha256(noise)}/retry"),
        ("GET", f"{DOCUMENTS}/{sha256(noise)}?as=text"),
        ("GET", f"{DOCUMENTS}/{sha256(noise)}?as=original"),
    ):
        answer = importer.ask(method, address)
        assert (answer.status_code, answer.json()["code"]) == (404, "document-not-kept")


def test_a_member_that_is_refused_is_kept_as_any_other(importer: Writer) -> None:
    inner = make_archive({"a.txt": page()})
    report(importer, send(importer, make_archive({"b.zip": inner}), kind="application/zip"))
    [row] = told(importer, f"{QUARANTINE}?code=archive-nested")["data"]
    assert (row["sha256"], row["name"]) == (sha256(inner), "upload.zip/b.zip")
    original = importer.ask("GET", f"{DOCUMENTS}/{sha256(inner)}?as=original")
    assert original.content == inner


def test_a_document_says_what_it_is(importer: Writer) -> None:
    report(importer, send(importer, page(), "?dated=2024-02-29"))
    document = told(importer, f"{DOCUMENTS}/{sha256(page())}")
    assert document | {"imported_at": None, "layout": None, "reader_version": None} == {
        "sha256": sha256(page()),
        "name": "upload.txt",
        "url": None,
        "dated": "2024-02-29",
        "size": len(page().encode()),
        "layout": None,
        "reader_version": None,
        "project_id": "2020-00001",
        "imported_at": None,
        "redacted_at": None,
        "kept": True,
        "refused": None,
        "refused_rows": 0,
    }


def test_the_original_is_a_download_that_no_browser_runs(importer: Writer) -> None:
    content = "<script>alert(1)</script>".encode("utf-16")
    report(importer, send_form(importer, ("file", ("../å/sida ett.html", content))))
    answer = importer.ask("GET", f"{DOCUMENTS}/{sha256(content)}?as=original")
    assert answer.content == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    disposition = "attachment; filename*=UTF-8''sida%20ett.html"
    assert answer.headers["Content-Disposition"] == disposition


def test_the_lines_are_those_that_provenance_counts(golden_database: Database) -> None:
    writer = writer_of(golden_database)
    looked_at = 0
    for record in told(writer, "/v1/projects?limit=100")["data"]:
        stated = told(writer, f"/v1/projects/{record['id']}/provenance")["fields"].values()
        for one in stated:
            if one["origin"] != "stated" or not one["line"]:
                continue
            text = writer.ask("GET", f"{DOCUMENTS}/{one['document']['sha256']}?as=text").text
            numbered = dict(line.split("\t", 1) for line in text.split("\n") if "\t" in line)
            assert one["raw"] in numbered[str(one["line"])]
            looked_at += 1
    assert looked_at > 50


def test_the_rows_of_a_list_bear_their_numbers(refused: Writer) -> None:
    answer = refused.ask("GET", f"{DOCUMENTS}/{sha256(LIST)}?as=text")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert [line.partition("\t")[0] for line in answer.text.splitlines()] == ["2", "3"]
    assert '"Projekt": "Bron"' in answer.text


def test_what_is_no_text_has_no_lines(importer: Writer) -> None:
    report(importer, send(importer, BINARY))
    answer = importer.ask("GET", f"{DOCUMENTS}/{sha256(BINARY)}?as=text")
    assert (answer.status_code, answer.json()["code"]) == (422, "document-rejected")


@pytest.mark.parametrize("question", ["as=pdf", "as=", "like=text", "as=text&as=text", "limit=1"])
def test_a_form_that_there_is_not_is_refused(refused: Writer, question: str) -> None:
    answer = refused.ask("GET", f"{DOCUMENTS}/{sha256(NEWS)}?{question}")
    assert answer.status_code == 400


@pytest.mark.parametrize("scope", [None, "read"])
def test_documents_and_quarantine_need_a_key_that_may_write(
    refused: Writer, scope: str | None
) -> None:
    headers = {"X-API-Key": make_key(refused.database, scope)} if scope else {}
    addresses = (
        QUARANTINE,
        f"{QUARANTINE}/{sha256(NEWS)}",
        f"{DOCUMENTS}/{sha256(NEWS)}",
        f"{DOCUMENTS}/{sha256(NEWS)}?as=original",
        f"{DOCUMENTS}/{sha256('nothing')}",
    )
    answers = [refused.client.get(address, headers=headers) for address in addresses]
    retry = f"{QUARANTINE}/{sha256(NEWS)}/retry"
    before = contents(refused.database)
    answers.append(refused.client.post(retry, headers=headers))
    assert {answer.status_code for answer in answers} == {403 if scope else 401}
    assert contents(refused.database) == before
