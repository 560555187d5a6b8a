"""Pages and the records they must become, collected by glob: a new pair needs no test code.

`seeds` are the packaged documents, `pages` one sample of each layout, `forms` such pages written
otherwise, `html` saved web pages, `odd` made-up pages with what can go wrong, `rejected` what must
be refused and why. In an expected record, money is in SEK,
`line:N` stands for the text of that line, and a field that is not named is missing.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.commands.serving import SEEDS
from app.database import Database
from app.domain.fields import FIELDS
from app.domain.provenance import Statement, UnknownLabel
from app.domain.record import status_on
from app.domain.representation import Json, to_json
from app.errors import DocumentRejected
from app.importer.document import Document
from app.importer.pages.layouts import LAYOUTS
from app.importer.pages.plain import plain_lines
from app.importer.pages.reading import read_document
from app.store.evidence import Evidence
from tests.conftest import GOLDEN, open_copy
from tests.importer.files import import_contents
from tests.store.rows import stored_evidence, stored_project, stored_record

DAY = date(2026, 11, 22)
CLERICAL = {"version", "created_at", "updated_at", "last_seen_at"}
READ = ("seeds", "pages", "forms", "html", "odd")
EXPECTED = sorted(path for name in READ for path in (GOLDEN / name).glob("*.json"))
REFUSED = sorted((GOLDEN / "rejected").glob("*.json"))


def page_of(expected: Path) -> Path:
    folder = SEEDS if expected.parent.name == "seeds" else expected.parent
    (page,) = pages_in(folder, expected.stem)
    return page


def pages_in(folder: Path, stem: str = "*") -> list[Path]:
    return [path for path in folder.glob(f"{stem}.*") if path.suffix != ".json"]


def name_of(expected: Path) -> str:
    return f"{expected.parent.name}/{expected.stem}"


def read_json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def document_of(expected: Path) -> Document:
    return Document(expected.stem, page_of(expected).read_bytes())


@pytest.fixture(scope="module", params=EXPECTED, ids=name_of)
def expected(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def stored(
    expected: Path, empty_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Json], Evidence]:
    """The one record that a page makes in an empty database, as answers show it."""
    folder = tmp_path_factory.mktemp("page")
    with open_copy(empty_file, folder) as database:
        saved = import_page(database, folder, expected)
        record = stored_record(database, saved)
        project = stored_project(database, saved)
        evidence = stored_evidence(database, saved)
    record["status"] = status_on(DAY, project.start_date, project.end_date)
    return {field.name: to_json(field, record[field.name]) for field in FIELDS}, evidence


def import_page(database: Database, folder: Path, expected: Path) -> str:
    (result,) = import_contents(database, folder, page_of(expected).read_bytes())
    assert result.id is not None, result.reason
    return result.id


def test_a_page_becomes_the_expected_record(
    expected: Path, stored: tuple[dict[str, Json], Evidence]
) -> None:
    lines = document_of(expected).lines
    wanted = {
        name: lines[int(value[5:]) - 1] if str(value).startswith("line:") else value
        for name, value in read_json(expected)["record"].items()
    }
    record, _ = stored
    assert {name: value for name, value in record.items() if name not in CLERICAL} == {
        field.name: wanted.get(field.name) for field in FIELDS if field.name not in CLERICAL
    }
    assert set(wanted) <= set(record)


def test_each_stated_value_is_found_on_the_expected_line(
    expected: Path, stored: tuple[dict[str, Json], Evidence]
) -> None:
    _, evidence = stored
    assert {
        name: statement.line
        for name, statement in evidence.statements.items()
        if statement.origin == "stated"
    } == read_json(expected)["lines"]


def test_the_raw_text_stands_verbatim_on_its_line(
    expected: Path, stored: tuple[dict[str, Json], Evidence]
) -> None:
    lines = document_of(expected).lines
    _, evidence = stored
    printed = [(name, one) for name, one in evidence.statements.items() if one.line]
    assert printed
    for name, statement in printed:
        assert statement.raw, name
        assert statement.raw in lines[statement.line - 1], name
        assert statement.line <= statement.last_line
    for label in unknown_labels(evidence):
        assert (label.raw or label.label) in lines[label.line - 1]


def test_every_line_of_the_summary_stands_on_the_page(
    expected: Path, stored: tuple[dict[str, Json], Evidence]
) -> None:
    record, evidence = stored
    statement = evidence.statements.get("summary", Statement(None, last_line=0))
    text = document_of(expected).lines[max(statement.line - 1, 0) : statement.last_line]
    printed = plain_lines(text)
    summary = str(record["summary"] or "").split("\n")
    assert [line for line in summary if line and line not in printed] == []


def test_a_derived_value_bears_its_rule_and_a_stated_one_its_label(
    stored: tuple[dict[str, Json], Evidence],
) -> None:
    record, evidence = stored
    for name, statement in evidence.statements.items():
        if statement.origin == "derived":
            assert statement.rule, name
        else:
            assert statement.label, name
            assert statement.source is not None, name
    clerical = {"id", "owner_id", "quality_issues", "status", *CLERICAL}
    valued = {name for name, value in record.items() if value is not None}
    assert valued - clerical <= set(evidence.statements)


def test_the_layout_is_recognised(expected: Path, stored: tuple[dict[str, Json], Evidence]) -> None:
    _, evidence = stored
    layouts = {one.source.layout for one in evidence.statements.values() if one.source}
    assert layouts == {read_json(expected)["layout"]}


def test_labels_that_no_reader_knows_are_kept_raw(
    expected: Path, stored: tuple[dict[str, Json], Evidence]
) -> None:
    _, evidence = stored
    kept = [[label.label, label.raw, label.line] for label in unknown_labels(evidence)]
    assert kept == read_json(expected).get("unknown_labels", [])


def unknown_labels(evidence: Evidence) -> list[UnknownLabel]:
    return [label for labels in evidence.unknown_labels.values() for label in labels]


@pytest.mark.parametrize("refused", REFUSED, ids=name_of)
def test_what_is_no_project_page_is_refused_with_its_code(refused: Path) -> None:
    with pytest.raises(DocumentRejected) as caught:
        read_document(document_of(refused))
    assert caught.value.reason == read_json(refused)["code"]


@pytest.mark.parametrize("folder", [*READ, "rejected"])
def test_every_page_has_its_expectation_and_every_expectation_its_page(folder: str) -> None:
    expected = list((GOLDEN / folder).glob("*.json"))
    pages = SEEDS if folder == "seeds" else GOLDEN / folder
    assert expected
    assert {page_of(path) for path in expected} == set(pages_in(pages))


def test_every_layout_has_a_page() -> None:
    layouts = {read_json(path)["layout"] for path in EXPECTED}
    assert layouts == {layout.name for layout in LAYOUTS}
