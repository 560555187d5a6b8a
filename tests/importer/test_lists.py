"""A list taken in: its rows are records or refused with number and reason, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine

from app.database import Database
from app.domain.record import project_id
from app.importer import lists
from app.importer.arrival import guarded
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping
from app.importer.report import Listener, RowRejected
from app.importer.run import import_documents
from app.importer.tables import TableRow
from tests.importer.files import import_contents
from tests.importer.listed import HEADINGS, contents, listed, refused_rows, row, take
from tests.importer.pages import make_page
from tests.store.edited import Registry
from tests.store.rows import everything, stored_evidence, stored_projects, stored_record


@pytest.fixture
def still() -> Iterator[None]:
    """No second passes between two imports: a record tells when it was last seen."""
    with time_machine.travel("2026-11-22T12:00Z", tick=False):
        yield


def test_a_list_is_one_document_and_a_record_a_row(empty_database: Database) -> None:
    result = take(empty_database, listed(*map(row, range(1, 1201))))
    assert (result.outcome, result.id) == ("created", None)
    assert result.rows is not None
    assert result.rows.counts == {
        "created": 1200,
        "updated": 0,
        "unchanged": 0,
        "conflict": 0,
        "rejected": 0,
    }
    assert len(stored_projects(empty_database)) == 1200
    [document] = everything(empty_database)["document"]
    assert document[1] == "lista.csv"
    assert everything(empty_database)["quarantine"] == []
    statement = stored_evidence(empty_database, "2020-01200").statements["planned_participants"]
    assert (statement.label, statement.raw, statement.line) == ("planned_participants", "10", 1201)


def test_the_very_same_list_again_changes_nothing(empty_database: Database) -> None:
    content = listed(row(1), row(2))
    take(empty_database, content)
    before = everything(empty_database)
    again = take(empty_database, content)
    assert (again.outcome, again.matched_by) == ("unchanged", "document")
    assert everything(empty_database) == before


def test_a_refused_row_is_told_with_number_and_reason_and_kept(empty_database: Database) -> None:
    told: list[RowRejected] = []
    content = listed(row(1), "2020/00002,,Exempelkommunen,SE11,1", row(3), "a,b")
    sent = Incoming("lista.csv", content=content)
    [result] = import_documents(
        empty_database, [sent], Options(), listener=Listener(refused=told.append)
    )
    assert result.outcome == "created"
    assert result.rows is not None
    assert (result.rows.counts["created"], result.rows.counts["rejected"]) == (2, 2)
    assert [(one.row, one.code) for one in told] == [(3, "no-name"), (5, "bad-row")]
    assert result.rows.rejects == tuple(told)
    kept = refused_rows(empty_database)
    assert [one[:2] for one in kept] == [(3, "no-name"), (5, "bad-row")]
    assert kept[0][2]["owner"] == "Exempelkommunen"


def test_a_list_of_which_no_row_is_taken_goes_to_quarantine(empty_database: Database) -> None:
    result = take(empty_database, listed("2020/00001,,Exempelkommunen,SE11,1"))
    assert result.outcome == "rejected"
    assert (result.reason or "").startswith("no-row-taken: ")
    assert [one[1] for one in everything(empty_database)["quarantine"]] == ["no-row-taken"]


def test_a_page_and_a_row_of_one_number_make_one_record(
    empty_database: Database, tmp_path: Path
) -> None:
    page = make_page(name="Projekt 1", Diarienummer="2020/00001", Utlysning="7")
    import_contents(empty_database, tmp_path, page)
    result = take(empty_database, listed(row(1, participants=25)))
    assert result.outcome == "updated"
    record = stored_record(empty_database, "2020-00001")
    assert (record["call_number"], record["planned_participants"]) == ("7", 25)
    assert record["summary"] == "Projektet provar."
    assert len(stored_projects(empty_database)) == 1


def test_a_row_without_number_finds_its_page(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, make_page())
    take(empty_database, listed(",Nya vägar,Exempelkommunen,SE11,25"))
    [project] = stored_projects(empty_database)
    assert project.id == project_id(None, "Nya vägar", "Exempelkommunen", None)
    assert project.planned_participants == 25


@pytest.mark.usefixtures("still")
def test_of_two_rows_of_one_project_the_later_counts_however_often_they_are_read(
    empty_database: Database,
) -> None:
    content = listed(row(1, 10), row(1, 20))
    assert take(empty_database, content).outcome == "created"
    before = contents(everything(empty_database))
    again = take(empty_database, content, Options(again=True))
    assert again.outcome == "unchanged"
    assert stored_record(empty_database, "2020-00001")["planned_participants"] == 20
    assert contents(everything(empty_database)) == before


def test_a_dry_run_of_a_list_leaves_nothing_and_tells_the_same(empty_database: Database) -> None:
    content = listed(row(1), "a,b", row(2))
    before = everything(empty_database)
    rehearsed = take(empty_database, content, Options(dry_run=True))
    assert everything(empty_database) == before
    done = take(empty_database, content)
    assert rehearsed.rows is not None
    assert done == replace(rehearsed, rows=replace(rehearsed.rows, changed=()))
    assert len(rehearsed.rows.changed) == 2


def test_of_two_rows_of_one_project_the_one_of_the_newer_day_counts(
    empty_database: Database,
) -> None:
    headings = f"{HEADINGS},source_date"
    newer, older = f"{row(1, 10)},2016-01-01", f"{row(1, 20)},2015-01-01"
    for index, rows in enumerate(((newer, older), (older, newer))):
        take(empty_database, listed(*rows, row(index + 2) + ",", headings=headings))
        assert stored_record(empty_database, "2020-00001")["planned_participants"] == 10


def test_every_record_of_a_known_list_is_told_of_who_wants_them(empty_database: Database) -> None:
    content = listed(row(1), row(2))
    take(empty_database, content)
    seen: set[str] = set()
    sent = Incoming("lista.csv", content=content)
    list(import_documents(empty_database, [sent], Options(), listener=Listener(seen=seen.add)))
    assert seen == {"2020-00001", "2020-00002"}


@pytest.mark.usefixtures("still")
def test_a_known_list_read_for_its_records_outdoes_no_page_of_the_same_day(
    empty_database: Database, tmp_path: Path
) -> None:
    content = listed(row(1, participants=10))
    take(empty_database, content)
    page = make_page(name="Projekt 1", Diarienummer="2020/00001", Planerat_antal_deltagare="25")
    import_contents(empty_database, tmp_path, page)
    before = contents(everything(empty_database))
    sent = Incoming("lista.csv", content=content)
    seen: set[str] = set()
    [result] = import_documents(empty_database, [sent], Options(), listener=Listener(seen=seen.add))
    assert result.outcome == "unchanged"
    assert stored_record(empty_database, "2020-00001")["planned_participants"] == 25
    assert contents(everything(empty_database)) == before


def test_a_row_against_what_was_set_by_hand_is_named(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, listed(row(1)))
    Registry(empty_database, tmp_path).change(planned_participants=77)
    result = take(empty_database, listed(row(1, 20)))
    assert result.rows is not None
    [named] = result.rows.rejects
    assert (named.row, named.code) == (2, "set-by-hand")
    assert named.detail == "2020-00001: planned_participants"


def test_a_dry_run_of_a_list_tells_what_each_row_changes(empty_database: Database) -> None:
    take(empty_database, listed(row(1)))
    result = take(empty_database, listed(row(1, 20)), Options(dry_run=True))
    assert result.rows is not None
    [changed] = result.rows.changed
    assert (changed.row, changed.id, changed.outcome) == (2, "2020-00001", "updated")
    assert changed.changes == {"planned_participants": {"from": 10, "to": 20}}


def test_a_reader_that_fails_on_a_row_ends_its_list_and_nothing_else(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = guarded

    def fail(rows: Iterator[TableRow]) -> Iterator[TableRow]:
        def failing() -> Iterator[TableRow]:
            yield next(rows)
            raise OverflowError

        return whole(failing())

    monkeypatch.setattr(lists, "guarded", fail)
    sent = [
        Incoming("lista.csv", content=listed(row(1), row(2))),
        Incoming("sida.txt", content=make_page(Diarienummer="2020/00009").encode()),
    ]
    first, second = import_documents(empty_database, sent, Options())
    assert first.rows is not None
    assert (first.rows.counts["created"], first.rows.counts["rejected"]) == (1, 1)
    assert first.rows.rejects[0].code == "reader-failed"
    assert second.outcome == "created"


def test_a_mended_mapping_is_read_and_a_known_list_without_one_stays_known(
    empty_database: Database,
) -> None:
    content = b"Dnr;Projekt;Utf;Antal\n2020/00001;Ett;Exempelkommunen;12\n"
    first = Mapping('[columns]\nDnr = "number"\nProjekt = "name"\nUtf = "owner"\n')
    mended = Mapping(f'{first.text}Antal = "planned_participants"\n')
    take(empty_database, content, Options(mapping=first))
    assert take(empty_database, content).outcome == "unchanged"
    assert everything(empty_database)["quarantine"] == []
    assert take(empty_database, content, Options(mapping=mended)).outcome == "updated"
    assert stored_record(empty_database, "2020-00001")["planned_participants"] == 12
