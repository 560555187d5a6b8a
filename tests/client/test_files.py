"""Files: whole and told what they are, or an error and nothing left behind."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import duckdb
import httpx
import pytest
from starlette.responses import Response, StreamingResponse

from projektbank_client import (
    BrokenOff,
    NotAskable,
    NotUnderstood,
    Projektbank,
    QuestionRejected,
    Unchanged,
)
from projektbank_client.arrivals import Arrival
from tests.client.conftest import Connect
from tests.client.scripted import NDJSON, BrokenOffAnswer, scripted

CSV = b'id,summary\r\na,"one\ntwo ""x"""\r\nb,\r\n'
RECORDS = b'{"id":"a","name":"one\xe2\x80\xa8line"}\n{"id":"b","name":"\xc2\x85"}\n'
"""With signs that end a line elsewhere, U+2028 and U+0085."""


@pytest.mark.parametrize("ending", ["csv", "ndjson", "json", "xlsx", "parquet", "geojson"])
def test_a_file_is_the_bytes_of_the_service_and_told_what_it_is(
    bank: Projektbank, reading_base: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"projects.{ending}"
    path.write_bytes(b"what was there before")
    told = bank.download(path.name, path, region="SE12")
    answer = httpx.get(f"{reading_base}/v1/{path.name}?region=SE12")
    if ending != "xlsx":  # which names the minute in which it was made
        assert path.read_bytes() == answer.content
    assert told.path == path
    assert told.size == path.stat().st_size
    assert (told.rows, told.change_seq, told.dataset_version) == (5, 12, 12)
    assert told.etag == answer.headers["etag"]
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_is_read_as_it_came(bank: Projektbank, tmp_path: Path) -> None:
    told = bank.download("projects.parquet", tmp_path / "p.parquet")
    rows = duckdb.execute("SELECT count(*) FROM read_parquet($1)", [str(told.path)]).fetchone()
    assert rows == (told.rows,) == (12,)


def test_files_of_figures_tell_no_rows(bank: Projektbank, tmp_path: Path) -> None:
    told = bank.download("facets.csv", str(tmp_path / "f.csv"), by=["region", "status"])
    assert (told.rows, told.change_seq, told.dataset_version) == (None, None, 12)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_that_is_still_the_same_is_not_sent_again(
    bank: Projektbank, tmp_path: Path, ending: str
) -> None:
    name = f"projects.{ending}"
    told = bank.download(name, tmp_path / name, region="SE12")
    with pytest.raises(Unchanged):
        bank.download(name, tmp_path / "new", if_none_match=told.etag, region="SE12")
    assert list(tmp_path.iterdir()) == [told.path]
    assert bank.download(name, tmp_path / "new", if_none_match=told.etag, region="SE32").size


def test_a_refused_question_leaves_no_file(bank: Projektbank, tmp_path: Path) -> None:
    with pytest.raises(QuestionRejected):
        bank.download("projects.csv", tmp_path / "p.csv", regin="SE12")
    with pytest.raises(QuestionRejected):
        list(bank.stream(regin="SE12"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../keys", "projects", "projects.csv?x=1", "a/b.csv", ""])
def test_only_files_of_the_service_are_asked_for(
    bank: Projektbank, tmp_path: Path, name: str
) -> None:
    with pytest.raises(NotAskable):
        bank.download(name, tmp_path / "p.csv")


def test_a_place_that_is_not_there_is_an_error_of_the_system(
    bank: Projektbank, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        bank.download("projects.csv", tmp_path / "none" / "p.csv")


@pytest.mark.parametrize("chunks", [[], [CSV], [CSV, CSV[:3]]], ids=len)
def test_a_file_that_breaks_off_leaves_what_was_there(
    connect: Connect, tmp_path: Path, chunks: list[bytes]
) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(b"before")
    cut = BrokenOffAnswer(*chunks, media_type="text/csv")
    with scripted(cut) as (base, _), pytest.raises(BrokenOff):
        connect(base).download("projects.csv", path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_stream_that_breaks_off_gives_what_came_and_then_an_error(connect: Connect) -> None:
    with scripted(BrokenOffAnswer(RECORDS)) as (base, _):
        rows = connect(base).stream()
        assert [next(rows)["id"], next(rows)["id"]] == ["a", "b"]
        with pytest.raises(BrokenOff):
            next(rows)


SHORT: dict[str, Callable[[], Response]] = {
    "a row too few": lambda: Response(RECORDS, headers={"X-Total-Count": "3"}, media_type=NDJSON),
    "a line without end": lambda: Response(RECORDS[:-1], media_type=NDJSON),
    "another digest": lambda: Response(
        RECORDS, headers={"Repr-Digest": f"sha-256=:{digest(b'other')}:"}, media_type=NDJSON
    ),
}


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


@pytest.mark.parametrize("answer", SHORT.values(), ids=SHORT)
def test_what_is_not_what_was_told_is_broken_off(
    connect: Connect, answer: Callable[[], Response]
) -> None:
    with scripted(answer()) as (base, _), pytest.raises(BrokenOff):
        list(connect(base).stream())


def test_lines_end_with_line_feeds_alone(connect: Connect) -> None:
    told = {"Repr-Digest": f"sha-256=:{digest(RECORDS)}:", "X-Total-Count": "2"}
    pieces = StreamingResponse(one_byte_at_a_time(RECORDS), headers=told, media_type=NDJSON)
    with scripted(pieces) as (base, _):
        assert [row["name"] for row in connect(base).stream()] == ["one\u2028line", "\x85"]


async def one_byte_at_a_time(content: bytes) -> AsyncIterator[bytes]:
    for place in range(len(content)):
        yield content[place : place + 1]


def test_rows_of_csv_are_counted_however_it_is_cut() -> None:
    for place in range(len(CSV)):
        headers = {"Content-Type": "text/csv; charset=utf-8", "X-Total-Count": "2"}
        arrival = Arrival(httpx.Response(200, headers=headers))
        arrival.take(CSV[:place])
        arrival.take(CSV[place:])
        assert arrival.finish(Path("p.csv")).size == len(CSV)


def test_what_nothing_tells_to_be_whole_is_not_taken_for_it() -> None:
    arrival = Arrival(httpx.Response(200, extensions={"http_version": b"HTTP/1.0"}))
    with pytest.raises(BrokenOff, match="whole"):
        arrival.finish(Path("p.parquet"))


def test_lines_that_are_no_projects_are_not_understood(connect: Connect) -> None:
    with (
        scripted(Response(b"<html>\n", media_type=NDJSON)) as (base, _),
        pytest.raises(NotUnderstood),
    ):
        list(connect(base).stream())
