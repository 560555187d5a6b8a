"""What every write leaves behind, after any sequence of imports."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.database import Database
from app.domain.collation import fold, sort_key
from app.domain.fields import FIELDS, Kind
from app.domain.organisations import organisation_id
from app.models import Change, Dataset, PastProject, Project, StoredDocument
from app.store.columns import from_row, key_of
from app.store.evidence import load
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page, pages
from tests.store.rows import (
    changes,
    everything,
    past_states,
    stored_projects,
    stored_record,
    versions_of,
)


@contextmanager
def filled(file: Path, documents: list[str]) -> Iterator[tuple[Database, Path]]:
    """A database of one's own into which the documents were imported one by one."""
    with TemporaryDirectory() as name, open_copy(file, Path(name)) as database:
        for document in documents:
            import_contents(database, Path(name), document)
        yield database, Path(name)


@given(documents=st.lists(pages(), min_size=1, max_size=6))
@settings(max_examples=20)
def test_after_any_imports_the_history_is_whole(empty_file: Path, documents: list[str]) -> None:
    with filled(empty_file, documents) as (database, folder):
        check_versions(database)
        check_feed(database)
        check_columns(database)
        check_organisations(database)
        taken_in = taken_documents(database)
        before = everything(database)
        results = import_contents(database, folder, *documents)
        again = {
            result.outcome
            for document, result in zip(documents, results, strict=True)
            if sha256(document.encode()).hexdigest() in taken_in
        }
        assert again <= {"unchanged"}
        if {result.outcome for result in results} <= {"unchanged", "rejected", "conflict"}:
            assert everything(database) == before  # else a conflict has found its record since


def taken_documents(database: Database) -> set[str]:
    """Hashes of the documents that some record comes from."""
    with Session(database.engine) as session:
        rows = session.exec(select(StoredDocument)).all()
        return {row.sha256 for row in rows if row.project_id is not None}


def check_versions(database: Database) -> None:
    """Versions count from 1 without a gap, and the newest is what stands in the table."""
    for project in stored_projects(database):
        versions = versions_of(database, project.id)
        assert [one.version for one in versions] == list(range(1, project.version + 1))
        assert [one.op for one in versions] == ["create"] + ["update"] * (project.version - 1)
        check_evidence(project, versions[-1].provenance)
        assert {one.by for one in versions} == {"import"}
        check_states(project, past_states(database, project.id), changes(database))
        times = [one.at for one in versions]
        assert times == sorted(times)
        assert project.created_at == times[0]
        assert project.updated_at == times[-1]
        assert project.created_at <= project.last_seen_at


def check_states(project: Project, past: list[PastProject], feed: list[Change]) -> None:
    """Every version is kept as it stood, from its own dataset version until before the next."""
    made = {(one.project_id, one.version): one.dataset_version for one in feed}
    assert [one.version for one in past] == list(range(1, project.version))
    for one in [*past, project]:
        assert one.since == made[one.id, one.version]
    for one, following in zip(past, [*past, project][1:], strict=True):
        assert one.until == following.since


def check_evidence(project: Project, provenance: str) -> None:
    """Every value has an origin, and the provenance tells the very value."""
    record = from_row(project)
    statements = load(provenance).statements
    clerical = {"id", "owner_id", "quality_issues", "version"}
    clerical |= {"created_at", "updated_at", "last_seen_at"}
    for name, value in record.items():
        if name in statements:
            assert statements[name].value == value, name
        else:
            assert value is None or name in clerical, name


def check_feed(database: Database) -> None:
    """One row a version, in commit order, each with a dataset version of its own."""
    feed = changes(database)
    expected = {
        (one.project_id, one.version, one.op, one.at)
        for project in stored_projects(database)
        for one in versions_of(database, project.id)
    }
    assert {(one.project_id, one.version, one.op, one.at) for one in feed} == expected
    assert len(feed) == len(expected)
    raised = [one.dataset_version for one in feed]
    assert raised == sorted(set(raised))
    with Session(database.engine) as session:
        dataset = session.exec(select(Dataset)).one()
    assert dataset.version >= max(raised, default=0)
    assert all(one.at <= dataset.updated_at for one in feed)
    for one in feed:
        changed = json.loads(one.changed_fields)
        assert changed
        assert set(changed) <= {field.name for field in FIELDS}


def check_columns(database: Database) -> None:
    """Each comparison key is made from the text beside it."""
    for project in stored_projects(database):
        for field in FIELDS:
            if field.kind is Kind.TEXT and not field.flags.personal:
                text = getattr(project, field.name)
                assert getattr(project, f"{field.name}_key") == key_of(field, text)


def check_organisations(database: Database) -> None:
    """Every owner is a row, spelt as it was seen; no spelling and no number stands twice."""
    held = everything(database)
    organisations = {row[0]: row for row in held["organisation"]}
    spellings = {(row[0], row[1]) for row in held["spelling"]}
    for project in stored_projects(database):
        assert project.owner_id in organisations
        assert (project.owner_id, fold(project.owner)) in spellings
        number = project.owner_organisation_number
        assert number is None or project.owner_id == number
    for key, number, name, name_key, number_key, merged_into in organisations.values():
        assert merged_into is None
        assert key == (number or organisation_id(name, None))
        assert name_key == sort_key(name)
        assert number_key == (sort_key(number) if number else None)
        assert (key, fold(name)) in spellings


def test_only_what_changed_is_named(empty_database: Database, tmp_path: Path) -> None:
    page = make_page(Diarienummer="2020/00001")
    import_contents(empty_database, tmp_path, page, page.replace("Stockholm", "Sydsverige"))
    assert json.loads(changes(empty_database)[1].changed_fields) == ["region", "region_name"]


def test_times_are_utc_wherever_the_server_stands(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(Diarienummer="2020/00001")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Tokyo")
        for day, content in (("2027-01-01", page), ("2027-01-02", f"{page}Mer.\n")):
            moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
            with time_machine.travel(moment):
                import_contents(empty_database, tmp_path, content)
    stored = stored_record(empty_database, "2020-00001")
    assert str(stored["created_at"]) == "2027-01-01 12:00:00+00:00"
    assert str(stored["updated_at"]) == "2027-01-02 12:00:00+00:00"
    assert ("2027-01-01 12:00:00.000000") in everything(empty_database)["project"][0]
