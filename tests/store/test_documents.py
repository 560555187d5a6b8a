"""The documents themselves: stored byte for byte, refused ones with their reason."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.database import Database
from app.importer import desk, opening
from app.importer.document import MAX_SIZE
from app.models import Quarantined, StoredDocument
from app.store.documents import content_of
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.rows import everything

REFUSED = "inget projekt"


def documents(database: Database) -> list[StoredDocument]:
    with Session(database.engine) as session:
        return list(session.exec(select(StoredDocument)))


def quarantined(database: Database) -> list[Quarantined]:
    with Session(database.engine) as session:
        return list(session.exec(select(Quarantined)))


@pytest.mark.parametrize("content", [make_page().encode("cp1252"), b"\x00\xff\r\nbinary", b""])
def test_a_document_comes_back_byte_for_byte(
    empty_database: Database, tmp_path: Path, content: bytes
) -> None:
    import_contents(empty_database, tmp_path, content)
    (document,) = documents(empty_database)
    assert content_of(document) == content
    assert (document.name, document.size) == ("0.txt", len(content))


def test_a_document_names_its_layout_reader_and_record(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, make_page(Diarienummer="2020/00001"))
    (document,) = documents(empty_database)
    assert document.project_id == "2020-00001"
    assert (document.layout, document.reader_version) == ("site-2014-2020", 3)


def test_of_a_too_large_document_only_name_size_and_hash_are_kept(
    empty_database: Database, tmp_path: Path
) -> None:
    content = make_page().encode() + b" " * MAX_SIZE
    for _ in range(2):
        (result,) = import_contents(empty_database, tmp_path, content)
        assert (result.reason or "").startswith("too-large: ")
    (document,) = documents(empty_database)
    assert document.content is None
    assert content_of(document) is None
    assert (document.name, document.size, len(document.sha256)) == ("0.txt", len(content), 64)
    assert [one.code for one in quarantined(empty_database)] == ["too-large"]


def test_a_refused_document_is_kept_once(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, REFUSED)
    before = everything(empty_database)
    results = import_contents(empty_database, tmp_path, REFUSED, REFUSED)
    assert [result.outcome for result in results] == ["rejected"] * 2
    assert everything(empty_database) == before
    assert [one.code for one in quarantined(empty_database)] == ["not-a-project"]


def test_another_reason_takes_the_place_of_the_old_one(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(opening, "read_document", lambda _: 1 / 0)
        import_contents(empty_database, tmp_path, REFUSED)
    import_contents(empty_database, tmp_path, REFUSED)
    assert [one.code for one in quarantined(empty_database)] == ["not-a-project"]
    assert len(documents(empty_database)) == 1


def test_a_document_taken_in_later_leaves_the_quarantine(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(Diarienummer="2020/00001")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "read_document", lambda _: 1 / 0)
        import_contents(empty_database, tmp_path, page)
    assert quarantined(empty_database) != []
    (result,) = import_contents(empty_database, tmp_path, page)
    assert result.outcome == "created"
    assert quarantined(empty_database) == []
    assert [one.project_id for one in documents(empty_database)] == ["2020-00001"]


def test_a_document_refused_later_still_names_the_record_it_made(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_contents(empty_database, tmp_path, make_page(Diarienummer="2020/00001"))
    monkeypatch.setattr(desk, "READER_VERSIONS", {"site-2014-2020": 99})
    monkeypatch.setattr(opening, "read_document", lambda _: 1 / 0)
    import_contents(empty_database, tmp_path, make_page(Diarienummer="2020/00001"))
    assert [one.code for one in quarantined(empty_database)] == ["reader-failed"]
    assert [one.project_id for one in documents(empty_database)] == ["2020-00001"]


def test_a_mended_reader_reads_a_known_document_again(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(Diarienummer="2020/00001")
    import_contents(empty_database, tmp_path, page)
    monkeypatch.setattr(desk, "READER_VERSIONS", {"site-2014-2020": 99})
    (result,) = import_contents(empty_database, tmp_path, page)
    assert (result.outcome, result.matched_by) == ("unchanged", "number")
