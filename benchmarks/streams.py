"""Whole results as files: how fast they flow, when the first byte comes, what memory they take.

The product's come from its command, through a pipe: the server has no addresses for files yet.
"""

import csv
import http.client
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from benchmarks import columns
from benchmarks.asks import Answer, Request
from benchmarks.contenders import DATASETTE, DATASETTE_NEW, PRODUCT, Contender, Files
from benchmarks.equality import compare
from benchmarks.peers import datasette
from benchmarks.processes import anonymous_memory
from benchmarks.servers import Server, Servers, send

CSV, NDJSON = "CSV file", "NDJSON file"
_SECONDS = 15.0
"""How long a slow peer is listened to."""
_CHUNK = 1 << 20
_GLANCE = 16
"""Chunks between two looks at the memory."""
_LINES = "SELECT avg(length(summary) - length(replace(summary, char(10), ''))) + 1 FROM project"
_NEXT = re.compile(rb'"next": "([^"]+)"')
_IN_EACH_ROW = b'"programme_cci":'
"""Pages are not parsed: that would be the time of whoever listens."""
_COMPARED_ROWS = 300
_COMPARED_BYTES = 4 << 20
_COLUMNS = ("id", "number", "name", "summary", "owner", "start_date", "programme_area")
"""Compared as they stand: the rest is written in other ways, such as 1 and true."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one stream was: bytes, rows, seconds to the first byte and to the last that was read,
    and bytes of memory that the writing process grew by."""

    size: int
    rows: float
    first: float
    seconds: float
    grown: int = 0

    def figures(self) -> dict[str, float]:
        """As they are kept, without what was not measured; times from the first byte on."""
        flowing = max(self.seconds - self.first, 1e-9)
        figures = {
            "MB/s": self.size / flowing / 1e6,
            "rows/s": self.rows / flowing,
            "first byte ms": self.first * 1e3,
            "MB grown": self.grown / 1e6,
        }
        return {metric: value for metric, value in figures.items() if value}


def export_flow(kind: str, files: Files) -> Flow:
    """The product's whole file; the time to the first byte counts the start of the command."""
    with _export(kind, files) as process:
        began, size, rows, first = time.perf_counter(), 0, 0, 0.0
        held = most = chunks = 0
        while chunk := os.read(_output(process), _CHUNK):
            first = first or time.perf_counter() - began
            if chunks % _GLANCE == 0:
                memory = anonymous_memory(process.pid)
                held, most = held or memory, max(most, memory)
            size, rows, chunks = size + len(chunk), rows + chunk.count(b"\n"), chunks + 1
        return Flow(
            size, rows / _lines(kind, files), first, time.perf_counter() - began, most - held
        )


def csv_flow(server: Server, files: Files) -> Flow:
    """Datasette's stream of the whole table, as far as it comes."""
    began, size, rows, first = time.perf_counter(), 0, 0, 0.0
    for chunk in _csv_chunks(server):
        first = first or time.perf_counter() - began
        size, rows = size + len(chunk), rows + chunk.count(b"\n")
        if time.perf_counter() - began > _SECONDS:
            break
    return Flow(size, rows / _lines(CSV, files), first, time.perf_counter() - began)


def paged_flow(server: Server, _files: Files) -> Flow:
    """Datasette's table page by page in JSON, as large as pages come, as far as it comes."""
    began, size, rows, token = time.perf_counter(), 0, 0, ""
    first_page = datasette.page_query(int(datasette.SETTINGS["max_returned_rows"]))
    while time.perf_counter() - began < _SECONDS:
        _, body = send(server, Request(f"{first_page}&_next={token}" if token else first_page))
        size, rows = size + len(body), rows + body.count(_IN_EACH_ROW)
        found = _NEXT.search(body)
        if found is None:
            break
        token = found[1].decode()
    return Flow(size, rows, 0.0, time.perf_counter() - began)


def flows(files: Files, servers: Servers) -> Iterator[tuple[str, Contender, Flow]]:
    """Every way once, those of the same kind one after the other."""
    for kind, peer_flow in ((CSV, csv_flow), (NDJSON, paged_flow)):
        yield kind, PRODUCT, export_flow(kind, files)
        for peer in (DATASETTE, DATASETTE_NEW):
            if peer in servers:
                yield kind, peer, peer_flow(servers[peer], files)


def require_equal(files: Files, servers: Servers) -> int:
    """Compares the first rows of all; raises `AnswersDiffer`."""
    compared = 0
    for peer in (one for one in (DATASETTE, DATASETTE_NEW) if one in servers):
        answers = {
            PRODUCT.name: _first_of_export(CSV, files),
            peer.name: _first_of_csv(servers[peer]),
        }
        compared += compare(CSV, answers)
        path = datasette.page_query(_COMPARED_ROWS)
        rows = json.loads(send(servers[peer], Request(path))[1])["rows"]
        plain = tuple(datasette.plain(row, (*columns.LIST, "summary")) for row in rows)
        answers = {PRODUCT.name: _first_of_export(NDJSON, files), peer.name: Answer(plain)}
        compared += compare(NDJSON, answers)
    return compared


@contextmanager
def _export(kind: str, files: Files) -> Iterator[subprocess.Popen[bytes]]:
    name = kind.partition(" ")[0].lower()
    with subprocess.Popen(
        (sys.executable, "-m", "app", "export", "-", "--format", name),
        env=PRODUCT.setting(files),
        cwd=files.product.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _lines(kind: str, files: Files) -> float:
    """Lines of a row, on the average: a cell of CSV keeps the line ends of its text."""
    if kind == NDJSON:
        return 1
    with closing(sqlite3.connect(files.peers)) as connection:
        lines: float = connection.execute(_LINES).fetchone()[0]
        return lines


def _output(process: subprocess.Popen[bytes]) -> int:
    if process.stdout is None:
        raise TypeError("it was started with a pipe")
    return process.stdout.fileno()


def _csv_chunks(server: Server) -> Iterator[bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_SECONDS * 4)
    with closing(connection):
        connection.request("GET", datasette.csv_path())
        response = connection.getresponse()
        while chunk := response.read1(_CHUNK):
            yield chunk


def _first_of_export(kind: str, files: Files) -> Answer:
    with _export(kind, files) as process, os.fdopen(os.dup(_output(process)), "rb") as output:
        text = output.read(_COMPARED_BYTES).decode(errors="ignore")
    if kind == CSV:
        return _first_rows(text)
    lines = text.split("\n")[:_COMPARED_ROWS]
    names = (*columns.LIST, "summary")
    rows = ({name: row[name] for name in names} for row in map(json.loads, lines))
    return Answer(tuple(rows))


def _first_of_csv(server: Server) -> Answer:
    content = b""
    for chunk in _csv_chunks(server):
        content += chunk
        if len(content) > _COMPARED_BYTES:
            break
    return _first_rows(content.decode(errors="ignore"))


def _first_rows(text: str) -> Answer:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = (row for row, _ in zip(reader, range(_COMPARED_ROWS), strict=False))
    return Answer(tuple({name: row[name] for name in _COLUMNS} for row in rows))
