"""Whole results as files: how fast they flow, when the first byte comes, what memory they take."""

import csv
import http.client
import io
import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from benchmarks import columns
from benchmarks.asks import Answer, Request
from benchmarks.contenders import DATASETTE, DATASETTE_NEW, PRODUCT, Contender, Files
from benchmarks.equality import compare
from benchmarks.peers import datasette
from benchmarks.processes import anonymous_memory
from benchmarks.servers import Server, ServerFailed, Servers, send, started

CSV, NDJSON = "CSV file", "NDJSON file"
COMPARED = (NDJSON, CSV)
"""Kinds of files that peers give out too."""
ALONE = ("JSON file", "GeoJSON file", "CSV file for Excel", "Parquet file", "XLSX file")
"""Kinds that none of them does, slower ones last."""
_WHOLE = frozenset({"Parquet file", "XLSX file"})
"""Kinds that are made before their first byte."""
_PATHS: Mapping[str, str] = MappingProxyType(
    {
        CSV: "/v1/projects.csv?",
        NDJSON: "/v1/projects.ndjson?",
        "JSON file": "/v1/projects.json?",
        "GeoJSON file": "/v1/projects.geojson?",
        "CSV file for Excel": "/v1/projects.csv?dialect=excel-sv&",
        "Parquet file": "/v1/projects.parquet?",
        "XLSX file": "/v1/projects.xlsx?",
    }
)
_SECONDS = 15.0
"""How long a slow peer is listened to."""
_PATIENCE = 1_800.0
"""Seconds for a file that is made before it goes."""
_CHUNK = 1 << 20
_GLANCE = 0.02
"""Seconds between two looks at the memory."""
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
    bytes of memory that the writing process grew by, and whether it was whole before it began."""

    size: int
    rows: float
    first: float
    seconds: float
    grown: int = 0
    whole: bool = False

    def figures(self) -> dict[str, float]:
        """As they are kept, without what was not measured; times from the first byte on, unless
        all was made before it."""
        flowing = self.seconds if self.whole else max(self.seconds - self.first, 1e-9)
        figures = {
            "MB/s": self.size / flowing / 1e6,
            "rows/s": self.rows / flowing,
            "first byte ms": self.first * 1e3,
            "MB grown": self.grown / 1e6,
        }
        return {metric: value for metric, value in figures.items() if value}


@dataclass(slots=True)
class _Watch:
    """The most memory that a process held while it was watched, in bytes."""

    process: int
    before: int = 0
    most: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts."""
        self.before = self.most = anonymous_memory(self.process)
        thread = threading.Thread(target=self._look)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _look(self) -> None:
        while not self._over.wait(_GLANCE):
            self.most = max(self.most, anonymous_memory(self.process))


def file_flow(kind: str, server: Server) -> Flow:
    """The product's whole file of all records; what it loads for the kind it has loaded before."""
    send(server, Request(f"{_PATHS[kind]}limit=1"))
    watch, size, first, began = _Watch(server.process), 0, 0.0, time.perf_counter()
    with watch.watching(), _opened(server, _PATHS[kind]) as response:
        while chunk := response.read1(_CHUNK):
            first = first or time.perf_counter() - began
            size += len(chunk)
    seconds = time.perf_counter() - began
    rows = int(response.headers["X-Total-Count"])
    return Flow(size, rows, first, seconds, watch.most - watch.before, kind in _WHOLE)


def csv_flow(server: Server, files: Files) -> Flow:
    """Datasette's stream of the whole table, as far as it comes."""
    began, size, rows, first = time.perf_counter(), 0, 0, 0.0
    with _opened(server, datasette.csv_path()) as response:
        while chunk := response.read1(_CHUNK):
            first = first or time.perf_counter() - began
            size, rows = size + len(chunk), rows + chunk.count(b"\n")
            if time.perf_counter() - began > _SECONDS:
                break
    return Flow(size, rows / _lines(files), first, time.perf_counter() - began)


def paged_flow(server: Server) -> Flow:
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


def flows(files: Files, servers: Servers) -> Iterator[tuple[str, str, Flow]]:
    """Every way that there are several of, once, those of the same kind one after the other.

    Datasette goes on with a stream that nobody hears any more, beside whatever is measured next:
    each has a server that ends with it.
    """
    peers = _peers(servers)
    yield CSV, PRODUCT.name, file_flow(CSV, servers[PRODUCT])
    for peer in peers:
        with started([peer], files) as own:
            yield CSV, peer.name, csv_flow(own[peer], files)
    yield NDJSON, PRODUCT.name, file_flow(NDJSON, servers[PRODUCT])
    for peer in peers:
        yield NDJSON, peer.name, paged_flow(servers[peer])


def flows_alone(servers: Servers) -> Iterator[tuple[str, str, Flow]]:
    """Every other kind of file, once."""
    for kind in ALONE:
        yield kind, PRODUCT.name, file_flow(kind, servers[PRODUCT])


def require_equal(files: Files, servers: Servers) -> int:
    """Compares the first rows of all; raises `AnswersDiffer`."""
    compared = 0
    for peer in _peers(servers):
        with started([peer], files) as own:
            listed = _first_rows(_begun(own[peer], datasette.csv_path()))
        answers = {
            PRODUCT.name: _first_rows(_begun(servers[PRODUCT], _PATHS[CSV])),
            peer.name: listed,
        }
        compared += compare(CSV, answers)
        path = datasette.page_query(_COMPARED_ROWS)
        rows = json.loads(send(servers[peer], Request(path))[1])["rows"]
        plain = tuple(datasette.plain(row, (*columns.LIST, "summary")) for row in rows)
        answers = {PRODUCT.name: _first_records(servers[PRODUCT]), peer.name: Answer(plain)}
        compared += compare(NDJSON, answers)
    return compared


def _peers(servers: Servers) -> list[Contender]:
    return [one for one in (DATASETTE, DATASETTE_NEW) if one in servers]


def _lines(files: Files) -> float:
    """Lines of a row of CSV, on the average: a cell keeps the line ends of its text."""
    with closing(sqlite3.connect(files.peers)) as connection:
        lines: float = connection.execute(_LINES).fetchone()[0]
        return lines


@contextmanager
def _opened(server: Server, path: str) -> Iterator[http.client.HTTPResponse]:
    """An answer whose body is still to come; raises `ServerFailed` where it is an error."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE)
    with closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise ServerFailed(f"GET {path}: {response.status}")
        yield response


def _begun(server: Server, path: str) -> str:
    """The first megabytes of a file."""
    with _opened(server, path) as response:
        return response.read(_COMPARED_BYTES).decode(errors="ignore")


def _first_records(server: Server) -> Answer:
    lines = _begun(server, _PATHS[NDJSON]).split("\n")[:_COMPARED_ROWS]
    names = (*columns.LIST, "summary")
    rows = ({name: row[name] for name in names} for row in map(json.loads, lines))
    return Answer(tuple(rows))


def _first_rows(text: str) -> Answer:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = (row for row, _ in zip(reader, range(_COMPARED_ROWS), strict=False))
    return Answer(tuple({name: row[name] for name in _COLUMNS} for row in rows))
