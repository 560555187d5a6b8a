"""An import of a list that was cut off: the next one goes on behind it, or begins anew."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.database import Database
from app.importer import lists
from app.importer.arrival import guarded
from app.importer.desk import Desk
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping
from app.importer.report import Listener, RowRejected
from app.importer.run import import_documents
from app.importer.tables import TableRow
from app.store.lists import note_rows
from tests.importer.files import import_contents
from tests.importer.listed import HEADINGS, listed, refused_rows, row, take
from tests.importer.pages import make_page
from tests.store.edited import Registry
from tests.store.rows import everything, stored_projects, stored_record

NAMED = '[columns]\nnumber = "number"\nname = "name"\nowner = "owner"\n'
ANOTHER_BEGINS = 5


def dies(*_: object) -> None:
    raise KeyboardInterrupt


def dies_after(batches: int) -> object:
    """A `Desk.meet` after which the process is gone."""
    meet, calls = Desk.meet, iter(range(batches))

    def die(desk: Desk, pages: Iterator[object]) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        meet(desk, pages)  # type: ignore[arg-type]

    return die


def cut_off(database: Database, content: bytes, batches: int, options: Options) -> None:
    """Imports so many batches of two rows; then the process is gone."""
    with pytest.MonkeyPatch.context() as dying:
        dying.setattr(lists, "_BATCH", 2)
        dying.setattr(Desk, "meet", dies_after(batches))
        with pytest.raises(KeyboardInterrupt):
            take(database, content, options)


def read_for_ids(database: Database, content: bytes) -> None:
    sent, seen = Incoming("lista.csv", content=content), set[str]()
    list(import_documents(database, [sent], Options(), listener=Listener(seen=seen.add)))


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_a_list_that_was_cut_off_is_finished_by_the_same_list(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    content = listed(*map(row, range(1, 10)), "a,b")
    monkeypatch.setattr(lists, "_BATCH", 2)
    with monkeypatch.context() as dying:
        dying.setattr(Desk, "meet", dies_after(taken))
        with pytest.raises(KeyboardInterrupt):
            take(empty_database, content)
    assert len(stored_projects(empty_database)) == 2 * taken
    assert [one[1] for one in everything(empty_database)["quarantine"]] == ["unfinished"]
    result = take(empty_database, content)
    assert result.rows is not None
    assert result.rows.counts["unchanged"] == 2 * taken
    assert len(stored_projects(empty_database)) == 9
    assert everything(empty_database)["quarantine"] == []
    assert [one[:2] for one in refused_rows(empty_database)] == [(11, "bad-row")]
    assert len(everything(empty_database)["project_version"]) == 9


def test_what_a_cut_off_import_took_in_is_not_taken_in_again(empty_database: Database) -> None:
    """A row without number fits two records by now; when it was taken in, it fitted one."""
    first, second, third = (f"{row(number)},2024-01-01,2025-01-01" for number in (1, 2, 3))
    unnumbered = first.replace("2020/00001", "").replace(",10,", ",12,")
    namesake = second.replace("Projekt 2", "Projekt 1")
    rows = (first, unnumbered, "a,b", namesake, third)
    content = listed(*rows, headings=f"{HEADINGS},start_date,end_date")
    cut_off(empty_database, content, 2, Options())
    told: list[RowRejected] = []
    sent = Incoming("lista.csv", content=content)
    [result] = import_documents(
        empty_database, [sent], Options(), listener=Listener(refused=told.append)
    )
    assert (result.outcome, result.reason) == ("created", "resumed: behind 4 rows")
    assert result.rows is not None
    counts = {name: count for name, count in result.rows.counts.items() if count}
    assert counts == {"created": 1, "unchanged": 3, "rejected": 1}
    assert [(one.row, one.code, one.cells["number"]) for one in told] == [(4, "bad-row", "a")]
    assert [one[:2] for one in refused_rows(empty_database)] == [(4, "bad-row")]
    assert stored_record(empty_database, "2020-00001")["planned_participants"] == 12
    assert take(empty_database, content).matched_by == "document"


def test_two_imports_of_one_list_at_a_time_lose_no_row(empty_database: Database) -> None:
    """While one is under way, another begins, goes on behind it, and is cut off."""
    content = listed(*map(row, range(1, 12)), "a,b", "c,d")
    other = Database(empty_database.url)

    def rows_with_another_import(rows: Iterator[TableRow]) -> Iterator[TableRow]:
        for index, one in enumerate(rows):
            if index == ANOTHER_BEGINS:
                patched.setattr(lists, "guarded", guarded)
                cut_off(other, content, 2, Options())
            yield one

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lists, "_BATCH", 2)
        patched.setattr(lists, "guarded", rows_with_another_import)
        patched.setattr(lists, "mark_read", dies)
        with pytest.raises(KeyboardInterrupt):
            take(empty_database, content)
    result = take(empty_database, content)
    assert result.reason == "resumed: behind 8 rows"
    assert len(stored_projects(empty_database)) == 11
    assert [one[:2] for one in refused_rows(empty_database)] == [(13, "bad-row"), (14, "bad-row")]


def test_a_run_that_another_one_has_overtaken_notes_nothing(empty_database: Database) -> None:
    content = listed(*map(row, range(1, 12)))
    cut_off(empty_database, content, 3, Options())
    sha256 = hashlib.sha256(content).hexdigest()
    with empty_database.write() as session:
        note_rows(session, sha256, "an earlier run", 9)
    result = take(empty_database, content)
    assert result.reason == "resumed: behind 6 rows"
    assert len(stored_projects(empty_database)) == 11


def test_a_row_against_what_was_set_by_hand_is_told_of_though_the_import_was_cut_off(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, listed(row(2)))
    Registry(empty_database, tmp_path, "2020-00002").change(planned_participants=77)
    content = listed(row(1), "a,b", row(2, 20), "c,d", *map(row, range(3, 8)))
    cut_off(empty_database, content, 3, Options())
    result = take(empty_database, content)
    assert result.reason == "resumed: behind 2 rows"
    assert result.rows is not None
    told = [(one.row, one.code) for one in result.rows.rejects]
    assert told == [(3, "bad-row"), (4, "set-by-hand"), (5, "bad-row")]
    assert result.rows.counts["rejected"] == 2
    assert [one[:2] for one in refused_rows(empty_database)] == [(3, "bad-row"), (5, "bad-row")]


def test_a_cut_off_list_read_for_its_records_outdoes_no_page_of_the_same_day(
    empty_database: Database, tmp_path: Path
) -> None:
    content = listed(*map(row, range(1, 8)))
    take(empty_database, content)
    pages = [
        make_page(
            name=f"Projekt {number}",
            Diarienummer=f"2020/{number:05}",
            Planerat_antal_deltagare="25",
        )
        for number in (1, 6)
    ]
    import_contents(empty_database, tmp_path, *pages)
    for batches in (1, 2):  # cut off, and then cut off again
        with pytest.MonkeyPatch.context() as dying:
            dying.setattr(lists, "_BATCH", 2)
            dying.setattr(Desk, "meet", dies_after(batches))
            with pytest.raises(KeyboardInterrupt):
                read_for_ids(empty_database, content)
    read_for_ids(empty_database, content)
    for key in ("2020-00001", "2020-00006"):
        assert stored_record(empty_database, key)["planned_participants"] == 25


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Options(), Options(again=True)),
        (Options(), Options(dated=date(2024, 5, 1))),
        (Options(dated=date(2024, 5, 1)), Options()),
        (Options(), Options(mapping=Mapping(NAMED))),
        (Options(mapping=Mapping(NAMED)), Options()),
    ],
)
def test_a_cut_off_list_of_which_something_else_is_asked_begins_anew(
    empty_database: Database, first: Options, then: Options
) -> None:
    content = listed(*map(row, range(1, 8)))
    cut_off(empty_database, content, 2, first)
    result = take(empty_database, content, then)
    assert (result.outcome, result.reason) == ("created", None)
    assert result.rows is not None
    assert sum(result.rows.counts.values()) == 7


def test_a_row_that_is_read_once_more_says_nothing_against_a_later_one(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (f"{row(1)},Kim Exempel", f"{row(1, 20)},", f"{row(2)},")
    content = listed(*rows, headings=f"{HEADINGS},Målgrupp")
    monkeypatch.setattr(lists, "_BATCH", 2)
    with monkeypatch.context() as dying:
        dying.setattr(Desk, "meet", dies_after(1))
        with pytest.raises(KeyboardInterrupt):
            take(empty_database, content)
    [before] = stored_projects(empty_database)
    assert (before.version, before.planned_participants) == (2, 20)
    result = take(empty_database, content)
    assert result.rows is not None
    assert (result.rows.counts["unchanged"], result.rows.counts["created"]) == (2, 1)
    assert len(everything(empty_database)["project_version"]) == 3
