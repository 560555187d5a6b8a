"""A directory that is asked again and again while the data changes says what one made anew says."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.database import Database, Reader
from app.mirror.mirror import Mirror
from app.query.suggesting import KINDS
from app.store.owner_names import OwnerName
from app.store.snapshot import Snapshot
from app.suggestions import directory, owners
from app.suggestions.choice import Found
from app.suggestions.directory import Directory
from app.suggestions.typed import Typed
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.states import snapshot_of
from tests.store.lives import Step, lived, steps

TYPED = ("a", "e", "f", "1", "2", "å", "kommun", "exempel", "förening")
NUMBER = "2021005489"


def suggested(one: Directory, snapshot: Snapshot) -> dict[str, Sequence[Found]]:
    """All that is suggested; codes of equal fit in no order."""
    return {
        text: sorted(one.find(snapshot, Typed.of(text), KINDS, 50), key=lambda found: found.place)
        for text in TYPED
    }


def check(one: Directory, mirror: Mirror, snapshot: Snapshot) -> None:
    assert suggested(one, snapshot) == suggested(Directory(mirror), snapshot)


def check_now(one: Directory, mirror: Mirror, database: Database) -> None:
    with snapshot_of(database) as snapshot:
        check(one, mirror, snapshot)


@pytest.mark.slow
@settings(max_examples=25)
@given(taken=steps())
def test_every_step_of_a_life_is_told_as_anew(empty_file: Path, taken: list[Step]) -> None:
    with lived(empty_file, []) as life:
        mirror = Mirror(life.database)
        one = Directory(mirror)
        for step in taken:
            step(life)
            check_now(one, mirror, life.database)


def forbidden(_: Reader) -> list[OwnerName]:
    raise AssertionError


def test_only_names_that_may_have_changed_are_read_again(
    seeded_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(seeded_database)
    one = Directory(mirror)
    check_now(one, mirror, seeded_database)
    for owner, number in (
        ("Exempelbyns förening", None),
        ("Exempelbyns förening", NUMBER),  # whose projects had no number before
        ("Exempelbyns Kulturförening", NUMBER),
    ):
        others = {"Projektägare_organisationsnummer": number} if number else {}
        page = make_page("Bron", owner, **others)
        import_contents(seeded_database, tmp_path, page)
        with monkeypatch.context() as patched, snapshot_of(seeded_database) as snapshot:
            patched.setattr(directory, "owner_names", forbidden)
            told = suggested(one, snapshot)
        with snapshot_of(seeded_database) as snapshot:
            assert told == suggested(Directory(mirror), snapshot)
        assert [one.suggestion.label for one in told["exempel"]] == ["Exempelbyns förening"]


def test_one_that_began_to_read_earlier_is_told_what_was_there_then(
    seeded_database: Database, tmp_path: Path
) -> None:
    mirror = Mirror(seeded_database)
    one = Directory(mirror)
    with snapshot_of(seeded_database) as earlier:
        check(one, mirror, earlier)
        import_contents(seeded_database, tmp_path, make_page("Bron", "Exempelbyns förening"))
        with snapshot_of(seeded_database) as later:
            check(one, mirror, later)
            check(one, mirror, earlier)
            check(one, mirror, later)


def test_what_is_worn_is_made_anew(
    seeded_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners, "_ROOM", -100)
    mirror = Mirror(seeded_database)
    one = Directory(mirror)
    check_now(one, mirror, seeded_database)
    import_contents(seeded_database, tmp_path, make_page("Bron", "Exempelbyns förening"))
    check_now(one, mirror, seeded_database)
