"""Snapshots: listed, and downloaded with their digest."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.responses import Response

from app.database import Database
from app.main import create_app
from app.settings import Settings
from projektbank_client import BrokenOff, Gone, NotFound, Projektbank, Unchanged
from tests.client.conftest import Connect
from tests.client.scripted import scripted
from tests.serving import serve
from tests.snapshots.kept import make


@pytest.fixture
def keeper(golden_database: Database, connect: Connect) -> Iterator[Projektbank]:
    """A client of a service that has one snapshot."""
    make(golden_database)
    with serve(create_app(Settings(database_url=golden_database.url))) as address:
        yield connect(address)


@pytest.mark.parametrize("kind", ["parquet", "csv.gz", "sqlite"])
def test_a_snapshot_is_the_file_that_is_listed(
    keeper: Projektbank, tmp_path: Path, kind: str
) -> None:
    [listed] = [row for row in keeper.snapshots() if row["format"] == kind]
    told = keeper.download_snapshot(tmp_path / "p", format=kind)
    assert hashlib.sha256(told.path.read_bytes()).hexdigest() == listed["sha256"]
    assert (told.size, told.rows) == (listed["bytes"], listed["rows"])
    assert (told.change_seq, told.dataset_version) == (listed["latest_change"], listed["version"])
    again = keeper.download_snapshot(tmp_path / "q", version=listed["version"], format=kind)
    assert again.etag == told.etag
    with pytest.raises(Unchanged):
        keeper.download_snapshot(tmp_path / "r", format=kind, if_none_match=told.etag)


def test_a_snapshot_opens(keeper: Projektbank, tmp_path: Path) -> None:
    told = keeper.download_snapshot(tmp_path / "p.sqlite", format="sqlite")
    with closing(sqlite3.connect(told.path)) as file:
        assert file.execute("SELECT count(*) FROM projects").fetchone() == (told.rows,)


def test_a_snapshot_that_is_not_there_is_told(keeper: Projektbank, tmp_path: Path) -> None:
    for wrong in ({"version": "3"}, {"format": "xlsx"}):
        with pytest.raises(NotFound):
            keeper.download_snapshot(tmp_path / "p", **wrong)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("digest", ["", "sha-256=:AAAA:", "md5=:AAAA:"])
def test_bytes_without_their_digest_are_not_taken(
    connect: Connect, tmp_path: Path, digest: str
) -> None:
    headers = {"Repr-Digest": digest} if digest else {}
    answer = Response(b"PAR1", headers=headers, media_type="application/vnd.apache.parquet")
    with scripted(answer) as (base, _), pytest.raises(BrokenOff, match="Repr-Digest"):
        connect(base).download_snapshot(tmp_path / "p")
    assert list(tmp_path.iterdir()) == []


def test_a_withdrawn_snapshot_is_gone(connect: Connect, tmp_path: Path) -> None:
    problem = Response(b'{"code": "snapshot-withdrawn", "status": 410}', 410)
    with scripted(problem) as (base, _), pytest.raises(Gone) as gone:
        connect(base).download_snapshot(tmp_path / "p")
    assert gone.type is Gone
