"""How documents are taken in when asked for: dated, against what was set by hand, after a deletion,
and as all there is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from app.database import Database
from app.importer.incoming import Incoming, OnConflict, Options
from app.importer.report import NOBODY, Result
from app.importer.rereading import reread
from app.importer.run import import_documents
from app.store.missing import find_missing
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.edited import Registry
from tests.store.rows import (
    everything,
    stored_evidence,
    stored_projects,
    stored_record,
    versions_of,
)

KEY, NUMBER = "2020-00001", "2020/00001"
PLAIN = Options()


def page(**more: str) -> str:
    return make_page(Diarienummer=NUMBER, **more)


def take(database: Database, folder: Path, text: str, options: Options) -> Result:
    [result] = import_contents(database, folder, text, options=options)
    return result


def test_a_dump_dated_earlier_fills_only_what_newer_documents_do_not_state(
    empty_database: Database, tmp_path: Path
) -> None:
    newer, older = Options(dated=date(2024, 1, 1)), Options(dated=date(2020, 1, 1))
    take(empty_database, tmp_path, page(Antal_deltagare="20"), newer)
    result = take(empty_database, tmp_path, page(Antal_deltagare="10", Utlysning="7"), older)
    record = stored_record(empty_database, KEY)
    assert result.outcome == "updated"
    assert (record["planned_participants"], record["call_number"]) == (20, "7")
    assert record["source_date"] == date(2024, 1, 1)


def test_the_same_document_with_another_date_is_read_as_of_that_date(
    empty_database: Database, tmp_path: Path
) -> None:
    old, new = page(Antal_deltagare="10"), page(Antal_deltagare="20")
    take(empty_database, tmp_path, old, Options(dated=date(2020, 1, 1)))
    take(empty_database, tmp_path, new, Options(dated=date(2021, 1, 1)))
    assert take(empty_database, tmp_path, old, PLAIN).outcome == "unchanged"
    later = take(empty_database, tmp_path, old, Options(dated=date(2022, 1, 1)))
    assert later.outcome == "updated"
    assert stored_record(empty_database, KEY)["planned_participants"] == 10


def test_a_newer_dump_that_states_the_same_is_no_version(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(), Options(dated=date(2020, 1, 1)))
    again = take(empty_database, tmp_path, f"{page()}\n", Options(dated=date(2021, 1, 1)))
    assert again.outcome == "unchanged"
    assert len(versions_of(empty_database, KEY)) == 1
    assert stored_record(empty_database, KEY)["source_date"] == date(2020, 1, 1)
    assert stored_evidence(empty_database, KEY).statements["source_date"].value == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("on_conflict", "outcome", "held"),
    [("report", "conflict", 77), ("keep", "updated", 77), ("replace", "updated", 20)],
)
def test_what_was_set_by_hand_stays_unless_it_is_to_give_way(
    empty_database: Database,
    tmp_path: Path,
    on_conflict: OnConflict,
    outcome: str,
    held: int,
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), PLAIN)
    Registry(empty_database, tmp_path).change(planned_participants=77)
    newer = page(Antal_deltagare="20", Utlysning="7")
    result = take(empty_database, tmp_path, newer, Options(on_conflict=on_conflict))
    record = stored_record(empty_database, KEY)
    assert (result.outcome, record["planned_participants"]) == (outcome, held)
    assert record["call_number"] == "7"
    told = on_conflict == "report"
    assert result.reason == ("set-by-hand: planned_participants" if told else None)


def test_what_gives_way_is_named_in_the_history_and_follows_documents_again(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), PLAIN)
    Registry(empty_database, tmp_path).change(planned_participants=77)
    take(empty_database, tmp_path, page(Antal_deltagare="20"), Options(on_conflict="replace"))
    newest = versions_of(empty_database, KEY)[-1]
    assert newest.reason == "replaces what was set by hand: planned_participants"
    assert take(empty_database, tmp_path, page(Antal_deltagare="30"), PLAIN).outcome == "updated"
    assert stored_record(empty_database, KEY)["planned_participants"] == 30


def test_the_very_same_document_replaces_what_was_set_by_hand_since(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), PLAIN)
    Registry(empty_database, tmp_path).change(planned_participants=77)
    assert take(empty_database, tmp_path, page(Antal_deltagare="10"), PLAIN).outcome == "unchanged"
    again = take(
        empty_database, tmp_path, page(Antal_deltagare="10"), Options(on_conflict="replace")
    )
    assert again.outcome == "updated"
    assert stored_record(empty_database, KEY)["planned_participants"] == 10


def test_a_deleted_project_stays_deleted_until_it_is_asked_back(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10", Utlysning="7"), PLAIN)
    Registry(empty_database, tmp_path).delete()
    refused = take(empty_database, tmp_path, page(Antal_deltagare="20"), PLAIN)
    assert (refused.outcome, refused.id) == ("conflict", None)
    assert (refused.reason or "").startswith("record-deleted: ")
    assert stored_projects(empty_database) == []
    back = take(empty_database, tmp_path, page(Antal_deltagare="20"), Options(undelete=True))
    record = stored_record(empty_database, KEY)
    assert (back.outcome, back.id) == ("created", KEY)
    assert (record["planned_participants"], record["call_number"], record["version"]) == (
        20,
        "7",
        3,
    )
    assert everything(empty_database)["quarantine"] == []


def test_the_very_same_document_brings_its_deleted_project_back(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(), PLAIN)
    Registry(empty_database, tmp_path).delete()
    assert take(empty_database, tmp_path, page(), Options(undelete=True)).outcome == "created"
    assert [one.id for one in stored_projects(empty_database)] == [KEY]


def test_a_project_deleted_under_an_id_from_before_its_number_stays_deleted(
    empty_database: Database, tmp_path: Path
) -> None:
    span = {"Projektperiod": "2020-01-01 - 2020-12-31"}
    [first] = import_contents(empty_database, tmp_path, make_page(**span))
    take(empty_database, tmp_path, page(**span), PLAIN)
    assert first.id is not None
    Registry(empty_database, tmp_path, first.id).delete()
    refused = take(empty_database, tmp_path, page(**span, Utlysning="7"), PLAIN)
    assert refused.reason == f"record-deleted: {first.id} was deleted and stays so"
    back = take(empty_database, tmp_path, page(**span, Utlysning="7"), Options(undelete=True))
    assert back.id == first.id


def test_a_complete_dump_tells_which_projects_it_no_longer_has(
    empty_database: Database, tmp_path: Path
) -> None:
    dump = [make_page(name=f"Projekt {n}", Diarienummer=f"2020/0000{n}") for n in range(3)]
    later = make_page(name="Nästa", Diarienummer="23-001-S01")
    import_contents(empty_database, tmp_path, *dump, later)
    seen: set[str] = set()
    again = [Incoming(f"{n}.txt", content=text.encode()) for n, text in enumerate(dump[:2])]
    list(import_documents(empty_database, again, PLAIN, listener=replace(NOBODY, seen=seen.add)))
    with Session(empty_database.engine) as session:
        missing = find_missing(session, seen)
    assert [(one.id, one.name) for one in missing] == [("2020-00002", "Projekt 2")]


def test_a_renamed_project_keeps_its_id_and_history(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(), PLAIN)
    renamed = make_page(name="Nytt namn", Diarienummer=NUMBER)
    result = take(empty_database, tmp_path, renamed, PLAIN)
    assert (result.outcome, result.id, result.matched_by) == ("updated", KEY, "number")
    assert stored_record(empty_database, KEY)["name"] == "Nytt namn"
    assert len(versions_of(empty_database, KEY)) == 2


def test_where_a_document_was_fetched_stands_in_the_record(
    empty_database: Database, tmp_path: Path
) -> None:
    address = "https://www.example.se/projekt/1"
    sent = Incoming("sida", content=page().encode(), url=address, dated=date(2024, 5, 6))
    [result] = import_documents(empty_database, [sent], PLAIN)
    assert result.outcome == "created"
    record = stored_record(empty_database, KEY)
    assert (record["source_url"], record["source_date"]) == (address, date(2024, 5, 6))
    Registry(empty_database, tmp_path).change(phase="Genomförande")
    assert stored_record(empty_database, KEY)["source_url"] == address


def test_an_older_document_neither_replaces_nor_contradicts_what_was_set_by_hand(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), Options(dated=date(2024, 1, 1)))
    Registry(empty_database, tmp_path).change(planned_participants=77)
    old = page(Antal_deltagare="20")
    options = Options(dated=date(2019, 1, 1), on_conflict="replace")
    assert take(empty_database, tmp_path, old, options).outcome == "unchanged"
    plain = Options(dated=date(2019, 1, 1))
    assert take(empty_database, tmp_path, f"{old}\n", plain).outcome == "unchanged"
    assert stored_record(empty_database, KEY)["planned_participants"] == 77


def test_what_a_newer_document_outdoes_is_told(empty_database: Database, tmp_path: Path) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), Options(dated=date(2024, 1, 1)))
    old = Options(dated=date(2019, 1, 1))
    result = take(empty_database, tmp_path, page(Antal_deltagare="20"), old)
    assert (result.outcome, result.reason) == (
        "unchanged",
        "older: planned_participants",
    )


def test_values_of_a_newer_document_without_a_date_bear_no_older_date(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(Antal_deltagare="10"), Options(dated=date(2019, 1, 1)))
    assert take(empty_database, tmp_path, page(Antal_deltagare="20"), PLAIN).outcome == "updated"
    assert stored_record(empty_database, KEY)["source_date"] is None


def test_a_deleted_project_known_by_name_owner_and_period_stays_deleted(
    empty_database: Database, tmp_path: Path
) -> None:
    span = {"Projektperiod": "2020-01-01 - 2020-12-31"}
    take(empty_database, tmp_path, page(**span), PLAIN)
    Registry(empty_database, tmp_path).delete()
    numberless = make_page(Projektperiod="2020-06-01 - 2021-05-31")
    refused = take(empty_database, tmp_path, numberless, PLAIN)
    assert refused.reason == f"record-deleted: {KEY} was deleted and stays so"
    assert take(empty_database, tmp_path, numberless, Options(undelete=True)).id == KEY


def test_reading_again_moves_no_date_that_stands_alone(
    empty_database: Database, tmp_path: Path
) -> None:
    take(empty_database, tmp_path, page(), Options(dated=date(2022, 1, 1)))
    take(empty_database, tmp_path, f"{page()}\n", Options(dated=date(2022, 2, 1)))
    assert [one.outcome for one in reread(empty_database)] == ["unchanged"]
    assert len(versions_of(empty_database, KEY)) == 1
