"""Documents: sent from files or memory, waited for, and what became of them."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.responses import JSONResponse, Response

from app.database import Database
from app.main import create_app
from app.settings import Settings
from projektbank_client import ImportNotDone, KeyRefused, NotFound, Projektbank, Unavailable
from tests.api.importing import LIST, MAPPING, NEWS, page
from tests.api.keys import make_key
from tests.client.conftest import Connect
from tests.client.scripted import busy, scripted
from tests.serving import serve


@pytest.fixture
def importer(empty_database: Database, connect: Connect) -> Iterator[Projektbank]:
    """A client that may write, of a service that knows nothing yet."""
    key = make_key(empty_database, "write")
    with serve(create_app(Settings(database_url=empty_database.url))) as address:
        yield connect(address, key=key)


def outcomes(bank: Projektbank, number: int) -> dict[str, str]:
    return {row["document"]: row["outcome"] for row in bank.import_report(number)}


def test_documents_are_sent_and_waited_for(importer: Projektbank, tmp_path: Path) -> None:
    path = tmp_path / "sida å.txt"
    path.write_text(page(1), "utf-8")
    with ZipFile(tmp_path / "fler.zip", "w") as archive:
        archive.writestr("två.txt", page(2))
    made = importer.import_documents(
        path, str(tmp_path / "fler.zip"), ("nyheter.txt", NEWS.encode()), dated=date(2026, 1, 31)
    )
    assert made["state"] == "waiting"
    assert made["options"]["dated"] == "2026-01-31"
    done = importer.import_result(made["id"], seconds=30)
    assert done["state"] == "done"
    assert isinstance(done["ended_at"], datetime)
    assert outcomes(importer, made["id"]) == {
        "sida å.txt": "created",
        "fler.zip/två.txt": "created",
        "nyheter.txt": "rejected",
    }
    assert importer.import_report(made["id"], outcome="rejected").first().more["job"] == done
    assert [job["id"] for job in importer.imports()] == [made["id"]]
    assert importer.project("2020-00001")["id"] == "2020-00001"


def test_a_dry_run_tells_values_as_they_are(importer: Projektbank) -> None:
    importer.import_result(importer.import_documents(("a.txt", page().encode()))["id"])
    changed = page(1, **{"Total projektbudget": "1 234 567,50 kr"}).encode()
    trial = importer.import_documents(("a.txt", changed), dry_run=True)
    importer.import_result(trial["id"])
    [row] = importer.import_report(trial["id"])
    assert row["changes"]["total_budget"]["to"] == Decimal("1234567.5")
    assert importer.project("2020-00001")["total_budget"] != Decimal("1234567.5")


def test_lists_take_a_mapping_and_their_refused_rows_are_told(importer: Projektbank) -> None:
    sent = LIST.encode()
    made = importer.import_documents(("lista.csv", sent), mapping=MAPPING)
    importer.import_result(made["id"])
    [refused] = importer.quarantine()
    assert refused["rows"] == 1
    [row] = importer.quarantined(refused["sha256"])
    assert (row["code"], row["row"]) == ("no-name", 3)
    assert row["cells"] == {"Projekt": "", "Vem": "Exempelkommunen", "Dnr": "2020/00002"}


def test_what_was_refused_is_shown_and_read_again(importer: Projektbank, tmp_path: Path) -> None:
    importer.import_result(importer.import_documents(("nyheter.txt", NEWS.encode()))["id"])
    [refused] = importer.quarantine(code="not-a-project")
    key = sha256(NEWS.encode()).hexdigest()
    assert (refused["sha256"], refused["name"]) == (key, "nyheter.txt")
    assert importer.quarantined(key).first().more["document"]["at"] == refused["at"]
    assert importer.retry_quarantined(key)["outcome"] == "rejected"
    assert importer.document(key)["refused"] == "not-a-project"
    assert importer.document_text(key).startswith("1\tNyheter\n")
    saved = importer.download_document(key, tmp_path / "n.txt")
    assert saved.path.read_text("utf-8") == NEWS


def test_an_import_has_its_effect_once(importer: Projektbank) -> None:
    sent = ("a.txt", page().encode())
    first = importer.import_documents(sent, idempotency_key="dump-17")
    assert importer.import_documents(sent, idempotency_key="dump-17")["id"] == first["id"]


def test_a_form_that_is_sent_again_is_the_same(connect: Connect, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 300_000)
    with scripted(busy()) as (base, script), pytest.raises(Unavailable):
        connect(base).import_documents(path, mapping=MAPPING)
    assert len(script.bodies) == 3
    assert len(set(script.bodies)) == 1
    assert len({one.headers["idempotency-key"] for one in script.requests}) == 1


def test_a_file_that_is_not_there_is_an_error_of_the_system(
    importer: Projektbank, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        importer.import_documents(tmp_path / "none.txt")


def test_what_may_not_be_done_twice_is_asked_once(connect: Connect) -> None:
    with scripted(busy()) as (base, script), pytest.raises(Unavailable):
        connect(base).retry_quarantined("a")
    assert len(script.requests) == 1


@pytest.mark.parametrize(("state", "detail"), [("failed", "The disk is full."), ("running", None)])
def test_an_import_that_is_not_done_is_told(
    connect: Connect, state: str, detail: str | None
) -> None:
    told = JSONResponse({"id": 1, "state": state, "detail": detail}).body
    event = b"done" if state == "failed" else b"progress"
    stream = Response(
        b"event: %b\ndata: %b\n\n" % (event, bytes(told)), media_type="text/event-stream"
    )
    with scripted(stream) as (base, _), pytest.raises(ImportNotDone) as error:
        connect(base).import_result(1, seconds=0)
    assert error.value.job is not None
    assert error.value.job["detail"] == detail


def test_imports_need_a_key_and_tell_what_is_not_there(
    bank: Projektbank, importer: Projektbank
) -> None:
    with pytest.raises(KeyRefused):
        bank.import_documents(("a.txt", b"a"))
    with pytest.raises(NotFound):
        importer.import_result(17)
