"""What was asked for lately is answered from memory, and never out of date."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.api.hot_rows import HotRows
from app.store.reads import DatasetState

DATASET, DAY = DatasetState("e", 7, None), date(2026, 11, 22)


class Database:
    """Counts what it is asked for; a row is the number of the version it stands from."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def fetch(self, sinces: Sequence[int]) -> list[bytes]:
        self.asked += sinces
        return [b"%d" % since for since in sinces]


def test_a_row_is_fetched_once() -> None:
    database, rows = Database(), HotRows()
    assert rows.read(DATASET, DAY, [3, 1], database.fetch) == [b"3", b"1"]
    assert rows.read(DATASET, DAY, [1, 2, 3], database.fetch) == [b"1", b"2", b"3"]
    assert database.asked == [3, 1, 2]


def test_another_version_or_day_fetches_anew() -> None:
    database, rows = Database(), HotRows()
    for dataset, day in (
        (DATASET, DAY),
        (DATASET._replace(version=8), DAY),
        (DATASET._replace(epoch="f"), DAY),
        (DATASET, date(2026, 11, 23)),
    ):
        rows.read(dataset, day, [1], database.fetch)
    assert database.asked == [1, 1, 1, 1]


@given(st.lists(st.lists(st.integers(0, 40), max_size=12, unique=True), max_size=20))
def test_however_little_is_held_the_rows_are_right(pages: list[list[int]]) -> None:
    database, rows = Database(), HotRows(most_bytes=10)
    for page in pages:
        assert rows.read(DATASET, DAY, page, database.fetch) == [b"%d" % one for one in page]


def test_of_many_records_more_rows_are_held() -> None:
    row = bytes(1024 * 1024 - 100)
    for version, held in ((1, 2), (750_000, 2), (1_000_000, 3), (9_000_000, 4)):
        rows, dataset = HotRows(), DATASET._replace(version=version)
        for since in range(9):
            rows.read(dataset, DAY, [since], lambda _: [row])
        asked = Database()
        rows.read(dataset, DAY, range(8, -1, -1), asked.fetch)
        assert 9 - len(asked.asked) == held, version
