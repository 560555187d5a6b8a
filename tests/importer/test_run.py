"""The import: which files, what becomes of each, and that one never harms another."""

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.serving import SEEDS
from app.database import Database
from app.errors import REJECTIONS
from app.importer import opening, run
from app.importer.archives import count_documents
from app.importer.arrival import Arrival
from app.importer.desk import Desk
from app.importer.document import MAX_SIZE, Document, Draft
from app.importer.files import find_files, incoming_files
from app.importer.pages.reading import read_document
from app.importer.report import OUTCOMES, Result, count, result_to_json
from tests.conftest import GOLDEN
from tests.importer.files import import_contents, import_files, write
from tests.importer.pages import SAMPLES, make_page
from tests.store.rows import everything, stored_projects

NUMBERED = make_page(Diarienummer="2020/00001")


def outcomes(results: list[Result]) -> list[str]:
    return [result.outcome for result in results]


def test_files_and_folders_are_found_in_order_and_hidden_ones_left_out(tmp_path: Path) -> None:
    names = ["b.txt", "a.txt", "ett/c.txt", "ett/två/d", ".gömd", "ett/.git/e.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path, "x", name)
    found = find_files([tmp_path / "b.txt", tmp_path, tmp_path / ".gömd"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b.txt",
        "a.txt",
        "b.txt",
        "ett/c.txt",
        "ett/två/d",
        ".gömd",
    ]


@pytest.mark.parametrize("parts", ["sida_files", "sida_filer", "sida-filer"])
@pytest.mark.parametrize("page", ["sida.html", "sida.htm", "sida.HTM", "annan.html"])
def test_the_parts_that_a_browser_saves_beside_a_page_are_left_out(
    parts: str, page: str, tmp_path: Path
) -> None:
    (tmp_path / parts).mkdir()
    for name in (page, f"{parts}/stil.css", f"{parts}/logga.png"):
        write(tmp_path, "x", name)
    found = {path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])}
    of_another = {f"{parts}/stil.css", f"{parts}/logga.png"} if page == "annan.html" else set()
    assert found == {page, *of_another}


def test_the_content_of_a_hidden_folder_named_is_found(tmp_path: Path) -> None:
    folder = tmp_path / ".dolt"
    folder.mkdir()
    write(folder, "x", "a.txt")
    assert find_files([folder]) == [folder / "a.txt"]


def test_what_cannot_be_opened_is_reported_and_what_is_no_file_is_not_waited_for(
    empty_database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "sidor"
    folder.mkdir()
    (folder / "länk.txt").symlink_to(folder / "borta.txt")
    os.mkfifo(folder / "rör")
    write(folder, NUMBERED, "sida.txt")
    results = list(import_files(empty_database, find_files([folder])))
    assert [(Path(one.document).name, one.outcome) for one in results] == [
        ("länk.txt", "rejected"),
        ("sida.txt", "created"),
    ]
    assert results[0].reason == "unreadable-file: No such file or directory"


def test_a_pipe_that_is_named_is_read(empty_database: Database, tmp_path: Path) -> None:
    pipe = tmp_path / "rör"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(NUMBERED,), daemon=True)
    writer.start()
    [sent] = incoming_files([pipe])
    assert count_documents(sent) == 1
    [result] = import_files(empty_database, [pipe])
    assert result.outcome == "created"
    writer.join(timeout=10)
    assert not writer.is_alive()


