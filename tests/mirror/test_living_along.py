"""A mirror that is asked again and again while the data changes says what SQL says each time."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from app.database import Database
from app.mirror.mirror import Mirror
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.mirrored import Mirrored, check
from tests.mirror.states import snapshot_of
from tests.restoring.keeping import back_up, go_on, put_back
from tests.store.lives import Step, lived, steps

ASKED = (
    "region=SE11",
    "q=väg",
    "q=bro+-text&region__ne=SE22",
    "q=vag",
    "owner=Exempelkommunen",
    "owner__contains=f%C3%B6rening&sort=-start_date,total_budget",
    "period=2020-07-01..2021&budget=1500..",
    "total_budget__isnull=true&sort=-id",
    "sort=specific_objective,-status",
)


@pytest.mark.slow
@settings(max_examples=25)
@given(taken=steps())
def test_every_step_of_a_life_is_told_as_sql_tells_it(empty_file: Path, taken: list[Step]) -> None:
    with lived(empty_file, []) as life:
        mirror = Mirror(life.database)
        for step in taken:
            step(life)
            with snapshot_of(life.database) as snapshot:
                check(Mirrored(snapshot, mirror), *ASKED)


def test_one_that_began_to_read_earlier_is_told_what_was_there_then(
    seeded_database: Database, tmp_path: Path
) -> None:
    mirror = Mirror(seeded_database)
    with snapshot_of(seeded_database) as earlier:
        import_contents(seeded_database, tmp_path, make_page(summary="Mer text om vägar."))
        with snapshot_of(seeded_database) as later:
            check(Mirrored(later, mirror), *ASKED)
            check(Mirrored(earlier, mirror), *ASKED)
            assert total(mirror, earlier) == 5
            assert total(mirror, later) == 6


def test_what_is_known_of_many_records_is_known_of_new_ones(
    empty_database: Database, tmp_path: Path
) -> None:
    mirror, names = Mirror(empty_database), ("Väg", "Bro", "Väg till bro")
    for many in (range(70), range(70, 75), range(75, 140)):
        pages = [make_page(names[at % 3], Diarienummer=f"2020/{at:05}") for at in many]
        import_contents(empty_database, tmp_path, *pages)
        with snapshot_of(empty_database) as snapshot:
            check(Mirrored(snapshot, mirror), *ASKED, "name__contains=bro", "q=bro")


def test_a_restore_takes_back_what_the_mirror_knew(
    golden_database: Database, tmp_path: Path
) -> None:
    mirror = Mirror(golden_database)
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1, 2)
    with snapshot_of(golden_database) as snapshot:
        assert total(mirror, snapshot) == 14
    put_back(golden_database, file)
    with snapshot_of(golden_database) as snapshot:
        assert total(mirror, snapshot) == 12
    go_on(golden_database, tmp_path, 3)
    with snapshot_of(golden_database) as snapshot:
        assert total(mirror, snapshot) == 13
        check(Mirrored(snapshot, mirror), *ASKED)


def total(mirror: Mirror, snapshot: Snapshot) -> int:
    """The number of all records."""
    return Mirrored(snapshot, mirror).found(parse_query(PROJECTS, ""))
