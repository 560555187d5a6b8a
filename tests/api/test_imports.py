"""Imports over HTTP: everything that is sent is reported, and done as the command line would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.importing import (
    IMPORTS,
    LIST,
    MAPPING,
    NEWS,
    PAGE,
    PROJECT,
    open_importer,
    outcomes,
    page,
    report,
    send,
    send_form,
)
from tests.api.keys import make_key
from tests.api.writers import Writer, contents, faults
from tests.importer.archives import make_archive


@pytest.fixture
def importer(empty_file: Path, tmp_path: Path) -> Iterator[Writer]:
    """A writer on a database without records."""
    with open_importer(empty_file, tmp_path) as writer:
        yield writer


def test_a_page_is_taken_in_and_reported(importer: Writer) -> None:
    answer = send(importer, page())
    assert answer.status_code == 202
    assert answer.headers["Location"] == "http://testserver/v1/imports/1"
    assert answer.headers["Cache-Control"] == "no-store"
    waiting = answer.json()
    assert (waiting["state"], waiting["done"], waiting["total"]) == ("waiting", 0, None)
    told = report(importer, answer)
    assert told["job"]["counts"]["created"] == told["job"]["total"] == told["job"]["done"] == 1
    assert told["job"].keys() == waiting.keys()
    [row] = told["data"]
    assert (row["document"], row["outcome"], row["id"]) == ("upload.txt", "created", "2020-00001")
    assert importer.record(PROJECT)[0]["number"] == "2020/00001"


def test_files_and_archives_of_a_form_are_reported_in_their_order(importer: Writer) -> None:
    archive = make_archive({"x/3.txt": page(3), "x/news.txt": NEWS})
    answer = send_form(
        importer,
        ("file", ("ett.txt", page(1))),
        ("file", ("allt.zip", archive)),
        ("file", ("två.txt", page(2))),
    )
    told = report(importer, answer)
    assert outcomes(told) == [
        ("ett.txt", "created"),
        ("allt.zip/x/3.txt", "created"),
        ("allt.zip/x/news.txt", "rejected"),
        ("två.txt", "created"),
    ]
    assert told["job"]["total"] == 4
    rejected = report(importer, answer, "?outcome=rejected")
    assert [row["reason"].partition(":")[0] for row in rejected["data"]] == ["not-a-project"]
    second = report(importer, answer, "?limit=2&offset=1")
    assert second["data"] == told["data"][1:3]
    assert second["next"].endswith(f"{IMPORTS}/1?limit=2&offset=3")
    assert report(importer, answer, "?limit=2&offset=2")["next"] is None


def test_an_archive_as_the_whole_body_is_opened(importer: Writer) -> None:
    archive = make_archive({f"{n}.txt": page(n) for n in (1, 2, 3)})
    told = report(importer, send(importer, archive, kind="application/zip"))
    assert told["job"]["counts"]["created"] == 3


def test_a_list_is_read_by_the_mapping_that_comes_with_it(importer: Writer) -> None:
    answer = send_form(importer, ("mapping", (None, MAPPING)), ("file", ("a.csv", LIST)))
    assert answer.json()["options"]["mapping"] is True
    [row] = report(importer, answer)["data"]
    assert (row["outcome"], row["rows"]["created"], row["rows"]["rejected"]) == ("created", 1, 1)
    assert [(one["row"], one["code"]) for one in row["rejects"]] == [(3, "no-name")]
    assert importer.record(PROJECT)[0]["name"] == "Bron"


def test_the_same_documents_again_change_nothing(importer: Writer) -> None:
    archive = make_archive({f"{n}.txt": page(n) for n in (1, 2)})
    report(importer, send(importer, archive, kind="application/zip"))
    again = report(importer, send(importer, archive, kind="application/zip"))
    assert again["job"]["counts"]["unchanged"] == 2


def test_a_dry_run_tells_field_by_field_and_stores_nothing_but_its_report(
    importer: Writer,
) -> None:
    report(importer, send(importer, page()))
    tables = ("import_job", "import_result", "dataset")
    before = {n: rows for n, rows in contents(importer.database).items() if n not in tables}
    changed = page(Region="Stockholm", Total_projektbudget="1")
    archive = make_archive({"a.txt": changed, "b.txt": page(2), "c.txt": page(2) + "\n"})
    told = report(importer, send(importer, archive, "?dry_run=true", "application/zip"))
    assert [row["outcome"] for row in told["data"]][:2] == ["updated", "created"]
    assert told["data"][2]["outcome"] == "unchanged"  # it knows of the document before it
    change = told["data"][0]["changes"]["total_budget"]
    assert (change["to"], change["hidden"]) == (1, False)
    assert told["data"][1]["changes"]["number"] == {
        "from": None,
        "to": "2020/00002",
        "hidden": False,
    }
    after = {n: rows for n, rows in contents(importer.database).items() if n not in tables}
    assert after == before
    assert sorted(path.name for path in importer.database.path.parent.glob("*rehearsal*")) == []


def test_the_options_are_those_of_the_command_line(importer: Writer) -> None:
    report(importer, send(importer, page()))
    importer.ask("PATCH", PROJECT, {"total_budget": 5})
    outcome = {}
    for number, question in enumerate(("", "?on_conflict=keep", "?on_conflict=replace")):
        other = page(Total_projektbudget="7 000", summary=f"Text {number}.")
        [row] = report(importer, send(importer, other, question))["data"]
        outcome[question] = row["outcome"], importer.record(PROJECT)[0]["total_budget"]
    assert outcome == {
        "": ("conflict", 5),
        "?on_conflict=keep": ("updated", 5),
        "?on_conflict=replace": ("updated", 7000),
    }
    importer.ask("DELETE", PROJECT)
    late = page(summary="Text efteråt.")
    assert report(importer, send(importer, late))["data"][0]["reason"].startswith("record-deleted")
    answer = send(importer, late, "?undelete=true&dated=2024-02-29")
    assert report(importer, answer)["data"][0]["id"] == "2020-00001"
    assert importer.record(PROJECT)[0]["source_date"] == "2024-02-29"
    options = answer.json()["options"]
    assert options == {
        "dry_run": False,
        "dated": "2024-02-29",
        "on_conflict": "report",
        "undelete": True,
        "mapping": False,
    }


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("?dryrun=true", [("dryrun", "unknown-parameter")]),
        ("?dry_run=ja", [("dry_run", "bad-value")]),
        ("?dry_run=", [("dry_run", "empty-value")]),
        ("?dated=2999-01-01", [("dated", "out-of-range")]),
        ("?dated=ig%C3%A5r", [("dated", "bad-value")]),
        ("?on_conflict=skip", [("on_conflict", "bad-value")]),
        (
            "?undelete=true&undelete=true&x=1",
            [("x", "unknown-parameter"), ("undelete", "repeated")],
        ),
        ("?dry_run=%zz", [("dry_run", "bad-encoding")]),
    ],
)
def test_everything_wrong_with_the_options_is_told_at_once(
    importer: Writer, question: str, told: list[tuple[str, str]]
) -> None:
    answer = send(importer, page(), question)
    assert answer.status_code == 400
    assert faults(answer) == told
    assert importer.ask("GET", IMPORTS).json()["total"] == 0


def test_the_same_import_under_its_word_is_made_once(importer: Writer) -> None:
    parts = [("file", ("a.txt", page()))]
    sent = [
        importer.client.post(
            IMPORTS, files=parts, headers={"X-API-Key": importer.key, "Idempotency-Key": "ett"}
        )
        for _ in range(2)
    ]
    assert sent[0].content == sent[1].content
    assert [answer.headers.get("Idempotency-Replayed") for answer in sent] == [None, "true"]
    assert importer.ask("GET", IMPORTS).json()["total"] == 1
    for question, content in (("", page(2)), ("?dry_run=true", page())):
        answer = send(importer, content, question, Idempotency_Key="ett")
        assert answer.json()["code"] == "idempotency-mismatch"
    report(importer, sent[0])
    assert contents(importer.database)["import_upload"] == []
    assert len(contents(importer.database)["import_job"]) == 1


def test_headers_that_an_import_has_no_use_for_are_refused(importer: Writer) -> None:
    for header in ({"Change_Reason": "för att"}, {"If_Match": "*"}):
        answer = send(importer, page(), **header)
        assert (answer.status_code, answer.json()["code"]) == (400, "conflict")


def test_imports_are_listed_the_newest_first_with_who_asked_for_admins(importer: Writer) -> None:
    for number in (1, 2, 3):
        report(importer, send(importer, page(number)))
    told = importer.ask("GET", f"{IMPORTS}?limit=2").json()
    assert [job["id"] for job in told["data"]] == [3, 2]
    assert (told["total"], told["next"][-len("?limit=2&offset=2") :]) == (3, "?limit=2&offset=2")
    assert {job["by"] for job in told["data"]} == {None}
    admin = {"X-API-Key": make_key(importer.database, "admin")}
    told = importer.client.get(f"{IMPORTS}/3", headers=admin).json()
    assert told["job"]["by"].startswith("Kim Exempel (")


@pytest.mark.parametrize("scope", [None, "read"])
def test_imports_need_a_key_that_may_write(importer: Writer, scope: str | None) -> None:
    report(importer, send(importer, NEWS))
    headers = {"X-API-Key": make_key(importer.database, scope)} if scope else {}
    client = importer.client
    answers = [client.get(f"{path}", headers=headers) for path in (IMPORTS, f"{IMPORTS}/1")]
    answers.append(client.get(f"{IMPORTS}/1/stream", headers=headers))
    answers.append(client.post(IMPORTS, content=page(), headers=headers | {"Content-Type": PAGE}))
    assert {answer.status_code for answer in answers} == {403 if scope else 401}


@pytest.mark.parametrize("name", ["2", "0", "x", "1 ", "01", "9" * 30, "%00", "١"])
def test_an_import_that_is_not_there_is_not_found(importer: Writer, name: str) -> None:
    report(importer, send(importer, NEWS))
    for address in (f"{IMPORTS}/{name}", f"{IMPORTS}/{name}/stream"):
        answer = importer.ask("GET", address)
        assert (answer.status_code, answer.json()["code"]) == (404, "import-not-found")


def test_the_stream_tells_the_end_and_ends(importer: Writer) -> None:
    answer = send(
        importer, make_archive({f"{n}.txt": page(n) for n in range(50)}), kind="application/zip"
    )
    text = importer.ask("GET", f"{IMPORTS}/1/stream").text
    *before, last = [event for event in text.split("\n\n") if event and not event.startswith(":")]
    assert last.startswith('event: done\ndata: {"id": 1, "state": "done"')
    assert all(event.startswith("event: progress\n") for event in before)
    assert report(importer, answer)["job"]["counts"]["created"] == 50
    head = importer.client.head(f"{IMPORTS}/1/stream", headers={"X-API-Key": importer.key})
    assert (head.status_code, head.headers["Cache-Control"]) == (200, "no-store")
