"""What is kept of rows holds no longer than their numbers: pages and counts stay those of SQL."""

from pathlib import Path

import pytest

from app.database import Database
from app.mirror import ranks
from app.mirror import state as states
from app.mirror.mirror import Mirror
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.mirrored import Mirrored, check
from tests.mirror.states import snapshot_of
from tests.store.lives import Life

ASKED = (
    "phase__isnull=true&sort=-id",
    "name__contains=bro",
    "q=bro",
    "sort=-total_budget,-id",
    "q=v%C3%A4g",
)


def test_rows_that_move_up_into_the_place_of_dead_ones_are_looked_at_again(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "_FEW", 3)
    life, mirror = Life(empty_database, tmp_path), Mirror(empty_database)
    for number in range(12):
        life.take_in(
            make_page(("Väg", "Bro", "Stig")[number % 3], Diarienummer=f"2020/{number:05}")
        )
    counts = []
    for number in range(30):
        life.change(f"2020-{number % 5:05}", planned_participants=number)
        with snapshot_of(empty_database) as snapshot:
            check(Mirrored(snapshot, mirror), *ASKED)
            assert mirror._state is not None
            counts.append(len(mirror._state.columns))
    assert counts != sorted(counts)  # dead rows were given up


def test_orders_are_made_again_where_ids_are_numbered_anew(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranks, "LAST", 3_000)
    life, mirror = Life(empty_database, tmp_path), Mirror(empty_database)
    import_contents(
        empty_database, tmp_path, *(make_page(Diarienummer=f"2020/{at:05}") for at in range(20))
    )
    for number in range(20):
        life.change(f"2020-{number:05}", planned_participants=number)
        if number % 5 == 4:
            life.take_in(make_page(Diarienummer=f"2020/{100 - number:05}"))
        with snapshot_of(empty_database) as snapshot:
            check(Mirrored(snapshot, mirror), *ASKED)