def test_a_closed_folder_is_reported(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "sidor" / "stängd"
    closed.mkdir(parents=True)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("stängd"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files = find_files([closed.parent])
    assert files == [closed]
    (result,) = import_files(empty_database, files)
    assert (result.outcome, (result.reason or "")[:15]) == ("rejected", "unreadable-file")


def test_a_file_whose_name_is_no_utf8_is_imported_and_named(
    empty_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"sk\xe5ne.txt")
    path.write_text(NUMBERED)
    (result,) = import_files(empty_database, [path])
    assert result.outcome == "created"
    assert result.document.endswith("sk\\xe5ne.txt")


def test_a_name_that_is_no_utf8_does_no_harm_where_the_document_is_refused(
    empty_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"sk\xe5ne.txt")
    path.write_text("ingenting")
    (result,) = import_files(empty_database, [path])
    path.write_bytes(b"x" * (MAX_SIZE + 1))
    (large,) = import_files(empty_database, [path])
    assert result.outcome == large.outcome == "rejected"
    assert large.document == result.document


def test_one_bad_document_never_stops_the_others(empty_database: Database) -> None:
    folders = [GOLDEN / "rejected", SEEDS, GOLDEN / "pages"]
    texts = [path for path in find_files(folders) if path.suffix == ".txt"]
    results = list(import_files(empty_database, texts))
    refused = [result for result in results if result.outcome == "rejected"]
    assert count(results) | {"rejected": 0} == dict.fromkeys(OUTCOMES, 0) | {"created": 12}
    assert len(refused) == len(list((GOLDEN / "rejected").glob("*.txt")))
    for result in refused:
        code, _, detail = (result.reason or "").partition(": ")
        expected = json.loads(Path(result.document).with_suffix(".json").read_text("utf-8"))
        assert code == expected["code"]
        assert detail
        assert code in REJECTIONS
        assert result.id is None


def test_a_fault_of_a_reader_is_the_documents_fate_alone(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(document: Document) -> Draft:
        if document.name == "1.txt":
            raise ZeroDivisionError
        return read_document(document)

    monkeypatch.setattr(opening, "read_document", fail)
    pages = [make_page(name=name) for name in ("Ett", "Två", "Tre")]
    results = import_contents(empty_database, tmp_path, *pages)
    assert outcomes(results) == ["created", "rejected", "created"]
    assert results[1].reason == "reader-failed: the reader failed (ZeroDivisionError)"


def test_the_report_tells_outcome_id_warnings_and_how_a_record_was_known(
    empty_database: Database, tmp_path: Path
) -> None:
    changed = NUMBERED.replace("provar", "prövar")
    results = import_contents(empty_database, tmp_path, NUMBERED, changed, NUMBERED, "annat")
    warnings = (
        "budget-not-stated",
        "participants-not-stated",
        "period-not-stated",
        "support-not-stated",
    )
    names = [str(tmp_path / f"{index}.txt") for index in range(4)]
    assert results == [
        Result(names[0], "created", "2020-00001", None, warnings, None),
        Result(names[1], "updated", "2020-00001", None, warnings, "number"),
        Result(names[2], "unchanged", "2020-00001", None, (), "document"),
        Result(names[3], "rejected", None, "not-a-project: no block of project labels"),
    ]
    assert count(results) == {
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "conflict": 0,
        "rejected": 1,
    }
    keys = ["document", "outcome", "id", "reason", "warnings", "matched_by"]
    assert [list(result_to_json(result)) for result in results] == [keys] * 4


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    seeded_database: Database, tmp_path: Path
) -> None:
    before = everything(seeded_database)
    contents = [path.read_bytes() for path in SAMPLES]
    contents += [NUMBERED.encode(), NUMBERED.encode(), b"annat", b"x" * (MAX_SIZE + 1)]
    rehearsed = import_contents(seeded_database, tmp_path, *contents, dry_run=True)
    assert everything(seeded_database) == before
    done = import_contents(seeded_database, tmp_path, *contents)
    assert done == [replace(result, changes={}) for result in rehearsed]
    assert count(rehearsed)["created"] == len(SAMPLES) + 1


def test_a_result_is_reported_only_once_it_is_stored(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_BATCH", 2)
    pages = [make_page(name=f"Projekt {index}") for index in range(5)]
    files = [write(tmp_path, page, f"{index}.txt") for index, page in enumerate(pages)]
    seen = []
    for result in import_files(empty_database, files):
        stored = {project.id for project in stored_projects(empty_database)}
        assert result.id in stored
        seen.append(len(stored))
    assert seen == [2, 2, 4, 4, 5]


def test_a_slow_batch_is_committed_early(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_BATCH_SECONDS", 0)
    pages = [make_page(name=f"Projekt {index}") for index in range(3)]
    files = [write(tmp_path, page, f"{index}.txt") for index, page in enumerate(pages)]
    seen = [len(stored_projects(empty_database)) for _ in import_files(empty_database, files)]
    assert seen == [1, 2, 3]


def test_stopping_in_the_middle_keeps_what_was_reported(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_BATCH", 1)
    pages = [make_page(name=f"Projekt {index}") for index in range(3)]
    files = [write(tmp_path, page, f"{index}.txt") for index, page in enumerate(pages)]
    results = import_files(empty_database, files)
    first = next(results)
    assert [project.id for project in stored_projects(empty_database)] == [first.id]
    assert outcomes(list(import_files(empty_database, files))) == [
        "unchanged",
        "created",
        "created",
    ]


def test_documents_that_take_long_to_store_are_stored_in_several_turns(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.importer.desk._TURN_SECONDS", 0)
    turns: list[int] = []
    take = Desk.take_pages

    def note(desk: Desk, waiting: Sequence[Arrival]) -> list[Result]:
        turns.append(len(waiting))
        return take(desk, waiting)

    monkeypatch.setattr(Desk, "take_pages", note)
    pages = [make_page(name=f"Projekt {index}") for index in range(3)]
    assert outcomes(import_contents(empty_database, tmp_path, *pages)) == ["created"] * 3
    assert turns == [3, 2, 1]
