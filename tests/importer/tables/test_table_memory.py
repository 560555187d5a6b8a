"""However long a list is, reading it takes no more memory."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.importer.tables import open_table

SIZE = 30_000_000
MOST = 6_000_000
"""Bytes: some blocks of text, and a row."""
SUMMARY = "Projektet stärker deltagarna. " * 100
_HEADING = "Namn;Projektägare;Sammanfattning;Total projektbudget\n"
_LINE = f"Bron;Exempel;{SUMMARY};1\n"
_OBJECT = f'{{"id": "2020-00001", "name": "Bron", "owner": "Exempel", "summary": "{SUMMARY}"}}'
_ROWS = SIZE // len(_OBJECT)


def csv_pieces() -> Iterator[str]:
    yield _HEADING
    yield from (_LINE for _ in range(_ROWS))


def ndjson_pieces() -> Iterator[str]:
    yield from (f"{_OBJECT}\n" for _ in range(_ROWS))


def json_pieces() -> Iterator[str]:
    yield f"[{_OBJECT}"
    yield from (f",\n{_OBJECT}" for _ in range(_ROWS - 1))
    yield "]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pieces"),
    [("a.csv", csv_pieces), ("a.ndjson", ndjson_pieces), ("a.json", json_pieces)],
)
def test_a_long_list_is_never_held_in_memory(
    tmp_path: Path, name: str, pieces: Callable[[], Iterator[str]]
) -> None:
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces())
    assert path.stat().st_size > SIZE
    tracemalloc.start()
    table = open_table(path, name)
    assert table
    assert sum(1 for row in table.rows() if row.draft) == _ROWS
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST
