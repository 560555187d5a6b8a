"""Workbooks are unpacked and packed anew; what cannot be looked through surely is kept no more."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from app.database import Database
from app.importer.incoming import Incoming, Options
from app.importer.run import import_documents
from app.store.redaction import packing
from tests.importer.archives import make_archive
from tests.restoring.keeping import query
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.lists import ALEX, KIM, as_rich_workbook, as_workbook, kept, take
from tests.store.redaction.people import EMAIL, NAME, act, traces


def in_workbook(**parts: bytes | str) -> bytes:
    """Her row in a workbook that holds more; `__` is a folder, `_` a dot."""
    with ZipFile(BytesIO(as_workbook([KIM, ALEX]))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    more = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    return make_archive({**held, **more})


@pytest.mark.parametrize(
    "parts",
    [
        {"xl__media__image1_png": b"\x89PNG\r\n\0\0"},
        {"xl__vbaProject_bin": b"\xd0\xcf\x11\xe0\0\0"},
        {"xl__printerSettings_bin": NAME.encode("utf-16-le")},
        {f"xl__{NAME}_xml": "<a/>"},
        {"xl__embeddings__a_zip": b"PK\3\4 damaged"},
    ],
    ids=str,
)
def test_a_workbook_that_cannot_be_rewritten_surely_is_kept_no_more(
    empty_database: Database, parts: Mapping[str, bytes | str]
) -> None:
    book = in_workbook(**parts)
    take(empty_database, book)
    act(empty_database, email=EMAIL, name=NAME)
    assert kept(empty_database) is None
    assert traces(empty_database) == []
    assert query(empty_database, "SELECT redacted_at IS NOT NULL FROM document") == [(1,)]
    assert breaches(empty_database) == {}
    take(empty_database, book, Options(again=True))
    assert kept(empty_database) is None
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_a_workbook_without_her_stays_as_it_is(empty_database: Database) -> None:
    content = as_workbook([ALEX])
    take(empty_database, content)
    act(empty_database, email=EMAIL)
    assert kept(empty_database) == content


def test_a_workbook_within_another_is_rewritten(empty_database: Database) -> None:
    inner = as_rich_workbook([KIM])
    take(empty_database, in_workbook(xl__embeddings__a_xlsx=inner))
    act(empty_database, email=EMAIL)
    assert traces(empty_database) == []
    assert kept(empty_database)


def test_a_rewritten_workbook_opens_and_keeps_its_other_cells(empty_database: Database) -> None:
    take(empty_database, as_rich_workbook([KIM, ALEX]))
    act(empty_database, email=EMAIL)
    sheet = load_workbook(BytesIO(kept(empty_database) or b"")).active
    assert sheet is not None
    rows = sheet.iter_rows(2, 3, 1, 7, values_only=True)
    first, second = (tuple(cell or "" for cell in row) for row in rows)
    assert first == ("2020/00001", "Bron", "Exempelkommunen", "", "", "", " ()")
    assert second == ALEX


@pytest.mark.parametrize("is_blocked", [False, True])
def test_a_workbook_that_is_a_bomb_is_not_kept(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, *, is_blocked: bool
) -> None:
    monkeypatch.setattr(packing, "MAX_UNPACKED", 1_000_000)
    bomb = in_workbook(xl__worksheets__sheet2_xml=bytes(2_000_000), xl__a_xlsx=in_workbook())
    if is_blocked:
        act(empty_database, email=EMAIL)
    take(empty_database, bomb)
    act(empty_database, email=EMAIL)
    assert kept(empty_database) is None
    assert traces(empty_database) == []


def test_what_cannot_be_looked_into_is_told(empty_database: Database) -> None:
    damaged = as_workbook([KIM])[:-40]
    contents = (b"%PDF-1.7 \xe5\xe4\xf6", b"\x89PNG\r\n\0\0", damaged)
    sent = [Incoming(f"{n}.bin", content=content) for n, content in enumerate(contents)]
    assert {one.outcome for one in import_documents(empty_database, sent, Options())} == {
        "rejected"
    }
    told = act(empty_database, email=EMAIL)
    assert {(place.where, place.what) for place in told} == {
        ("left", "no text, it may stand in it")
    }
    assert len(told) == 3
