"""Merging in the database: what further documents state joins the record, nothing is lost."""

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest
from sqlmodel import Session

from app.database import Database
from app.domain.provenance import Source
from app.domain.record import Record
from app.errors import RecordConflict
from app.importer.document import Document
from app.importer.pages.reading import read_document
from app.store import projects
from app.store.organisations import resolve_owner
from app.store.projects import Reading, Visit, save_reading
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import SAMPLES, make_page
from tests.store.rows import (
    changes,
    everything,
    stored_evidence,
    stored_projects,
    stored_record,
    versions_of,
)

PERSONAL = "800101-1234"


def save_dated(database: Database, page: str, day: date) -> None:
    """Imports a page that speaks as of a day."""
    document = Document(f"{day}.txt", page.encode())
    draft = read_document(document)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    source = Source(document.sha256, document.name, draft.layout, 1, at, day)
    reading = Reading(source, draft.statements, draft.unknown_labels, draft.period)
    with database.write() as session:
        save_reading(session, reading, Visit(at, date(2026, 11, 22)))


def contents(record: Record) -> Record:
    clerical = ("version", "created_at", "updated_at", "last_seen_at")
    return {name: value for name, value in record.items() if name not in clerical}


def test_importing_twice_changes_nothing(golden_database: Database, tmp_path: Path) -> None:
    before = everything(golden_database)
    results = import_contents(golden_database, tmp_path, *(path.read_bytes() for path in SAMPLES))
    assert {(one.outcome, one.matched_by) for one in results} == {("unchanged", "document")}
    assert everything(golden_database) == before


