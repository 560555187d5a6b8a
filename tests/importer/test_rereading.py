"""Stored documents read again with mended readers: what changes is told, and nothing else moves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from app.database import Database
from app.importer import desk, opening, rereading, run
from app.importer.document import Document, Draft
from app.importer.incoming import Options
from app.importer.pages.reading import read_document
from app.importer.report import Result
from app.importer.rereading import reread
from app.store.history import moment
from tests.importer.files import import_contents
from tests.importer.listed import HEADINGS, listed, row, take
from tests.importer.pages import SAMPLES, make_page
from tests.importer.test_cut_off_lists import cut_off
from tests.store.edited import Registry
from tests.store.rows import everything, stored_evidence, stored_record, versions_of

KEY = "2020-00001"
LAYOUT = "site-2014-2020"


DATED = f"{HEADINGS},source_date"


def page(**more: str) -> str:
    return make_page(Diarienummer="2020/00001", **more)


@pytest.fixture
def mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on readers are newer, and read the phase as `MENDED`."""

    def read(document: Document) -> Draft:
        draft = read_document(document)
        statements = dict(draft.statements)
        if "phase" in statements:
            statements["phase"] = statements["phase"]._replace(value="MENDED")
        return replace(draft, statements=statements, reader_version=99)

    monkeypatch.setattr(opening, "read_document", read)
    monkeypatch.setattr(rereading, "read_document", read)
    monkeypatch.setattr(desk, "READER_VERSIONS", {**desk.READER_VERSIONS, LAYOUT: 99})


def again(database: Database, *, dry_run: bool = False, layout: str | None = None) -> list[Result]:
    return list(reread(database, layout=layout, dry_run=dry_run))


def test_with_the_same_readers_nothing_changes(golden_database: Database) -> None:
    before = everything(golden_database)
    results = again(golden_database)
    assert {result.outcome for result in results} == {"unchanged"}
    assert len(results) == 12
    assert everything(golden_database) == before


