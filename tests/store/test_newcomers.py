"""New projects are stored many at once: exactly what storing them one by one stores."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.importer import arrival
from app.importer.report import Result
from app.store import newcomers
from app.store.inserts import insert_rows
from app.store.newcomers import Newcomer, Newcomers, make_newcomer
from app.store.projects import Reading
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page, pages
from tests.store.rows import Rows, everything

NOW = "2026-11-22T12:00:00Z"


def imported(
    file: Path, documents: list[list[str]], *, one_by_one: bool
) -> tuple[Rows, list[list[Result]]]:
    """Every row of a database into which these were imported, and the reports."""
    with (
        TemporaryDirectory() as name,
        pytest.MonkeyPatch.context() as patched,
        time_machine.travel(NOW, tick=False),
        open_copy(file, Path(name)) as database,
    ):
        if one_by_one:
            patched.setattr(Newcomers, "admit", lambda *_: False)
        folder = Path(name)
        results = [import_contents(database, folder, *some) for some in documents]
        return everything(database), [[anywhere(one, folder) for one in some] for some in results]


def anywhere(result: Result, folder: Path) -> Result:
    """A result without the folder of its document."""
    return Result(Path(result.document).relative_to(folder).name, result.outcome, result.id)


@given(
    documents=st.lists(st.lists(pages(), min_size=1, max_size=8), min_size=1, max_size=3),
)
@settings(max_examples=25)
def test_many_at_once_and_one_by_one_make_the_same_database(
    empty_file: Path, documents: list[list[str]]
) -> None:
    many, reports = imported(empty_file, documents, one_by_one=False)
    each, expected = imported(empty_file, documents, one_by_one=True)
    assert reports == expected
    assert many == each


@given(
    owners=st.lists(
        st.tuples(
            st.sampled_from(["Exempelkommunen", "EXEMPELKOMMUNEN", "Beta kommun"]),
            st.sampled_from([None, None, "212000-3005", "202100-5489"]),
        ),
        min_size=2,
        max_size=9,
    )
)
@example(owners=[("Beta", None), ("Beta", "212000-3005"), ("Beta", "202100-5489"), ("Beta", None)])
@settings(max_examples=30)
def test_owners_that_are_joined_and_come_back_are_the_same_both_ways(
    empty_file: Path, owners: list[tuple[str, str | None]]
) -> None:
    documents = [
        make_page(name=f"Projekt {index}", owner=owner, **numbered(number))
        for index, (owner, number) in enumerate(owners)
    ]
    many, _ = imported(empty_file, [documents], one_by_one=False)
    each, _ = imported(empty_file, [documents], one_by_one=True)
    assert many == each


def numbered(number: str | None) -> dict[str, str]:
    return {"Projektägare_organisationsnummer": number} if number else {}


def test_plain_new_projects_are_stored_at_once(
    empty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = []
    insert = insert_rows

    def note(session: object, table: type, rows: list[dict[str, object]]) -> None:
        stored.append((table.__name__, len(rows)))
        insert(session, table, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(newcomers, "insert_rows", note)
    documents = [make_page(name=f"Projekt {index}") for index in range(5)]
    imported(empty_file, [documents], one_by_one=False)
    tables = ("Project", "ProjectVersion", "Change", "StoredDocument")
    assert stored == [(name, 5) for name in tables]


def test_where_many_cannot_be_stored_at_once_each_is_stored_alone(
    empty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(reading: Reading, today: date) -> Newcomer:
        newcomer = make_newcomer(reading, today)
        if newcomer.columns["name"] == "Två":
            newcomer.columns["total_cost"] = 2**70
        return newcomer

    documents = [[make_page(name=name) for name in ("Ett", "Två", "Tre")]]
    expected = imported(empty_file, documents, one_by_one=True)
    monkeypatch.setattr(arrival, "make_newcomer", spoil)
    assert imported(empty_file, documents, one_by_one=False) == expected