def test_a_document_that_fails_half_way_leaves_nothing(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_after(session: Session, name: str, number: str | None) -> str:
        key = resolve_owner(session, name, number)
        if name == "Bråkiga ägaren":
            raise RecordConflict("injected")
        return key

    monkeypatch.setattr(projects, "resolve_owner", fail_after)
    pages = (
        make_page(name="Ett", Diarienummer="2020/00001"),
        make_page(name="Två", owner="Bråkiga ägaren", Diarienummer="2020/00001"),
        make_page(name="Tre"),
    )
    results = import_contents(empty_database, tmp_path, *pages)
    assert [result.outcome for result in results] == ["created", "conflict", "created"]
    held = everything(empty_database)
    assert len(held["organisation"]) == len(held["spelling"]) == 1
    assert len(held["project"]) == len(held["change"]) == len(held["project_version"]) == 2


def test_a_label_not_printed_or_printed_empty_changes_nothing(
    empty_database: Database, tmp_path: Path
) -> None:
    full = make_page(Diarienummer="2020/00001", Utlysning="7", Antal_deltagare="80")
    less = make_page(Diarienummer="2020/00001").replace("Namn:", "Utlysning:\nNamn:")
    results = import_contents(empty_database, tmp_path, full, less)
    assert results[1].outcome == "unchanged"
    (project,) = stored_projects(empty_database)
    assert (project.call_number, project.planned_participants) == ("7", 80)


def test_no_value_changes_nothing_and_is_no_issue_of_what_is_known(
    empty_database: Database, tmp_path: Path
) -> None:
    known = make_page(Diarienummer="2020/00001", Total_Kostnader="100")
    nothing = make_page(Diarienummer="2020/00001", Total_Kostnader="-2147483648")
    import_contents(empty_database, tmp_path, known, nothing)
    (project,) = stored_projects(empty_database)
    assert project.total_cost == 10_000
    assert "amount-sentinel" not in project.quality_issues


def test_the_order_of_documents_does_not_matter_where_their_days_differ(
    empty_file: Path, tmp_path: Path
) -> None:
    number = "2020/00001"
    dated = [
        (make_page(Diarienummer=number, Antal_deltagare="10", Utlysning="A"), date(2021, 1, 1)),
        (make_page(Diarienummer=number, Antal_deltagare="20"), date(2022, 1, 1)),
        (make_page(Diarienummer=number, Antal_deltagare="10", name="Nytt"), date(2023, 1, 1)),
    ]
    found = []
    for index, order in enumerate(permutations(dated)):
        folder = tmp_path / str(index)
        folder.mkdir()
        with open_copy(empty_file, folder) as database:
            for page, day in order:
                save_dated(database, page, day)
            found.append(contents(stored_record(database, "2020-00001")))
    assert all(record == found[0] for record in found)
    assert (found[0]["planned_participants"], found[0]["call_number"]) == (10, "A")


def test_a_document_that_says_the_same_stands_behind_the_values_from_then_on(
    empty_database: Database,
) -> None:
    old = make_page(Diarienummer="2020/00001", Antal_deltagare="10")
    save_dated(empty_database, old, date(2021, 1, 1))
    save_dated(empty_database, f"{old}\n", date(2023, 1, 1))
    evidence = stored_evidence(empty_database, "2020-00001")
    sources = {one.source for one in evidence.statements.values() if one.source}
    assert {source.dated for source in sources} == {date(2023, 1, 1)}
    save_dated(empty_database, old.replace("10", "20"), date(2022, 1, 1))
    assert stored_record(empty_database, "2020-00001")["planned_participants"] == 10


def test_an_unknown_label_of_a_document_that_says_the_same_is_kept(
    empty_database: Database, tmp_path: Path
) -> None:
    pages = [make_page(Diarienummer="2020/00001", **{name: "x"}) for name in ("Udda", "Annan")]
    results = import_contents(empty_database, tmp_path, *pages)
    assert results[1].outcome == "unchanged"
    labels = stored_evidence(empty_database, "2020-00001").unknown_labels
    assert [label.label for kept in labels.values() for label in kept] == ["Udda:", "Annan:"]


def test_another_document_that_says_the_same_moves_last_seen_and_the_dataset_only(
    empty_database: Database, tmp_path: Path
) -> None:
    page = make_page(Diarienummer="2020/00001")
    import_contents(empty_database, tmp_path, page)
    before = everything(empty_database)
    import_contents(empty_database, tmp_path, f"{page}\n")
    after = everything(empty_database)
    for name in ("change", "organisation", "spelling", "quarantine"):
        assert after[name] == before[name]
    assert len(after["project_version"]) == 1
    assert after["dataset"] != before["dataset"]


def test_one_document_makes_one_version(empty_database: Database, tmp_path: Path) -> None:
    plain = make_page(Diarienummer="2020/00001")
    numbered = make_page(
        Diarienummer="2020/00001",
        Projektägare_organisationsnummer="2120003005",
        Antal_deltagare="5",
    )
    import_contents(empty_database, tmp_path, plain, numbered)
    assert [one.version for one in versions_of(empty_database, "2020-00001")] == [1, 2]
    changed = changes(empty_database)[1].changed_fields
    assert all(name in changed for name in ("owner_id", "planned_participants"))


def test_a_persons_number_stands_apart_and_makes_no_organisation(
    empty_database: Database, tmp_path: Path
) -> None:
    page = make_page(Diarienummer="2020/00001", Projektägare_organisationsnummer=PERSONAL)
    import_contents(empty_database, tmp_path, page)
    (project,) = stored_projects(empty_database)
    assert project.owner_organisation_number is None
    assert project.owner_organisation_number_key is None
    assert project.owner_personal_number == "8001011234"
    assert project.owner_id.startswith("n-")
    held = everything(empty_database)
    assert "8001011234" not in repr((held["organisation"], held["spelling"], held["change"]))
    assert stored_record(empty_database, "2020-00001")["owner_organisation_number"] == "8001011234"


def test_a_number_that_replaces_a_persons_number_leaves_none_of_it(
    empty_database: Database, tmp_path: Path
) -> None:
    numbers = (PERSONAL, "212000-3005")
    pages = (
        make_page(Diarienummer="2020/00001", Projektägare_organisationsnummer=number)
        for number in numbers
    )
    import_contents(empty_database, tmp_path, *pages)
    (project,) = stored_projects(empty_database)
    assert project.owner_personal_number is None
    assert project.owner_organisation_number == project.owner_id == "2120003005"
