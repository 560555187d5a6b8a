"""However the data changed, a mirror brought up to date holds what one loaded anew does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database, Reader, Row
from app.errors import QueryTooSlow
from app.mirror import ranks
from app.mirror import state as states
from app.mirror.mirror import Mirror
from app.mirror.state import State, can_refresh, load, load_or_refresh, refresh
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot
from app.store.view import view_of
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.states import content_of, snapshot_of
from tests.store.edited import Registry
from tests.store.lives import Step, lived, steps
from tests.store.redaction.people import EMAIL, act, page


@pytest.mark.slow
@settings(max_examples=25)
@given(before=steps(), after=steps(), at_once=st.booleans())
def test_a_refreshed_state_is_that_of_a_mirror_loaded_anew(
    empty_file: Path, before: list[Step], after: list[Step], at_once: bool
) -> None:
    with lived(empty_file, before) as life:
        with snapshot_of(life.database) as snapshot:
            state = load(snapshot)
        for place, step in enumerate(after):
            step(life)
            if not at_once or place == len(after) - 1:
                state = _refreshed(life.database, state)


def test_records_that_come_in_anywhere_find_room_in_the_order_of_ids(
    empty_database: Database, tmp_path: Path
) -> None:
    """Each stands just behind the one before, until there is no room, and then in front of it."""
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    for number in (1, 900, *range(2, 8), *range(899, 893, -1)):
        import_contents(empty_database, tmp_path, make_page(Diarienummer=f"2020/{number:05}"))
        state = _refreshed(empty_database, state)


def test_records_that_stand_together_are_put_between_the_others_at_once(
    empty_database: Database, tmp_path: Path
) -> None:
    numbers = [[1, 50, 99], [2, 3, 4, 51, 60, 98, 100], [0, 5, 6, 101]]
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    for places in numbers:
        pages = [make_page(Diarienummer=f"2020/{place:05}") for place in places]
        import_contents(empty_database, tmp_path, *pages)
        later = _refreshed(empty_database, state)
        assert later.ranks[: len(state.ranks)].tolist() == state.ranks.tolist()
        state = later


def test_ids_are_numbered_anew_where_there_is_no_room_left(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranks, "LAST", 600)
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    for number in (*range(1, 10), *range(100, 90, -1)):
        import_contents(empty_database, tmp_path, make_page(Diarienummer=f"2020/{number:05}"))
        state = _refreshed(empty_database, state)


def test_dead_rows_are_given_up_once_there_are_many(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "_FEW", 3)
    import_contents(empty_database, tmp_path, make_page(Diarienummer="2020/00002"))
    registry = Registry(empty_database, tmp_path)
    registry.take_in()
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    for number in range(1, 20):
        registry.change(planned_participants=number)
        state = _refreshed(empty_database, state)
        assert len(state.columns) <= 2 * 2 + 3


def test_what_was_handed_out_stays_as_it_was(golden_database: Database, tmp_path: Path) -> None:
    with snapshot_of(golden_database) as snapshot:
        state = load(snapshot)
    before = content_of(state)
    import_contents(golden_database, tmp_path, make_page())
    later = _refreshed(golden_database, state)
    assert content_of(later) != before
    assert content_of(state) == before
    with pytest.raises(ValueError, match="read-only"):
        later.columns.since[0] = 0


def test_a_document_seen_again_leaves_the_columns_as_they_are(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, make_page())
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    import_contents(empty_database, tmp_path, f"{make_page()}\n")  # states the same
    with snapshot_of(empty_database) as snapshot:
        later = refresh(state, snapshot)
        assert later.version == snapshot.dataset.version > state.version
    assert later.columns is state.columns


def test_a_redaction_has_all_loaded_anew(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page(facts={"Antal deltagare": "3"}))
    with snapshot_of(empty_database) as snapshot:
        state = load(snapshot)
    assert act(empty_database, email=EMAIL)
    with snapshot_of(empty_database) as snapshot:
        assert not can_refresh(state, snapshot)
        assert load_or_refresh(state, snapshot).table is not state.table


def test_a_refresh_that_is_cut_short_leaves_the_mirror_as_it_was(
    golden_database: Database, tmp_path: Path
) -> None:
    mirror = Mirror(golden_database)
    with snapshot_of(golden_database) as snapshot:
        assert _count(mirror, snapshot) == 12
    import_contents(golden_database, tmp_path, make_page())
    with snapshot_of(golden_database) as snapshot:
        for statements in range(4):
            hasty = snapshot._replace(reader=_Hasty(snapshot.reader, statements))
            with pytest.raises(QueryTooSlow):
                _count(mirror, hasty)
        assert _count(mirror, snapshot) == 13
    _refreshed(golden_database, mirror._state)


@dataclass
class _Hasty:
    """A reader whose time is over after so many statements."""

    reader: Reader
    left: int

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        if not self.left:
            raise QueryTooSlow("It took more than 0 seconds.")
        self.left -= 1
        return self.reader.rows(sql, parameters)

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        return self.reader.blocks(sql, parameters)


def _refreshed(database: Database, state: State | None) -> State:
    """The state refreshed, which must hold what a new one does."""
    assert state is not None
    with snapshot_of(database) as snapshot:
        later, anew = refresh(state, snapshot), load(snapshot)
    assert content_of(later) == content_of(anew)
    assert (later.epoch, later.version) == (anew.epoch, anew.version)
    return later


def _count(mirror: Mirror, snapshot: Snapshot) -> int:
    view = view_of(snapshot, parse_query(PROJECTS, ""))
    return int(mirror.hits(snapshot, view).mask.sum())
