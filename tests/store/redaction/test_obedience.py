"""Imports and restores obey the block list: what was redacted does not come back."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.database import Database
from app.errors import BackupRefused
from app.indexes import make_whole
from app.migration import migrate
from tests.api.conftest import open_client
from tests.importer.files import import_contents
from tests.restoring.keeping import back_up, put_back, query
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, act, page, traces
from tests.store.rows import changes, everything, stored_evidence, stored_project, versions_of

KEY = "2020-00001"


def test_the_same_document_again_is_unchanged(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page())
    act(empty_database, email=EMAIL)
    before = everything(empty_database)
    [result] = import_contents(empty_database, tmp_path, page())
    assert result.outcome == "unchanged"
    assert everything(empty_database) == before


def test_another_document_brings_nothing_back(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page())
    act(empty_database, email=EMAIL)
    pages = (
        page(Total_projektbudget="2 000"),
        page(2),
        page(3, {"E-post": "annan@example.se"}),
        page(4, Projektledare=f"{NAME}, {EMAIL}"),
    )
    outcomes = [result.outcome for result in import_contents(empty_database, tmp_path, *pages)]
    assert outcomes == ["updated", "created", "created", "created"]
    assert traces(empty_database) == []
    assert "contact_name" not in stored_evidence(empty_database, KEY).statements
    assert len(versions_of(empty_database, KEY)) == 2
    assert breaches(empty_database) == {}


def test_a_reader_of_a_newer_version_brings_nothing_back(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page())
    act(empty_database, email=EMAIL)
    query(empty_database, "UPDATE document SET reader_version = 0")
    import_contents(empty_database, tmp_path, page())
    assert traces(empty_database) == []
    assert query(empty_database, "SELECT redacted_at IS NOT NULL FROM document") == [(1,)]


def test_a_refused_document_is_kept_without_it(empty_database: Database, tmp_path: Path) -> None:
    act(empty_database, email=EMAIL)
    [result] = import_contents(empty_database, tmp_path, f"Nyheter\n\nSkriv till {EMAIL}.\n")
    assert result.outcome == "rejected"
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_running_text_is_taken_in_without_it_when_that_was_asked_for(
    empty_database: Database, tmp_path: Path
) -> None:
    act(empty_database, email=EMAIL, name=NAME)
    text = f"Skriv till {EMAIL} eller {NAME}."
    import_contents(empty_database, tmp_path, page(1, summary=text))
    assert stored_project(empty_database, KEY).summary == text
    act(empty_database, email=EMAIL, name=NAME, in_text=True)
    import_contents(empty_database, tmp_path, page(2, summary=text))
    held = stored_project(empty_database, "2020-00002").summary
    assert held == "Skriv till […] eller […]."
    assert not [trace for trace in traces(empty_database) if "planterad" in trace]
    assert breaches(empty_database) == {}


def test_a_document_of_a_project_that_ended_before_brings_no_contact(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(Kontaktperson=""))
    act(empty_database, ended_before=date(2021, 1, 1))
    import_contents(empty_database, tmp_path, page(Slutdatum=""), page(2, Slutdatum="2021-02-01"))
    assert stored_project(empty_database, KEY).contact_name is None
    assert stored_project(empty_database, "2020-00002").contact_name == NAME


def test_a_restore_takes_it_out_again(empty_database: Database, tmp_path: Path) -> None:
    import_contents(
        empty_database, tmp_path, page(), page(Total_projektbudget="2 000"), f"Nytt av {EMAIL}"
    )
    file = back_up(empty_database, tmp_path)
    act(empty_database, email=EMAIL)
    blocked = [row[:2] for row in everything(empty_database)["redaction"]]
    restored = put_back(empty_database, file)
    assert restored.redacted > 3
    assert traces(empty_database) == []
    assert [row[:2] for row in everything(empty_database)["redaction"]] == blocked
    assert breaches(empty_database) == {}
    import_contents(empty_database, tmp_path, page(2))
    assert traces(empty_database) == []


def test_a_restore_tells_of_it_by_numbers_that_meant_nothing_before(
    empty_database: Database, tmp_path: Path
) -> None:
    """Who followed the feed up to the backup goes on from there; who is ahead reads anew."""
    import_contents(empty_database, tmp_path, page())
    file = back_up(empty_database, tmp_path)
    act(empty_database, email=EMAIL)
    import_contents(empty_database, tmp_path, page(Total_projektbudget="2 000"))
    put_back(empty_database, file)
    _, told = changes(empty_database)
    assert (told.op, told.project_id, told.version) == ("redact", KEY, 1)
    assert json.loads(told.changed_fields) == ["contact_name", "contact_email", "contact_phone"]
    [(seq, next_seq, next_version, at)] = query(
        empty_database, "SELECT seq, next_seq, next_version, at FROM restoration"
    )
    assert (seq, next_seq) == (1, 4)
    assert (told.seq, told.dataset_version) == (next_seq + 1, next_version + 1)
    [dataset] = query(empty_database, "SELECT version, latest_seq, updated_at FROM dataset")
    assert dataset == (told.dataset_version, told.seq, at)
    assert breaches(empty_database) == {}
    with open_client(empty_database) as client:
        rows = client.get("/v1/changes?since=1").json()["data"]
        assert [(row["seq"], row["op"]) for row in rows] == [(5, "redact")]
        assert client.get("/v1/changes?since=2").status_code == 410
        page_of_then = client.get("/v1/projects?as_of=1").json()
        assert page_of_then["total"] == 1


def test_a_restore_tells_of_what_was_redacted_while_it_was_made_ready(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_contents(empty_database, tmp_path, page())
    file = back_up(empty_database, tmp_path)

    def redact_meanwhile(prepared: Database) -> None:
        make_whole(prepared)
        act(empty_database, email=EMAIL)

    monkeypatch.setattr("app.restoring.restore.make_whole", redact_meanwhile)
    put_back(empty_database, file)
    assert traces(empty_database) == []
    assert [(one.op, one.project_id) for one in changes(empty_database)[1:]] == [("redact", KEY)]
    assert breaches(empty_database) == {}


def test_a_restore_over_a_damaged_database_tells_of_it_too(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page())
    file = back_up(empty_database, tmp_path)
    act(empty_database, email=EMAIL)
    query(empty_database, "UPDATE project SET owner_id = 'borta'")  # past the foreign keys
    empty_database.close()  # what is open stays with the damaged file
    put_back(empty_database, file)
    assert list(tmp_path.glob("projektbank.db.damaged-*Z"))
    assert traces(empty_database) == []
    assert [(one.op, one.project_id) for one in changes(empty_database)[1:]] == [("redact", KEY)]
    assert breaches(empty_database) == {}


def test_what_a_restore_brings_back_beside_it_goes_too(
    empty_database: Database, tmp_path: Path
) -> None:
    """The backup knows a telephone number that the database had forgotten."""
    import_contents(empty_database, tmp_path, page())
    file = back_up(empty_database, tmp_path)
    elsewhere = Database(f"sqlite:///{tmp_path}/annan.db")
    put_back(elsewhere, file)
    query(elsewhere, "DELETE FROM past_project")
    act(elsewhere, email=EMAIL)
    put_back(elsewhere, file)
    assert traces(elsewhere) == []
    elsewhere.close()


def test_block_lists_of_two_databases_cannot_be_joined(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page())
    other = Database(f"sqlite:///{tmp_path}/annan.db")
    migrate(other)
    act(other, email="x@example.se")
    file = back_up(empty_database, tmp_path)
    put_back(other, file)
    assert query(other, "SELECT count(*) FROM redaction") == [(1,)]
    act(other, email=EMAIL)
    act(empty_database, email="y@example.se")
    with pytest.raises(BackupRefused, match="block lists of redacted contacts"):
        put_back(other, back_up(empty_database, tmp_path, "senare.db"))
    other.close()
