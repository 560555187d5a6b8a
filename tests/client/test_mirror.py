"""The copy that the README keeps: whatever is written meanwhile, it is what the list answers."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.contract.writes import NEW_PROJECT
from app.database import Database
from app.main import create_app
from app.settings import Settings
from projektbank_client import Project, Projektbank, ProjektbankError
from tests.api.keys import make_key
from tests.docs.markdown import fenced, read
from tests.restoring.keeping import back_up, put_back
from tests.serving import serve
from tests.store.redaction.people import EMAIL, act

WHERE = MappingProxyType({"region": "SE12"})


class Mirrored(NamedTuple):
    """A service, its database, and a copy of some of it."""

    bank: Projektbank
    database: Database
    copy: sqlite3.Connection
    recipe: dict[str, Any]

    def refresh(self, bank: Projektbank, **question: str) -> tuple[int, str]:
        """As the README has it."""
        refresh: Callable[..., tuple[int, str]] = self.recipe["refresh"]
        return refresh(bank, self.copy, **question)

    def catch_up(self, question: Mapping[str, str] = WHERE) -> None:
        """Refreshes the copy, and holds it against the list."""
        place = self.refresh(self.bank, **question)
        rows = self.bank.projects(fields="*", **question)
        assert self.kept() == {row["id"]: json.loads(json.dumps(row, default=str)) for row in rows}
        assert self.refresh(self.bank, **question) == place

    def kept(self) -> dict[str, Any]:
        """The rows of the copy."""
        return {key: json.loads(row) for key, row in self.copy.execute("SELECT * FROM project")}

    def take_out(self) -> None:
        """Takes the person who is `NAMED` out of the service."""
        act(self.database, email=EMAIL, in_text=True)


IDS = ("2020-00713", "2020-00718", "2020-00700", "24-001-S01")
NAMED = {"name": f"Till {EMAIL}"}
WAYS: dict[str, Callable[[Mirrored, str], object]] = {
    "move out": lambda one, key: one.bank.update(key, {"region": "SE33"}),
    "move in": lambda one, key: one.bank.update(key, {"region": "SE12"}),
    "cost more": lambda one, key: one.bank.update(key, {"total_budget": 2_000_000.5}),
    "delete": lambda one, key: one.bank.delete(key),
    "put back": lambda one, key: one.bank.revert(key, 1),
    "make": lambda one, _: one.bank.create(NEW_PROJECT),
    "name somebody": lambda one, key: one.bank.update(key, NAMED),
    "take somebody out": lambda one, _: one.take_out(),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.sampled_from(IDS)), max_size=4)


@pytest.fixture
def mirrored(
    seeded_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mirrored]:
    monkeypatch.chdir(tmp_path)
    blocks = fenced(read("clients/python/README.md"), "python")
    [block] = [one for one in blocks if "def refresh(" in one]
    names: dict[str, Any] = {"Projektbank": Projektbank}
    exec(block.partition("\ncopy = ")[0], names)
    key = make_key(seeded_database, "write")
    with (
        serve(create_app(Settings(database_url=seeded_database.url))) as address,
        Projektbank(address, key=key) as bank,
        closing(sqlite3.connect(tmp_path / "copy.db")) as copy,
    ):
        yield Mirrored(bank, seeded_database, copy, names)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_a_copy_is_what_the_list_answers(mirrored: Mirrored, steps: list[tuple[str, str]]) -> None:
    for way, key in steps:
        try:
            WAYS[way](mirrored, key)
        except ProjektbankError:
            continue  # gone already, or there
    mirrored.catch_up()


def test_a_copy_survives_a_restore_of_what_it_copies(mirrored: Mirrored, tmp_path: Path) -> None:
    file = back_up(mirrored.database, tmp_path)
    mirrored.bank.update(IDS[0], {"total_budget": 1})
    mirrored.catch_up()
    put_back(mirrored.database, file)
    mirrored.catch_up()
    mirrored.bank.update(IDS[0], {"total_budget": 2})
    mirrored.catch_up()


def test_who_is_taken_out_is_taken_out_of_a_copy(mirrored: Mirrored) -> None:
    mirrored.bank.update(IDS[0], NAMED)
    mirrored.catch_up()
    assert EMAIL in str(mirrored.kept())
    mirrored.take_out()
    mirrored.catch_up()
    assert EMAIL not in str(mirrored.kept())


def test_a_copy_of_another_question_is_begun_anew(mirrored: Mirrored) -> None:
    for question in (WHERE, {"region": "SE33"}, {}, WHERE):
        mirrored.catch_up(question)


def test_many_changes_are_not_asked_for_one_by_one(
    mirrored: Mirrored, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrored.recipe["MANY"] = 2
    asked: list[str] = []
    project = mirrored.bank.project

    def count(key: str, **question: str) -> Project:
        asked.append(key)
        return project(key, **question)

    monkeypatch.setattr(mirrored.bank, "project", count)
    for changes, reads in ((0, 0), (2, 2), (3, 0)):
        asked.clear()
        for change in range(changes):
            mirrored.bank.update(IDS[0], {"total_budget": changes * 10 + change})
        mirrored.refresh(mirrored.bank, **WHERE)
        assert len(asked) == reads
        mirrored.catch_up()


def test_a_copy_that_broke_off_is_as_it_was(mirrored: Mirrored) -> None:
    mirrored.catch_up()
    before = list(mirrored.copy.iterdump())
    mirrored.bank.update(IDS[0], {"total_budget": 3})
    mirrored.bank.delete(IDS[1])

    def cut(key: str, **_: object) -> None:
        raise OSError(key)

    broken = Projektbank(mirrored.bank._service.base)
    broken.project = cut  # type: ignore[method-assign,assignment]
    with broken, pytest.raises(OSError, match=IDS[0]):
        mirrored.refresh(broken, **WHERE)
    assert list(mirrored.copy.iterdump()) == before
    mirrored.catch_up()


def test_nothing_of_a_copy_stays_in_a_file(mirrored: Mirrored, tmp_path: Path) -> None:
    mirrored.catch_up()
    assert not list(tmp_path.glob("*.ndjson"))