@pytest.fixture
def slowness(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a minute from the arrival of a document until it is stored."""
    monkeypatch.setattr(run, "moment", lambda session: moment(session) + timedelta(minutes=1))


@pytest.mark.usefixtures("slowness")
def test_it_does_not_matter_that_storing_takes_its_time(
    empty_database: Database, tmp_path: Path
) -> None:
    pages = [path.read_bytes() for path in SAMPLES]
    import_contents(empty_database, tmp_path, *pages, listed(row(1), row(2)))
    before = everything(empty_database)
    assert {result.outcome for result in again(empty_database)} == {"unchanged"}
    assert everything(empty_database) == before


def test_a_document_that_came_back_last_speaks_last(
    empty_database: Database, tmp_path: Path
) -> None:
    first, second = (page(Antal_deltagare=n) for n in ("10", "20"))
    for day, content in enumerate((first, second, first), start=1):
        with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
            if day == 3:
                Registry(empty_database, tmp_path).delete()
            import_contents(empty_database, tmp_path, content, options=Options(undelete=True))
    before = everything(empty_database)
    assert stored_record(empty_database, KEY)["planned_participants"] == 10
    assert {result.outcome for result in again(empty_database)} == {"unchanged"}
    assert everything(empty_database) == before


def test_a_list_that_took_two_days_is_no_news_either(empty_database: Database) -> None:
    content = listed(*map(row, range(1, 6)))
    with time_machine.travel(datetime(2027, 1, 1, 12, tzinfo=UTC), tick=False):
        cut_off(empty_database, content, 1, Options())
    with time_machine.travel(datetime(2027, 1, 2, 12, tzinfo=UTC), tick=False):
        assert take(empty_database, content).outcome == "created"
    before = everything(empty_database)
    assert [result.outcome for result in again(empty_database)] == ["unchanged"]
    assert everything(empty_database) == before


def test_a_row_keeps_its_day_when_a_later_one_of_its_list_comes(
    empty_database: Database,
) -> None:
    """Its other values were printed another day, and stay so when all is read again."""
    rows = ("2020/00001,P,K,SE11,10,2020-01-01", "2020/00001,P,K,SE12,,2020-01-03")
    take(empty_database, listed(*rows, headings=DATED))
    before = everything(empty_database)
    assert {result.outcome for result in again(empty_database)} == {"unchanged"}
    assert everything(empty_database) == before
    take(empty_database, listed("2020/00001,P,K,SE11,77,2020-01-02", headings=DATED))
    record = stored_record(empty_database, KEY)
    assert (record["planned_participants"], record["region"]) == (77, "SE12")


def test_a_row_that_was_read_before_its_list_was_cut_off_keeps_that_day(
    empty_database: Database,
) -> None:
    content = listed(row(1, 10), row(2), row(3), "2020/00001,Projekt 1,Exempelkommunen,SE12,")
    for day in (1, 3):
        with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
            if day == 1:
                cut_off(empty_database, content, 1, Options())
            else:
                take(empty_database, content)
    before = everything(empty_database)
    assert {result.outcome for result in again(empty_database)} == {"unchanged"}
    assert everything(empty_database) == before
    with time_machine.travel(datetime(2027, 1, 4, 12, tzinfo=UTC), tick=False):
        take(empty_database, listed(row(1, 77)), Options(dated=date(2027, 1, 2)))
    record = stored_record(empty_database, KEY)
    assert (record["planned_participants"], record["region"]) == (77, "SE12")


def test_a_mended_reader_changes_the_record_and_tells_the_field(
    empty_database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import_contents(empty_database, tmp_path, page(Projektfas="Genomförande"))
    before = everything(empty_database)
    request.getfixturevalue("mend")
    [rehearsed] = again(empty_database, dry_run=True)
    assert everything(empty_database) == before
    [result] = again(empty_database)
    assert result == rehearsed
    assert (result.outcome, result.id) == ("updated", KEY)
    assert dict(result.changes) == {"phase": {"from": "Genomförande", "to": "MENDED"}}
    assert stored_record(empty_database, KEY)["phase"] == "MENDED"
    newest = versions_of(empty_database, KEY)[-1]
    assert (newest.by, newest.reason) == ("import", "read again")
    sources = {
        one.source.reader_version
        for one in stored_evidence(empty_database, KEY).statements.values()
        if one.source
    }
    assert sources == {99}
    assert again(empty_database)[0].outcome == "unchanged"


LISTED = "number,name,owner,region,total_budget\n2020/00001,Nya vägar,Exempelkommunen,SE11,2000\n"


@pytest.mark.parametrize("is_page_last", [False, True])
def test_of_documents_of_one_day_the_one_that_was_read_last_still_counts(
    empty_database: Database, tmp_path: Path, *, is_page_last: bool
) -> None:
    contents = [page(Total_projektbudget="1 000"), LISTED]
    import_contents(empty_database, tmp_path, *(contents[::-1] if is_page_last else contents))
    for _ in range(2):
        assert [result.outcome for result in again(empty_database)] == ["unchanged"] * 2
        record = stored_record(empty_database, KEY)
        assert (record["total_budget"], record["version"]) == (
            1000_00 if is_page_last else 2000_00,
            2,
        )


@pytest.mark.usefixtures("mend")
def test_the_newest_document_still_counts(empty_database: Database, tmp_path: Path) -> None:
    for year, participants in ((2024, "20"), (2020, "10")):
        options = Options(dated=date(year, 1, 1))
        import_contents(
            empty_database, tmp_path, page(Antal_deltagare=participants), options=options
        )
    again(empty_database)
    assert stored_record(empty_database, KEY)["planned_participants"] == 20


def test_what_was_set_by_hand_stays(
    empty_database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import_contents(empty_database, tmp_path, page(Projektfas="Genomförande"))
    Registry(empty_database, tmp_path).change(phase="Egen")
    request.getfixturevalue("mend")
    assert [result.outcome for result in again(empty_database)] == ["unchanged"]
    assert stored_record(empty_database, KEY)["phase"] == "Egen"


@pytest.mark.usefixtures("mend")
def test_only_documents_of_the_layout_asked_for_are_read(
    golden_database: Database,
) -> None:
    results = again(golden_database, layout="bank-2007-2013")
    assert len(results) == 2


def test_what_was_refused_is_tried_again(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(opening, "read_document", lambda _: 1 / 0)
        import_contents(empty_database, tmp_path, page(), "inget projekt")
    results = again(empty_database)
    assert sorted(result.outcome for result in results) == ["created", "rejected"]
    assert stored_record(empty_database, KEY)["number"] == "2020/00001"
    assert [row[1] for row in everything(empty_database)["quarantine"]] == ["not-a-project"]


def test_a_reader_that_fails_on_a_stored_document_leaves_its_record(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_contents(empty_database, tmp_path, page())
    before = everything(empty_database)
    monkeypatch.setattr(rereading, "read_document", lambda _: 1 / 0)
    [result] = again(empty_database)
    assert result.outcome == "rejected"
    assert (result.reason or "").startswith("reader-failed: ")
    assert everything(empty_database) == before


def test_a_deleted_project_stays_deleted(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page())
    Registry(empty_database, tmp_path).delete()
    assert again(empty_database) == []
