"""Whole lists lose a redacted person, whatever their format: CSV, JSON, workbooks."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from app.database import Database
from app.domain.contacts import Kind
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping as ListMapping
from app.importer.report import Result
from app.importer.rereading import reread
from app.importer.run import import_documents
from app.store.redaction import content, packing
from app.store.redaction.blocklist import BlockList
from app.store.redaction.scrubbing import Scrubber
from tests.importer.archives import make_archive
from tests.importer.tables.lists import to_csv, to_workbook
from tests.restoring.keeping import back_up, put_back, query
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, page, traces
from tests.store.rows import everything, stored_project

HEADINGS = (
    "number", "name", "owner", "contact_name", "contact_email", "contact_phone", "Projektledare"
)  # fmt: skip
KIM = ("2020/00001", "Bron", "Exempelkommunen", NAME, EMAIL, PHONE, f"{NAME} ({PHONE})")
ALEX = (
    "2020/00002",
    "Vägen",
    "Exempelkommunen",
    "Alex Påhitt",
    "alex@example.se",
    "08-123 45 67",
    "",
)
REFUSED = ("2020/00003", "", "Exempelkommunen", NAME, EMAIL, PHONE, "")
Rows = Sequence[Sequence[str]]


def as_csv(rows: Rows) -> bytes:
    return to_csv(HEADINGS, *rows)


def as_utf_16(rows: Rows) -> bytes:
    return to_csv(HEADINGS, *rows, encoding="utf-16")


def as_lines(rows: Rows) -> bytes:
    return b"\n".join(_hidden(dict(zip(HEADINGS, row, strict=False))) for row in rows)


def as_json(rows: Rows) -> bytes:
    return b"[" + as_lines(rows).replace(b"\n", b",") + b"]"


def as_workbook(rows: Rows) -> bytes:
    return to_workbook(Projekt=[HEADINGS, *rows])


def as_rich_workbook(rows: Rows) -> bytes:
    """Each text of several words in another fount from the second on; who wrote it, a remark."""
    content = BytesIO()
    with Workbook(content) as workbook:
        workbook.set_properties({"author": NAME, "comments": f"Fråga {EMAIL}"})
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        for number, cells in enumerate((HEADINGS, *rows)):
            for column, cell in enumerate(cells):
                first, _, rest = cell.partition(" ")
                if rest and number:
                    sheet.write_rich_string(number, column, f"{first[:-1]} "[:-1], bold,
                                            f"{first[-1]} {rest[:3]}", rest[3:] or " ")  # fmt: skip
                else:
                    sheet.write_string(number, column, cell)
        sheet.write_comment(1, 1, f"{NAME} vet mer", {"author": NAME})
        sheet.write_url(1, 9, f"mailto:{EMAIL}", string="post")
        sheet.set_header(f"&L{NAME} svarar")
    return content.getvalue()


def _hidden(values: Mapping[str, str]) -> bytes:
    """An object whose every second letter is escaped."""
    pairs = (f'"{name}": "{_escape(text)}"' for name, text in values.items())
    return f"{{{', '.join(pairs)}}}".encode()


def _escape(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" if at % 2 else one for at, one in enumerate(text))


FORMS = (as_csv, as_utf_16, as_lines, as_json, as_workbook, as_rich_workbook)


def take(database: Database, content: bytes, options: Options | None = None) -> Result:
    sent = Incoming("lista.txt", content=content)
    [result] = import_documents(database, [sent], options or Options())
    return result


def kept(database: Database) -> bytes | None:
    """What is kept of the list."""
    [(content,)] = query(database, "SELECT content FROM document WHERE name = 'lista.txt'")
    return content and zlib.decompress(content)


@pytest.mark.parametrize("asked", [{"email": EMAIL}, {"name": NAME}], ids=str)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_a_list_and_it_can_be_read_again(
    empty_database: Database, form: Callable[[Rows], bytes], asked: Mapping[str, str]
) -> None:
    result = take(empty_database, form([KIM, ALEX, REFUSED]))
    assert result.rows is not None
    assert (result.rows.counts["created"], result.rows.refused) == (2, 1)
    assert traces(empty_database)
    places = act(empty_database, **asked)
    assert traces(empty_database) == []
    assert {"document", "quarantine", "record"} <= {place.where for place in places}
    assert act(empty_database, **asked) == []
    [again] = reread(empty_database)
    assert again.rows is not None
    assert again.rows.counts["unchanged"] == 2
    assert stored_project(empty_database, "2020-00002").contact_name == "Alex Påhitt"
    assert breaches(empty_database) == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_list_that_comes_in_obeys_the_block_list(
    empty_database: Database, form: Callable[[Rows], bytes]
) -> None:
    """Her name and number, which went with her address, are known at the owner alone."""
    sent = [Incoming("a.txt", content=page().encode())]
    list(import_documents(empty_database, sent, Options()))
    act(empty_database, email=EMAIL)
    take(empty_database, form([(*KIM[:4], "", PHONE, NAME), ALEX, (*REFUSED[:4], "", PHONE, "")]))
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_a_contact_that_a_newer_page_outdid_goes_from_the_list(
    empty_database: Database, form: Callable[[Rows], bytes]
) -> None:
    alex = {"Kontaktperson": "Alex Påhitt", "E-post": "alex@example.se", "Telefonnummer": "08-1"}
    newer = Incoming("a.txt", content=page(1, alex).encode(), dated=date(2024, 1, 1))
    older = Incoming("b.txt", content=form([KIM]), dated=date(2020, 1, 1))
    late = Incoming("c.txt", content=page(1).encode(), dated=date(2020, 1, 2))
    list(import_documents(empty_database, [newer, older, late], Options()))
    assert stored_project(empty_database, "2020-00001").contact_name == "Alex Påhitt"
    act(empty_database, email=EMAIL)
    assert traces(empty_database) == []
    assert stored_project(empty_database, "2020-00001").contact_name == "Alex Påhitt"


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


def test_json_stays_json_where_a_bare_number_goes(empty_database: Database) -> None:
    own = {"Projektägare organisationsnummer": "800101-1234"}
    sent = Incoming("a.txt", content=page(1, own).encode())
    list(import_documents(empty_database, [sent], Options()))
    act(empty_database, email=EMAIL)
    values = {"name": "Bron", "owner": "Bolaget", "owner_organisation_number": 8001011234}
    rows = [{**values, "phase": f"nr {n}: ,"} for n in range(2)] + [{"x": [8001011234]}]
    take(empty_database, json.dumps(rows).encode())
    held = json.loads(kept(empty_database) or b"")
    assert [row.get("owner_organisation_number") for row in held] == [None] * 3
    assert [row.get("phase") for row in held] == ["nr 0: ,", "nr 1: ,", None]
    assert traces(empty_database) == []


@pytest.mark.parametrize("noise", [b"\x81", b"\xe5", b"\xc3"])
def test_a_list_with_single_bytes_that_are_no_text_is_redacted(
    empty_database: Database, noise: bytes
) -> None:
    """It is UTF-8 but for them; its letters would be others in any other encoding."""
    name = "Kim Plånterad"
    rows = [(*KIM[:3], name, EMAIL, "", f"Å {name}"), (*ALEX[:6], "Å {noise}")]
    content = as_csv(rows).replace(b"{noise}", noise)
    take(empty_database, content)
    act(empty_database, name=name)
    assert EMAIL.encode() not in (kept(empty_database) or b"")
    assert name.encode() not in (kept(empty_database) or b"")
    assert noise in (kept(empty_database) or b"")


SIGNS = st.text(alphabet='ab ;,\n<>&"\\{}', max_size=120)


@given(texts=st.lists(SIGNS, min_size=1, max_size=12), form=st.sampled_from(["{}", "{} ", "\n{}"]))
def test_she_goes_wherever_in_a_long_text_she_stands(texts: list[str], form: str) -> None:
    blocks = BlockList("hemligt", [])
    blocks.add(Kind.NAME, NAME.casefold())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "_AT_ONCE", 100)
        patch.setattr(content, "_SEAM", 60)
        told = form.format(" Kim Planterad ").join(texts).encode()
        scrubbed = content.scrub_content(told, content.Lines(), Scrubber(blocks)).content
    assert b"Planterad" not in scrubbed
    assert scrubbed.count(b"\n") == told.count(b"\n")


def test_what_is_told_of_a_document_obeys_the_block_list(empty_database: Database) -> None:
    """Its name, its address, the mapping by which it was read."""
    address = f"https://example.se/{NAME.replace(' ', '%20')}/lista.csv"
    columns = "".join(f"{name} = '{name}'\n" for name in HEADINGS[:6])
    mapping = f"[columns]\n{columns}# {NAME}, {EMAIL}\n"

    def sent(rows: Rows) -> Incoming:
        return Incoming(f"{NAME}.csv", content=as_csv(rows), url=address)

    options = Options(mapping=ListMapping(mapping))
    list(import_documents(empty_database, [sent([KIM, ALEX])], options))
    act(empty_database, email=EMAIL, name=NAME, in_text=True)
    assert traces(empty_database) == []
    list(import_documents(empty_database, [sent([KIM, REFUSED])], options))
    refused = Incoming(f"{NAME}.txt", content=b"Nyheter", url=address)
    list(import_documents(empty_database, [refused], Options()))
    assert len(everything(empty_database)["document"]) == 3
    assert traces(empty_database) == []


@pytest.mark.parametrize("form", [as_lines, as_workbook])
def test_a_restore_takes_her_out_of_lists_too(
    empty_database: Database, tmp_path: Path, form: Callable[[Rows], bytes]
) -> None:
    take(empty_database, form([KIM, ALEX, REFUSED]))
    file = back_up(empty_database, tmp_path)
    act(empty_database, email=EMAIL)
    put_back(empty_database, file)
    assert traces(empty_database) == []
    assert stored_project(empty_database, "2020-00002").contact_name == "Alex Påhitt"
