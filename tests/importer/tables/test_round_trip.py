"""What we export we import without loss of the columns in the file: into an empty database, and
back into the one that it came from."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.domain.fields import FIELDS
from app.exports.export import Contacts, open_export
from app.exports.formats import FORMATS
from app.query.resource import PROJECTS
from tests.conftest import open_copy
from tests.importer.files import import_contents, import_files, write
from tests.importer.pages import make_page

OWN = {"version", "created_at", "updated_at", "last_seen_at"}
"""What each registry counts by itself."""
COLUMNS = ",".join(field.name for field in FIELDS if field.name not in OWN)
FORMS = {
    "plain.csv": "csv?",
    "excel.csv": "csv?dialect=excel-sv",
    "swedish.csv": "csv?labels=sv",
    "english.csv": "csv?labels=en",
    "excel-english.csv": "csv?dialect=excel-sv&labels=en",
    "lines.ndjson": "ndjson?",
    "array.json": "json?",
    "plain.xlsx": "xlsx?",
    "swedish.xlsx": "xlsx?labels=sv",
    "english.xlsx": "xlsx?labels=en",
}


def export(database: Database, form: str, fields: str = COLUMNS) -> bytes:
    """The whole database as a file of this form, contacts too."""
    name, _, options = form.partition("?")
    question = f"fields={fields}&{options}".rstrip("&")
    with open_export(database, PROJECTS, question, FORMATS[name], contacts=Contacts.ALWAYS) as file:
        return b"".join(file.blocks())


def records(database: Database) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(database, "ndjson").splitlines()]


@pytest.mark.parametrize("name", FORMS)
def test_an_export_makes_the_same_records_anew(
    golden_database: Database, empty_file: Path, tmp_path: Path, name: str
) -> None:
    file = write(tmp_path, export(golden_database, FORMS[name]), name)
    (tmp_path / "other").mkdir()
    with open_copy(empty_file, tmp_path / "other") as other:
        [result] = import_files(other, [file])
        assert result.rows
        assert result.rows.rejects == ()
        assert records(other) == records(golden_database)


@pytest.mark.parametrize("name", FORMS)
def test_an_issue_of_a_number_that_could_not_be_kept_comes_through(
    empty_database: Database, empty_file: Path, tmp_path: Path, name: str
) -> None:
    page = make_page(Projektägare_organisationsnummer="DK12345678")
    import_contents(empty_database, tmp_path, page)
    file = write(tmp_path, export(empty_database, FORMS[name]), name)
    (tmp_path / "other").mkdir()
    with open_copy(empty_file, tmp_path / "other") as other:
        list(import_files(other, [file]))
        [record] = records(other)
        assert "organisation-number-invalid" in record["quality_issues"]
        assert [record] == records(empty_database)


@pytest.mark.parametrize("name", FORMS)
def test_an_export_changes_nothing_where_it_came_from(
    golden_database: Database, tmp_path: Path, name: str
) -> None:
    before = records(golden_database)
    file = write(tmp_path, export(golden_database, FORMS[name]), name)
    [result] = import_files(golden_database, [file])
    assert result.outcome == "unchanged"
    assert records(golden_database) == before


@pytest.mark.parametrize("name", FORMS)
def test_few_columns_are_enough(
    golden_database: Database, empty_file: Path, tmp_path: Path, name: str
) -> None:
    few = "id,name,owner,region_name,total_budget"
    file = write(tmp_path, export(golden_database, FORMS[name], few), name)
    (tmp_path / "other").mkdir()
    with open_copy(empty_file, tmp_path / "other") as other:
        list(import_files(other, [file]))
        assert export(other, "ndjson", few) == export(golden_database, "ndjson", few)
    [result] = import_files(golden_database, [file])
    assert result.outcome == "unchanged"
