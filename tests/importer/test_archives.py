"""Archives: every document of an honest one, and none of one that is made to do harm."""

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.errors import REJECTIONS
from app.importer import traps
from app.importer.archives import count_documents, expand
from app.importer.incoming import Incoming
from app.importer.rereading import reread
from app.store.documents import unpack
from app.store.integrity.laws import judge
from tests.importer.archives import (
    FLAGS,
    METHOD,
    PACKED_SIZE,
    SIZE,
    make_archive,
    make_link,
    make_twins,
    rewrite,
)
from tests.importer.files import import_files, write
from tests.importer.pages import make_page
from tests.store.rows import everything

PAGES = {"b.txt": "andra", "mapp/a.html": "<p>första", "mapp/å.txt": "tredje"}
WORKBOOK = make_archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
LETTER = make_archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def sent(content: bytes) -> Incoming:
    return Incoming("allt.zip", content=content, url="https://example.se/allt.zip")


def codes(content: bytes) -> list[str | None]:
    """What becomes of each document of an archive: the code of its refusal."""
    found = list(expand(sent(content)))
    assert count_documents(sent(content)) == len(found)
    return [one.refusal.code if one.refusal else None for one in found]


def refused_whole(content: bytes) -> str:
    """The code with which all of an archive is refused; its bytes come along."""
    [one] = expand(sent(content))
    assert (one.name, one.content) == ("allt.zip", content)
    assert one.refusal
    return one.refusal.code


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_member_is_a_document_with_its_path_as_name(packed: int) -> None:
    found = list(expand(sent(make_archive(PAGES, packed))))
    assert [(one.name, one.content) for one in found] == [
        (f"allt.zip/{name}", content.encode()) for name, content in PAGES.items()
    ]
    assert {one.url for one in found} == {"https://example.se/allt.zip"}


def test_an_archive_on_the_disk_is_read_the_same_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "allt.zip"
    path.write_bytes(make_archive(PAGES))
    found = [one.content for one in expand(Incoming("allt.zip", path))]
    assert found == [one.content for one in expand(sent(path.read_bytes()))]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"P", b"Projekt\n", b"PK", b"\x1f\x8b\x08\x00"])
def test_what_is_no_archive_stays_what_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    for one in (sent(content), Incoming("a.zip", path), Incoming("a.zip", tmp_path / "none")):
        assert list(expand(one)) == [one]


def test_what_is_expanded_already_is_not_expanded_again() -> None:
    inner = make_archive(PAGES)
    once = list(expand(sent(make_archive({"a.zip": inner, "b.txt": "b", "c.xlsx": WORKBOOK}))))
    assert [again for one in once for again in expand(one)] == once


def test_a_workbook_is_a_document_itself() -> None:
    assert list(expand(sent(WORKBOOK))) == [sent(WORKBOOK)]
    assert codes(make_archive({"a.xlsx": WORKBOOK})) == [None]


def test_folders_hidden_files_and_what_macos_adds_are_passed_over() -> None:
    extra = {"mapp/": "", "__MACOSX/mapp/._a.html": "x", ".DS_Store": "x", "mapp/.git/b": "x"}
    assert len(codes(make_archive({**extra, **PAGES}))) == len(PAGES)
    assert refused_whole(make_archive(extra)) == "empty"
    assert refused_whole(make_archive({})) == "empty"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a", "a/../../b", "C:/a", "c:a", "a\\b", "..\\a", "a" * 1001]
)
def test_a_name_that_leads_elsewhere_refuses_the_whole_archive(name: str) -> None:
    assert refused_whole(make_archive({"b.txt": "b", name: "a"})) == "archive-unsafe-path"


def test_a_name_with_a_nul_or_a_link_refuses_the_whole_archive() -> None:
    nul = make_archive({"b.txt_": "b"}).replace(b"b.txt_", b"b.txt\0")
    assert refused_whole(nul) == "archive-unsafe-path"
    assert refused_whole(make_link("a.txt", "/etc/passwd")) == "archive-unsafe-path"


def test_what_swells_too_much_refuses_the_whole_archive() -> None:
    bomb = make_archive({"a.txt": "b", "b.txt": b"\0" * 5_000_000})
    assert len(bomb) < 10_000
    assert refused_whole(bomb) == "archive-bomb"
    assert refused_whole(make_archive({"xl/workbook.xml": b"\0" * 5_000_000})) == "archive-bomb"
    assert refused_whole(rewrite(make_archive(PAGES), *SIZE, 1_900_000_000)) == "archive-bomb"


def test_members_that_overlap_refuse_the_whole_archive() -> None:
    assert refused_whole(rewrite(make_archive(PAGES), *PACKED_SIZE, 900)) == "archive-bomb"


