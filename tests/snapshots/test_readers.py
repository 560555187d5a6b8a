"""Programs of others read a snapshot where it is: over HTTP, the bytes that they need."""

from importlib.resources import files
from pathlib import Path

import pytest

from app.snapshots.shelf import LATEST
from tests.exports.judges import connect
from tools.server import keyed_server

PACKAGE = Path(str(files("duckdb_extension_httpfs")))


@pytest.mark.slow
@pytest.mark.parametrize("version", [5, LATEST])
def test_duckdb_reads_parquet_over_http_by_ranges(version: object) -> None:
    duck = connect()
    [extension] = PACKAGE.rglob("httpfs.duckdb_extension")
    duck.load_extension(str(extension))
    duck.execute("CALL enable_logging('HTTP')")
    with keyed_server() as server:
        server.place.run("snapshot")
        address = f"{server.base}/v1/snapshots/{version}/projects.parquet"
        asked = f"SELECT count(*), count(total_budget), min(region) FROM read_parquet('{address}')"
        assert duck.execute(asked).fetchall() == [(5, 4, "SE12")]
    requests = duck.execute(
        "SELECT request.type, response.status, request.headers['Range']"
        " FROM duckdb_logs_parsed('HTTP')"
    ).fetchall()
    assert {request[:2] for request in requests} == {
        ("HEAD", "OK_200"),
        ("GET", "PartialContent_206"),
    }
    assert all(ranged.startswith("bytes=") for kind, _, ranged in requests if kind == "GET")