def test_more_than_is_allowed_in_all_refuses_the_whole_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = make_archive(PAGES)
    monkeypatch.setattr(traps, "MAX_UNPACKED", sum(len(text.encode()) for text in PAGES.values()))
    assert codes(archive) == [None, None, None]
    monkeypatch.setattr(traps, "MAX_UNPACKED", traps.MAX_UNPACKED - 1)
    assert refused_whole(archive) == "archive-bomb"


def test_a_crowd_of_members_is_refused_before_its_directory_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for place in range(100_000):
            file.writestr(zipfile.ZipInfo(str(place)), b"")
    assert refused_whole(buffer.getvalue()) == "archive-too-many"


@pytest.mark.parametrize("members", [2, 3])
def test_a_crowd_is_counted_across_the_pieces_that_are_read(
    members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traps, "MAX_MEMBERS", 2)
    archive = make_archive({str(place): "text" for place in range(members)})
    for piece in (4, 5, 6, 7, 11, 1000):
        monkeypatch.setattr(traps, "_PIECE", piece)
        refusal = traps.find_crowd(io.BytesIO(archive))
        assert (refusal is not None) == (members > 2), piece


def test_a_bad_member_refuses_only_itself() -> None:
    inner = make_archive({"x": "y"})
    archive = make_archive({"a.txt": "a", "b.zip": inner, "c.docx": LETTER, "d.txt": "d"})
    assert codes(archive) == [None, "archive-nested", "unsupported-format", None]
    assert codes(make_twins("a.txt", "a", "b")) == [None, "archive-duplicate"]
    damaged = make_archive({"a.txt": "abcdef", "b.txt": "ghi"}, zipfile.ZIP_STORED)
    assert codes(damaged.replace(b"abcdef", b"abcdeX")) == ["archive-broken", None]


def test_a_document_of_another_program_is_refused() -> None:
    assert refused_whole(LETTER) == "unsupported-format"
    assert refused_whole(make_archive({"mimetype": "application/epub+zip"})) == "unsupported-format"


def test_what_cannot_be_unpacked_refuses_the_member() -> None:
    archive = make_archive(PAGES)
    assert codes(rewrite(archive, *FLAGS, 1)) == ["archive-encrypted"] * 3
    assert codes(rewrite(archive, *METHOD, zipfile.ZIP_LZMA)) == ["unsupported-format"] * 3
    for size in (1, 3, 99):
        assert codes(rewrite(archive, *SIZE, size)) == ["archive-broken"] * 3


def test_an_archive_is_kept_once_for_the_members_that_cannot_be_unpacked(
    empty_database: Database, tmp_path: Path
) -> None:
    archive = rewrite(make_archive(PAGES), *FLAGS, 1)
    assert [one.content for one in expand(sent(archive))] == [archive, None, None]
    results = list(import_files(empty_database, [write(tmp_path, archive, "allt.zip")]))
    assert [result.outcome for result in results] == ["rejected"] * 3
    with closing(empty_database.reader()) as reader:
        kept = reader.rows("SELECT content, code FROM document JOIN quarantine USING (sha256)")
    assert [(unpack(content), code) for content, code in kept] == [(archive, "archive-encrypted")]


def test_what_is_kept_of_an_archive_can_be_read_again(
    empty_database: Database, tmp_path: Path
) -> None:
    damaged = make_archive({"a.txt": "abcdef", "b.txt": make_page()}, zipfile.ZIP_STORED)
    damaged = damaged.replace(b"abcdef", b"abcdeX")
    first = list(import_files(empty_database, [write(tmp_path, damaged, "allt.zip")]))
    assert [result.outcome for result in first] == ["rejected", "created"]
    before = everything(empty_database)["document"]
    outcomes = [result.outcome for result in reread(empty_database)]
    assert outcomes == ["unchanged", "rejected", "unchanged"]
    assert everything(empty_database)["document"] == before
    with closing(empty_database.reader()) as reader, reader.snapshot() as snapshot:
        assert [verdict.breaches for verdict in judge(snapshot) if verdict.breaches] == []


def test_a_damaged_archive_is_refused() -> None:
    archive = make_archive(PAGES)
    assert refused_whole(archive[:-30]) == "archive-broken"
    assert refused_whole(b"PK\x03\x04 and more text") == "archive-broken"


@settings(max_examples=400)
@given(data=st.data())
def test_no_mutation_of_an_archive_breaks_the_reader(data: st.DataObject) -> None:
    archive = bytearray(make_archive({**PAGES, "c.xlsx": WORKBOOK}))
    places = st.integers(0, len(archive) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=6)):
        archive[place] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del archive[data.draw(places) :]
    for one in expand(sent(bytes(archive))):
        assert one.content is not None or one.refusal is not None
        assert one.refusal is None or one.refusal.code in REJECTIONS
